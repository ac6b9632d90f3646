using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>Reads a backup's source from the JSON of its nodes or of its serverless cache.</summary>
internal static class BackupJson
{
    /// <summary>
    /// Reads a list of nodes, a single node (PowerShell unrolls a list of one), or the configuration of a serverless cache.
    /// </summary>
    /// <returns>False if the value continues beyond the buffer.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, ref ResourceRecord record)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return TryReadItem(ref reader, ref record);
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            if (!TryReadItem(ref reader, ref record))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads a time that Windows PowerShell wrote as an object with the text in its "value" member.</summary>
    /// <returns>False if the value continues beyond the buffer.</returns>
    public static bool TryReadTime(ref Utf8JsonReader reader, out string? time)
    {
        time = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            bool isValue = string.Equals(reader.GetString(), "value", StringComparison.OrdinalIgnoreCase);
            if (!reader.Read())
            {
                return false;
            }

            time = isValue && reader.TokenType == JsonTokenType.String ? reader.GetString() : time;
            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryReadItem(ref Utf8JsonReader reader, ref ResourceRecord record)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Not a node, so the creation times of all nodes are not known.
            record.AddNode(null, null);
            return reader.TrySkip();
        }

        BackupItem item = default;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                item.AddTo(ref record);
                return true;
            }

            string name = reader.GetString()!;
            if (!reader.Read())
            {
                return false;
            }

            string? text = null;
            if (reader.TokenType == JsonTokenType.StartObject && BackupItem.IsTime(name))
            {
                if (!TryReadTime(ref reader, out text))
                {
                    return false;
                }
            }
            else
            {
                text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                if (!reader.TrySkip())
                {
                    return false;
                }
            }

            item.Set(name, text);
        }

        return false;
    }
}
