namespace RedisCompliance.Config;

/// <summary>
/// The resource types that AWS Config has refused. One of them makes PutEvaluations refuse the entire call: "The resource type X is
/// invalid. Only the following values are permitted: …".
/// </summary>
/// <remarks>https://github.com/awslabs/aws-config-rdk/issues/290 shows such an answer, with the list.</remarks>
internal sealed class RefusedTypes
{
    private readonly HashSet<string> _refused = [];

    public bool Contains(string resourceType) => _refused.Contains(resourceType);

    /// <summary>Learns from a failure which of a batch's types AWS Config refuses.</summary>
    /// <returns>True if there is a new one, so that the rest can be sent without it.</returns>
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
            // If the message names no type, it means one that the list of permitted values lacks.
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
