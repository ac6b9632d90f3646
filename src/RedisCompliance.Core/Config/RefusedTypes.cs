namespace RedisCompliance.Config;

/// <summary>
/// The resource types that AWS Config has turned out not to take. PutEvaluations refuses a whole call for one of them: "The
/// resource type X is invalid. Only the following values are permitted: …".
/// </summary>
/// <remarks>https://github.com/awslabs/aws-config-rdk/issues/290 has such an answer, with the list.</remarks>
internal sealed class RefusedTypes
{
    private readonly HashSet<string> _refused = [];

    public bool Contains(string resourceType) => _refused.Contains(resourceType);

    /// <summary>Learns from an answer which types of a batch are refused.</summary>
    /// <returns>Whether that is any, so that the rest may do without them.</returns>
    public bool Learn(IReadOnlyList<ConfigEvaluation> batch, ServiceCallException failure)
    {
        int listOfPermitted = failure.Message.IndexOf("Only the following", StringComparison.OrdinalIgnoreCase);
        if (failure.Failure != ServiceFailure.Refused || listOfPermitted < 0)
        {
            return false;
        }

        HashSet<string> complaint = Types(failure.Message.Substring(0, listOfPermitted));
        HashSet<string> permitted = Types(failure.Message.Substring(listOfPermitted));
        int before = _refused.Count;
        foreach (string type in batch.Select(evaluation => evaluation.ComplianceResourceType).Distinct())
        {
            // A complaint without a type is about one that the list lacks.
            if (complaint.Contains(type) || (complaint.Count == 0 && permitted.Count > 0 && !permitted.Contains(type)))
            {
                _refused.Add(type);
            }
        }

        return _refused.Count > before;
    }

    private static HashSet<string> Types(string text) =>
        [.. text.Split(' ', ',', '[', ']', '\'', '"', '\n', '\r', '\t').Select(word => word.Trim('.', ';', '(', ')'))
            .Where(word => word.Contains("::"))];
}
