namespace RedisCompliance.Deployment;

/// <summary>A function with the tags that tell whose it is.</summary>
internal static class TaggedFunction
{
    /// <summary>The function, with its tags; null where there is none.</summary>
    /// <exception cref="ServiceCallException">It cannot be read, or Lambda does not tell its tags.</exception>
    public static async Task<FunctionDetail?> FindAsync(RuleServices services, string name, CancellationToken cancellationToken)
    {
        FunctionDetail? function = await services.Functions.GetFunctionAsync(name, cancellationToken).ConfigureAwait(false);
        if (function is not null)
        {
            CheckTags(function);
        }

        return function;
    }

    /// <summary>A function whose tags are not told may be anybody's: nothing is decided by it.</summary>
    /// <exception cref="ServiceCallException">Lambda does not tell them.</exception>
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
