using System.Management.Automation;
using System.Text;

namespace RedisCompliance.Commands;

/// <summary>
/// Writes what Install-RedisAtRestRule would install as a template, for deployment with CloudFormation. Makes no call to AWS.
/// </summary>
[Cmdlet(VerbsData.Export, "RedisAtRestRuleTemplate", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportRedisAtRestRuleTemplateCommand : RuleDefinitionCmdlet
{
    /// <summary>The format of the template.</summary>
    [Parameter]
    [ValidateSet("CloudFormation")]
    public string Format { get; set; } = "CloudFormation";

    /// <summary>The file to write; without it, the cmdlet outputs the template.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Overwrite an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the template.</summary>
    protected override void ProcessRecord()
    {
        CheckName();
        string template = RuleTemplate.ToCloudFormation(Define(Defaults()));
        WriteVerbose($"The package to put into the bucket: {StagedFunction.FilePath}");
        if (Path is null)
        {
            WriteObject(template);
            return;
        }

        string file = GetUnresolvedProviderPathFromPSPath(Path);
        if (File.Exists(file) && !Force)
        {
            WriteError(ErrorRecords.Create(
                new IOException(Messages.FileExists.With(file)), ErrorId.FileExists, ErrorCategory.ResourceExists, Path,
                Messages.AdviceFileExists));
        }
        else if (ShouldProcess(file, Messages.ActionWriteTemplate))
        {
            Write(file, template);
        }
    }

    private void Write(string file, string template)
    {
        try
        {
            File.WriteAllText(file, template + Environment.NewLine, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            WriteObject(new FileInfo(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.Create(
                exception, ErrorId.FileNotWritten, ErrorCategory.WriteError, Path, Messages.AdviceFileNotWritten));
        }
    }
}
