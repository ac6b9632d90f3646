<#
.SYNOPSIS
    One step of a pull request: judges Terraform plans and CloudFormation templates before they are applied.
.DESCRIPTION
    Writes results.sarif, which code scanning shows at file and line. It says of what could not be read that it was not audited, and
    that everything else was. The script ends with

    0  Everything that the files plan is encrypted at rest, or exempt.
    1  A file could not be read, or is not whole: nobody knows. PowerShell also ends with 1 when a script cannot run.
    2  Something would not be encrypted, or that cannot be determined.
.PARAMETER Path
    Plans (the output of terraform show -json) and templates, or folders of them, such as cdk.out. Several in one text, separated by
    commas, will do.
.PARAMETER TemplateParameterPath
    The parameters of the templates, as the AWS CLI takes them.
.PARAMETER UnknownAsWarning
    What a plan does not tell yet is a warning.
.EXAMPLE
    terraform plan -out plan.bin; terraform show -json plan.bin > plan.json
    pwsh -NoProfile -NonInteractive -File ./Test-PlannedRedis.ps1 -Path plan.json
.EXAMPLE
    cdk synth; pwsh -NoProfile -NonInteractive -File ./Test-PlannedRedis.ps1 -Path cdk.out
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory, Position = 0, ValueFromRemainingArguments)] [ValidateNotNullOrEmpty()] [string[]] $Path,
    [ValidateNotNullOrEmpty()] [string] $TemplateParameterPath,
    [ValidateNotNullOrEmpty()] [string] $Sarif = 'results.sarif',
    [switch] $UnknownAsWarning
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module RedisCompliance
$audit = @{ UnknownAsWarning = $UnknownAsWarning }
if ($TemplateParameterPath) { $audit.TemplateParameterPath = $TemplateParameterPath }
$files = @(foreach ($one in $Path) { if (Test-Path -LiteralPath $one) { $one } else { $one -split ',' | ForEach-Object Trim } })
# What an earlier run has left would be taken for this one's, should this one not come to its end.
Remove-Item -LiteralPath $Sarif -ErrorAction Ignore
# In one pipeline, so that the report knows of the files that could not be read.
Get-RedisAtRestCompliance -LiteralPath $files @audit -ErrorAction Continue -ErrorVariable unread -OutVariable evaluations |
    Export-RedisAtRestReport $Sarif -Force -WarningAction SilentlyContinue
$failures = @($evaluations | Where-Object ComplianceType -EQ 'NON_COMPLIANT')
foreach ($one in $failures) { Write-Output "$($one.SourcePath):$($one.SourceLine): $($one.Address): $($one.Annotation)" }
Write-Output "$($evaluations.Count) planned caches, $($failures.Count) not compliant, $(@($unread).Count) errors"
exit $(if ($unread) { 1 } elseif ($failures) { 2 } else { 0 })
