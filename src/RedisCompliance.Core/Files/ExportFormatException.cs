namespace RedisCompliance.Files;

/// <summary>A file or text that is not the JSON of an ElastiCache describe command, or is damaged.</summary>
public sealed class ExportFormatException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What was found and what was expected, in one sentence.</param>
    /// <param name="innerException">What it came from.</param>
    public ExportFormatException(string message, Exception? innerException = null)
        : base(PlainText.OneLine(message), innerException)
    {
    }

    /// <summary>Whether it is sound JSON of something else, such as the output of another command.</summary>
    public bool IsOfAnother { get; init; }
}
