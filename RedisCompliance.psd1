@{
    # The folder of the edition, Core or Desktop. (An 'if' would do as well, and makes the import 20 ms slower.)
    RootModule             = "$PSEdition/RedisCompliance.Module.dll"
    # Of Desktop alone: a comparison with a list gives those of it that are equal. It takes some 15 ms (docs/benchmarks.md), and
    # Windows PowerShell with too old a .NET Framework ends with a sentence.
    ScriptsToProcess       = @('Desktop/RequiredFramework.ps1') -eq "$PSEdition/RequiredFramework.ps1"
    ModuleVersion          = '0.1.0'
    GUID                   = '5b0a4c4e-7d0e-4b58-9a4b-2f7a6c1d3e90'
    Author                 = 'The RedisCompliance authors'
    CompanyName            = 'RedisCompliance'
    Copyright              = '(c) 2026 the RedisCompliance authors. MIT licence.'
    Description            = 'Tells whether the data that Amazon ElastiCache (Redis OSS and Valkey) keeps at rest is encrypted, in effect, and with which key.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    FormatsToProcess       = @('RedisCompliance.Format.ps1xml')
    CmdletsToExport        = @(
        'Compare-RedisAtRestCompliance', 'Export-RedisAtRestReport', 'Export-RedisAtRestRuleTemplate', 'Get-RedisAtRestCompliance',
        'Get-RedisAtRestHook', 'Get-RedisAtRestRemediation', 'Get-RedisAtRestRule', 'Get-RedisAtRestRuleResult', 'Install-RedisAtRestHook',
        'Install-RedisAtRestRule',
        'Publish-ConfigEvaluation', 'Publish-SecurityHubFinding', 'Start-RedisAtRestEvaluation', 'Uninstall-RedisAtRestHook',
        'Uninstall-RedisAtRestRule')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('AWS', 'ElastiCache', 'Redis', 'Valkey', 'Encryption', 'Compliance', 'Audit', 'Security',
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/RedisCompliance/RedisCompliance'
            ReleaseNotes = 'https://github.com/RedisCompliance/RedisCompliance/blob/main/CHANGELOG.md'
        }
    }
}
