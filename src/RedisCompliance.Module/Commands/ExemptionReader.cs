using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace RedisCompliance.Commands;

/// <summary>Reads exemptions from objects, and from files in JSON or CSV; an invalid one terminates the cmdlet.</summary>
internal static class ExemptionReader
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the exemptions of -Exemption and -ExemptionPath.</summary>
    public static IReadOnlyList<AtRestExemption> Read(AwsCmdlet cmdlet, PSObject[]? given, string? path)
    {
        List<AtRestExemption> exemptions =
            [.. (given ?? []).Select((item, index) =>
                ReadOne(cmdlet, () => Members(item), Messages.ExemptionGiven.With(index + 1), given))];
        if (path is not null)
        {
            string file = Resolve(cmdlet, path);
            var items = ReadFile(cmdlet, file);
            exemptions.AddRange(items.Select(
                (item, index) => ReadOne(cmdlet, () => item, Messages.ExemptionOfFile.With(index + 1, file), file)));
            if (items.Count == 0)
            {
                cmdlet.WriteWarning(Messages.ExemptionFileWithoutAny.With(file));
            }
        }

        return exemptions;
    }

    /// <summary>Warns of expired exemptions, once per run.</summary>
    public static void WarnOfExpired(Cmdlet cmdlet, AtRestPolicy policy, DateTime moment)
    {
        foreach (AtRestExemption exemption in policy.Exemptions.Where(exemption => exemption.IsExpired(moment)))
        {
            cmdlet.WriteWarning(Messages.ExemptionExpired.With(exemption.Id ?? exemption.Tag, exemption.LastDay, exemption.Reason));
        }
    }

    private static AtRestExemption ReadOne(
        PSCmdlet cmdlet, Func<IEnumerable<KeyValuePair<string, string?>>> members, string which, object? target)
    {
        try
        {
            return AtRestExemption.Read(members());
        }
        catch (FormatException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException($"{which}: {exception.Message}.", exception), ErrorId.InvalidExemption,
                ErrorCategory.InvalidArgument,
                target, Messages.AdviceInvalidExemption));
            throw;
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Members(PSObject item) => item.BaseObject is string or IConvertible
        ? throw new FormatException(Messages.ExemptionNotAnObject.With(item))
        : item.BaseObject is IEnumerable and not IDictionary
        ? throw new FormatException(Messages.ExemptionNotAnObject.With(item))
        : item.BaseObject is IDictionary table
        ? table.Cast<DictionaryEntry>().Select(member => new KeyValuePair<string, string?>($"{member.Key}", Text(member.Value)))
        : item.BaseObject is AtRestExemption
            ? AtRestExemption.Members.Select(name => new KeyValuePair<string, string?>(name, Text(item.Properties[name].Value)))
            : item.Properties.Select(property => new KeyValuePair<string, string?>(property.Name, Text(property.Value)));

    /// <summary>A value as text. Times become their own calendar day, independent of the session's culture.</summary>
    private static string? Text(object? value) => ObjectMembers.Unwrap(value) switch
    {
        DateTime moment => moment.ToString(AtRestExemption.DateFormat, System.Globalization.CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString(AtRestExemption.DateFormat, System.Globalization.CultureInfo.InvariantCulture),
        string text => text,
        PSObject saved when ObjectMembers.Value(saved, "value") is DateTime moment => Text(moment),
        IEnumerable several => throw new FormatException(
            Messages.ExemptionMemberIsList.With(
                string.Join(", ", several.Cast<object?>()
                    .Select(item => item is DictionaryEntry entry ? $"{entry.Key}={entry.Value}" : $"{item}")))),
        { } other and not IConvertible =>
            ObjectMembers.TryText(other, out string? text) ? text : throw new FormatException(Messages.ExemptionMemberIsList.With(other)),
        DBNull or null => null,
        { } other => throw new FormatException(Messages.ExemptionMemberIsList.With(other)),
    };

    private static string Resolve(PSCmdlet cmdlet, string path)
    {
        string file = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        if (!File.Exists(file))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.PathNotFound.With(file)), ErrorId.ExemptionFileNotFound,
                ErrorCategory.ObjectNotFound, path,
                Messages.AdvicePathNotFound));
        }

        return file;
    }

    private static IReadOnlyList<IReadOnlyList<KeyValuePair<string, string?>>> ReadFile(AwsCmdlet cmdlet, string file)
    {
        try
        {
            // Checked strictly: a reason in another encoding would become an unreadable annotation.
            string text = s_strict.GetString(RegularFile.ReadWhole(file, cmdlet.StopToken));
            return string.IsNullOrWhiteSpace(text) ? throw new ExportFormatException(Messages.ExemptionFileIsEmpty)
                : string.Equals(Path.GetExtension(file), ".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(cmdlet, text)
                : ReadJson(text);
        }
        catch (OperationCanceledException) when (cmdlet.StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException
            or InvalidDataException or ExportFormatException or ArgumentException or RuntimeException and not PipelineStoppedException)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new InvalidOperationException(Messages.ExemptionFileNotReadable.With(file, Why(exception)), exception),
                ErrorId.ExemptionFileNotReadable, ErrorCategory.InvalidData, file,
                Messages.AdviceExemptionFile));
            throw;
        }
    }

    private static string Why(Exception exception) => exception switch
    {
        DecoderFallbackException => Messages.ExemptionFileEncoding,
        JsonException json => Messages.ExemptionFileNotJson.With(json.LineNumber + 1, json.BytePositionInLine),

        // A name or a text with half of a surrogate pair: JSON can express it, but .NET cannot decode it.
        InvalidOperationException or ArgumentException => Messages.ExemptionTextDamaged,
        _ => exception.Message,
    };

    private static List<IReadOnlyList<KeyValuePair<string, string?>>> ReadCsv(AwsCmdlet cmdlet, string text) =>
        [.. cmdlet.InvokeCommand.InvokeScript(false, ScriptBlock.Create("ConvertFrom-Csv -InputObject $args[0]"), null, text)
            .Select(row => Members(row).ToArray())];

    private static List<IReadOnlyList<KeyValuePair<string, string?>>> ReadJson(string text)
    {
        using JsonDocument document = JsonDocument.Parse(
            text, new JsonDocumentOptions { MaxDepth = 4, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        JsonElement root = document.RootElement;

        // ConvertTo-Json writes a list of one as a single object.
        JsonElement[] items = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        return [.. items.Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? item.EnumerateObject().Select(member => new KeyValuePair<string, string?>(member.Name, Text(member))).ToArray()
            : throw new ExportFormatException(Messages.ExemptionNotAnObjectOfJson.With(index + 1, item.ValueKind)))];
    }

    private static string? Text(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new ExportFormatException(Messages.ExemptionMemberNotText.With(member.Name, member.Value.ValueKind)),
    };
}
