using System.Text;
using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>The outcome of reading an object's members.</summary>
internal enum RecordOutcome
{
    /// <summary>The object was read to its end.</summary>
    Whole,

    /// <summary>The object continues beyond the buffer.</summary>
    Incomplete,

    /// <summary>The object holds a list of resources, perhaps at some depth, and must be read member by member.</summary>
    Container,

    /// <summary>The element is an array, whose start has been read.</summary>
    Array,

    /// <summary>The element is neither, and has been skipped.</summary>
    Scalar,
}

/// <summary>Reads the members of one resource from JSON.</summary>
internal static class RecordJson
{
    /// <summary>Reads an object whose start has been read.</summary>
    /// <param name="reader">The reader, at the object's end if all of it was read.</param>
    /// <param name="like">The previous record, whose strings are reused if they are equal.</param>
    /// <param name="isResource">Whether the object is known to be a resource, whose members cannot hold other resources.</param>
    /// <param name="hasBackups">Whether backups, and what identifies their sources, are read.</param>
    /// <param name="record">What was read.</param>
    public static RecordOutcome TryRead(
        ref Utf8JsonReader reader, in ResourceRecord like, bool isResource, bool hasBackups, out ResourceRecord record)
    {
        record = default;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return RecordOutcome.Whole;
            }

            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            int? index = MemberNameTable.FindIgnoringCase(name);
            bool isContainer = index is null && ExportKey.IsContainer(name);
            if (!isContainer && !reader.Read())
            {
                return RecordOutcome.Incomplete;
            }

            // A structure or list before any identifying member may belong to a table of answers, for example by Region.
            bool mayContain = index is null && !isResource && (record.Present & MemberNames.Naming) == 0
                && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (isContainer || mayContain)
            {
                return RecordOutcome.Container;
            }

            if (!TryReadValue(ref reader, index, in like, hasBackups, ref record))
            {
                return RecordOutcome.Incomplete;
            }
        }

        return RecordOutcome.Incomplete;
    }

    /// <summary>Reads the current value into the member of that index; without an index, skips it.</summary>
    /// <returns>False if the value continues beyond the buffer.</returns>
    public static bool TryReadValue(
        ref Utf8JsonReader reader, int? index, in ResourceRecord like, bool hasBackups, ref ResourceRecord record)
    {
        MemberNames flag = index is { } bit ? (MemberNames)(1 << bit) : MemberNames.None;

        // A table of several kinds of records also has the other kinds' columns, without values.
        bool isEmpty = reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
        bool isOthers = (flag & MemberNames.OfAnother) != 0 && isEmpty;
        if (index is not { } known || known >= MemberNameTable.WitnessesFrom || isOthers
            || (!hasBackups && (flag & MemberNames.OfTime) != 0))
        {
            record.SetPresent(isOthers ? MemberNames.None : flag);
            return hasBackups && (flag & (MemberNames.NodeSnapshots | MemberNames.ServerlessCacheConfiguration)) != 0
                ? BackupJson.TryRead(ref reader, ref record) : reader.TrySkip();
        }

        ResourceMember member = (ResourceMember)known;
        Value value = new(IsReadable: true, null);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                value = value with { Text = like.Get(member) is { } likely
                    && reader.ValueTextEquals(likely) ? likely : reader.GetString() };
                break;
            case JsonTokenType.True or JsonTokenType.False when member == ResourceMember.AtRestEncryptionEnabled:
                value = value with { Text = reader.TokenType == JsonTokenType.True ? "true" : "false" };
                break;
            case JsonTokenType.Number when member is ResourceMember.AtRestEncryptionEnabled or ResourceMember.EngineVersion:
                value = value with { Text = Encoding.UTF8.GetString(reader.ValueSpan.ToArray()) };
                break;
            case JsonTokenType.StartObject when (flag & MemberNames.OfTime) != 0:
                if (!BackupJson.TryReadTime(ref reader, out string? time))
                {
                    return false;
                }

                value = new Value(IsReadable: time is not null, time);
                break;
            case JsonTokenType.StartObject:
                if (!TryReadEnumeration(ref reader, out value))
                {
                    return false;
                }

                break;
            default:
                if (!reader.TrySkip())
                {
                    return false;
                }

                value = value with { IsReadable = false };
                break;
        }

        // Two different values leave the member unknown.
        bool isRepeated = (record.Present & MemberNameTable.FlagOf(member)) != 0;
        if (value.IsReadable && (!isRepeated || record.Get(member) == PlainText.Of(PlainText.Trim(value.Text))))
        {
            if (!isRepeated)
            {
                record.Set(member, value.Text);
            }
        }
        else
        {
            record.SetUnreadable(member);
        }

        return true;
    }

    /// <summary>
    /// Reads an enumeration of the AWS SDK for .NET in ConvertTo-Json's form: <c>{"Value":"none"}</c>, and nothing else.
    /// </summary>
    private static bool TryReadEnumeration(ref Utf8JsonReader reader, out Value value)
    {
        value = new Value(IsReadable: false, null);
        int values = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                value = value with { IsReadable = value.IsReadable && values == 1 };
                return true;
            }

            bool isValue = string.Equals(reader.GetString(), "Value", StringComparison.OrdinalIgnoreCase);
            values++;
            if (!reader.Read())
            {
                return false;
            }

            if (isValue && reader.TokenType == JsonTokenType.String)
            {
                string? text = reader.GetString();
                value = new Value(PlainText.Trim(text) is not null, text);
            }
            else if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private readonly record struct Value(bool IsReadable, string? Text);
}
