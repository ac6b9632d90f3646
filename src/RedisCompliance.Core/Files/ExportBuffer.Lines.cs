using System.Text.Json;

namespace RedisCompliance.Files;

/// <content>For readers of plans: counts lines, and skips values that they do not read.</content>
internal sealed partial class ExportBuffer
{
    /// <summary>The current line, from 1, if <see cref="CountsLines"/> is set.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Whether lines are counted.</summary>
    public bool CountsLines { get; init; }

    /// <summary>Skips the rest of a value of any size, whose first token has been read.</summary>
    public void SkipRest(JsonTokenType first)
    {
        try
        {
            for (int depth = DepthOf(first); depth > 0;)
            {
                Utf8JsonReader reader = Open();
                while (depth > 0 && reader.Read())
                {
                    depth += DepthOf(reader.TokenType);
                }

                Advance(in reader);
                if (depth > 0)
                {
                    ReadOn();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    private void CountLines(int count)
    {
        if (!CountsLines)
        {
            return;
        }

        ReadOnlySpan<byte> rest = new(_buffer, _start, count);
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            Line++;
            rest = rest.Slice(end + 1);
        }
    }
}
