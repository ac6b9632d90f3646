using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace RedisCompliance.Commands;

/// <summary>Reads exemptions from objects, and from files in JSON or CSV; what cannot be one ends the cmdlet.</summary>
internal static class Exemptions
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Those of the parameters -Exemption and -ExemptionPath.</summary>
    public static IReadOnlyList<AtRestExemption> Of(AwsCmdlet cmdlet, PSObject[]? given, string? path)
    {
        List<AtRestExemption> exemptions = [.. (given ?? []).Select((item, index) => Read(cmdlet, item, Messages.ExemptionGiven.With(index + 1), given))];
        if (path is not null)
        {
            string file = Resolve(cmdlet, path);
            exemptions.AddRange(ReadFile(cmdlet, file).Select((item, index) => Read(cmdlet, item, Messages.ExemptionOfFile.With(index + 1, file), file)));
        }

        return exemptions;
    }

    /// <summary>Says which do not count any more, once for a run.</summary>
    public static void WarnOfExpired(Cmdlet cmdlet, AtRestPolicy policy, DateTime moment)
    {
        foreach (AtRestExemption exemption in policy.Exemptions.Where(exemption => exemption.IsExpired(moment)))
        {
            cmdlet.WriteWarning(Messages.ExemptionExpired.With(exemption.Id ?? exemption.Tag, exemption.LastDay, exemption.Reason));
        }
    }

    private static AtRestExemption Read(PSCmdlet cmdlet, PSObject item, string which, object? target)
    {
        try
        {
            return AtRestExemption.Read(Members(item));
        }
        catch (FormatException exception)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new ArgumentException($"{which}: {exception.Message}.", exception), "InvalidExemption", ErrorCategory.InvalidArgument, target, Messages.AdviceInvalidExemption));
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

    /// <summary>A moment by its own calendar day, whatever the session's culture makes of moments.</summary>
    private static string? Text(object? value) => ObjectMembers.Unwrap(value) switch
    {
        DateTime moment => moment.ToString(AtRestExemption.DateFormat, System.Globalization.CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString(AtRestExemption.DateFormat, System.Globalization.CultureInfo.InvariantCulture),
        string text => text,
        PSObject saved when ObjectMembers.Value(saved, "value") is DateTime moment => Text(moment),
        IEnumerable several => throw new FormatException(Messages.ExemptionMemberIsList.With(string.Join(", ", several.Cast<object?>().Select(item => item is DictionaryEntry entry ? $"{entry.Key}={entry.Value}" : $"{item}")))),
        { } other => ObjectMembers.TryText(other, out string? text) ? text : throw new FormatException(Messages.ExemptionMemberIsList.With(other)),
        null => null,
    };

    private static string Resolve(PSCmdlet cmdlet, string path)
    {
        string file = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        if (!File.Exists(file))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new ItemNotFoundException(Messages.PathNotFound.With(file)), "ExemptionFileNotFound", ErrorCategory.ObjectNotFound, path, Messages.AdvicePathNotFound));
        }

        return file;
    }

    private static IReadOnlyList<PSObject> ReadFile(AwsCmdlet cmdlet, string file)
    {
        try
        {
            byte[] text = RegularFile.ReadWhole(file, cmdlet.StopToken);
            return string.Equals(Path.GetExtension(file), ".csv", StringComparison.OrdinalIgnoreCase)
                ? [.. cmdlet.InvokeCommand.InvokeScript(false, ScriptBlock.Create("ConvertFrom-Csv -InputObject $args[0]"), null, s_strict.GetString(text))]
                : ReadJson(text);
        }
        catch (OperationCanceledException) when (cmdlet.StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException
            or InvalidDataException or ExportFormatException or ArgumentException or RuntimeException and not PipelineStoppedException)
        {
            string why = exception is DecoderFallbackException ? Messages.ExemptionFileEncoding : exception.Message;
            cmdlet.ThrowTerminatingError(ErrorRecords.Create(
                new InvalidOperationException(Messages.ExemptionFileNotReadable.With(file, why), exception), "ExemptionFileNotReadable", ErrorCategory.InvalidData, file,
                Messages.AdviceExemptionFile));
            throw;
        }
    }

    private static List<PSObject> ReadJson(byte[] text)
    {
        // Checked as a whole: a reason in another encoding would be an annotation that nobody can read.
        string whole = s_strict.GetString(text);
        using JsonDocument document = JsonDocument.Parse(whole, new JsonDocumentOptions { MaxDepth = 4, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        List<PSObject> items = [];
        // One object alone is what ConvertTo-Json makes of a list of one.
        foreach (JsonElement item in document.RootElement.ValueKind == JsonValueKind.Object ? [document.RootElement] : document.RootElement.EnumerateArray().AsEnumerable())
        {
            PSObject members = new();
            foreach (JsonProperty member in item.EnumerateObject())
            {
                members.Properties.Add(new PSNoteProperty(member.Name, member.Value.ToString()));
            }

            items.Add(members);
        }

        return items;
    }
}
