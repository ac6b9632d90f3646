namespace RedisCompliance.Files;

/// <summary>A file or text is not the JSON output of an ElastiCache describe command, or is damaged.</summary>
public sealed class ExportFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was found and what was expected, in one sentence.</param>
    /// <param name="innerException">The cause.</param>
    public ExportFormatException(string message, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException)
    {
    }

    /// <summary>Whether the text is valid but something else, such as another command's output.</summary>
    public bool IsOfAnother { get; init; }
}
