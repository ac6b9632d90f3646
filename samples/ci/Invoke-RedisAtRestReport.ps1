<#
.SYNOPSIS
    One step of a pipeline: audits, and leaves the reports that the pipeline uploads.
.DESCRIPTION
    Writes into -Folder: report.html for people, summary.md for the job's summary, junit.xml for the page of tests,
    results.sarif for code scanning and report.json, which the next run takes as -Baseline. They are written also where
    something is wrong, also where there are no credentials, so that what follows must run whatever this ends with:

    0  Everything was audited, and nothing fails.
    1  Not everything could be audited: nobody knows. PowerShell also ends with 1 when a script cannot run.
    2  Everything was audited, and something is not compliant.
    3  Everything was audited, and nothing is there: an empty account, or the wrong one.
.PARAMETER Region
    The Regions to audit, with the credentials of the job. Several in one text, separated by commas, will do.
.PARAMETER Folder
    Where the reports go; it is made where it is not there.
.PARAMETER Baseline
    The report.json of an earlier run. Left out where there is no such file, as in the first run.
.PARAMETER ExemptionPath
    A CSV or JSON file with exemptions, as Get-RedisAtRestCompliance takes it.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Invoke-RedisAtRestReport.ps1 -Region us-east-1,eu-west-1
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)] [ValidateNotNullOrEmpty()] [string[]] $Region,
    [ValidateNotNullOrEmpty()] [string] $Folder = 'redis-at-rest',
    [ValidateNotNullOrEmpty()] [string] $Baseline,
    [ValidateNotNullOrEmpty()] [string] $ExemptionPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module RedisCompliance
$names = 'report.html', 'summary.md', 'junit.xml', 'results.sarif', 'report.json'
$null = New-Item -ItemType Directory -Force $Folder
$files = $names | ForEach-Object { Join-Path $Folder $_ }
# What an earlier run has left would be taken for this one's, should this one not come to its end. The baseline may be one of them.
$files | Where-Object { $_ -ne $Baseline } | Remove-Item -ErrorAction Ignore
$audit = @{ Region = $Region -split ',' | ForEach-Object Trim }
if ($ExemptionPath) { $audit.ExemptionPath = $ExemptionPath }
$evaluations = @()
try {
    $evaluations = @(Get-RedisAtRestCompliance @audit -ReportVariable targets -ErrorAction Continue)
}
catch {
    $_ | Out-String | Write-Warning
    $targets = foreach ($one in $audit.Region) {
        [pscustomobject] @{ AccountId = $null; Region = $one; Status = 'Failed'; ErrorMessage = "$_"; ReplicationGroupCount = 0 }
    }
}

$report = @{ Report = $targets; Force = $true; WarningAction = 'SilentlyContinue' }
if ($Baseline -and (Test-Path -LiteralPath $Baseline)) { $report.CompareTo = $Baseline }
foreach ($file in $files) { $evaluations | Export-RedisAtRestReport $file @report }

# The report itself says whether it is of everything; no errors would be no proof.
$written = Get-Content -Raw (Join-Path $Folder 'report.json') | ConvertFrom-Json
$failures = @($written.Findings | Where-Object ComplianceType -NotIn 'COMPLIANT', 'NOT_APPLICABLE')
Write-Output "$($written.Summary.Resources) resources, $($failures.Count) not compliant, coverage $($written.Coverage)"
exit $(if ($written.Coverage -ne 'Complete') { 1 } elseif ($failures) { 2 } elseif (-not $written.Findings) { 3 } else { 0 })
