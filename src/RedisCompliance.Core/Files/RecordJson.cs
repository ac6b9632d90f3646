using System.Text;
using System.Text.Json;

namespace RedisCompliance.Files;

/// <summary>What came of reading an object's members.</summary>
internal enum RecordOutcome
{
    /// <summary>The object was read to its end.</summary>
    Whole,

    /// <summary>It goes on behind the bytes at hand.</summary>
    Incomplete,

    /// <summary>It holds a list of resources, or may hold one deeper within, and is to be read member by member.</summary>
    Container,

    /// <summary>It is no object but an array, whose start was read.</summary>
    Array,

    /// <summary>It is neither, and was passed over.</summary>
    Scalar,
}

/// <summary>Reads the members of one resource out of its JSON.</summary>
internal static class RecordJson
{
    /// <summary>Reads an object whose start is in hand.</summary>
    /// <param name="reader">Stands at its end when all of it was read.</param>
    /// <param name="like">The record before it, whose texts are taken where they are the same.</param>
    /// <param name="isResource">Whether it is known to be a resource, within whose members there are no others.</param>
    /// <param name="hasBackups">Whether backups are read, and what tells their sources.</param>
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

            // What begins with something else than a name may be a table of answers, one for each Region for example.
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

    /// <summary>Reads the value in hand into the member of that index; one of no member is passed over.</summary>
    /// <returns>False if it goes on behind the bytes at hand.</returns>
    public static bool TryReadValue(
        ref Utf8JsonReader reader, int? index, in ResourceRecord like, bool hasBackups, ref ResourceRecord record)
    {
        MemberNames flag = index is { } bit ? (MemberNames)(1 << bit) : MemberNames.None;

        // A table of several kinds of records has the others' columns too, without values.
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

        // What is said twice and differently is said by nobody.
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
    /// Reads an enumeration of the AWS SDK for .NET as ConvertTo-Json writes one: <c>{"Value":"none"}</c>, and
    /// nothing else.
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
