namespace RedisCompliance.Deployment;

/// <summary>Reads a function together with the tags that name its owner.</summary>
internal static class TaggedFunction
{
    /// <summary>Reads the function with its tags; null if there is none.</summary>
    /// <exception cref="ServiceCallException">The function cannot be read, or Lambda does not return its tags.</exception>
    public static async Task<FunctionDetail?> FindAsync(RuleServices services, string name, CancellationToken cancellationToken)
    {
        FunctionDetail? function = await services.Functions.GetFunctionAsync(name, cancellationToken).ConfigureAwait(false);
        if (function is not null)
        {
            CheckTags(function);
        }

        return function;
    }

    /// <summary>Requires the tags: without them, the function may be anyone's and must not decide anything.</summary>
    /// <exception cref="ServiceCallException">Lambda does not return the tags.</exception>
    public static void CheckTags(FunctionDetail function)
    {
        if (function.Tags is null)
        {
            throw new ServiceCallException(function.AreTagsDenied ? ServiceFailure.AccessDenied : ServiceFailure.Refused, "GetFunction",
                Messages.TagsUnknown.With(function.Settings.FunctionName, function.TagsError), "TagsError")
            {
                Service = "lambda",
                MissingActions = function.AreTagsDenied ? ["lambda:ListTags"] : [],
            };
        }
    }
}
