<#
.SYNOPSIS
    An unattended audit: JSON on standard output, and an exit code that says how it went.
.DESCRIPTION
    Asks nothing. Result and exit code say the same:

    COMPLIANT       0  Everything was audited, something was found, and no finding is non-compliant.
    NOT_SEEN        1  Not everything could be audited: nobody knows. Errors says why, with ids and recommended actions.
    NON_COMPLIANT   2  Everything was audited, and something is non-compliant.
    NO_RESOURCES    3  Everything was audited, and there is no Redis OSS or Valkey in it.
    NOT_APPLICABLE  3  Everything was audited, and all that is there is exempt or being deleted.

    Where 3 is as it should be, let the scheduler accept it: this script cannot know whether the account is empty or the
    wrong one. PowerShell itself ends with 1 when a script cannot run; nothing was audited then, either.

    Targets are the accounts and Regions that were audited. Exported files have none: what they do not hold was not audited.
.PARAMETER Region
    The Regions to audit, with the credentials that the session, the environment or the instance has. Several in one text,
    separated by commas, will do: 'pwsh -File' passes no arrays. Left out, the session's Region.
.PARAMETER Path
    Files or folders of the AWS CLI's JSON to audit instead; with Region, what they hold of these Regions.
.PARAMETER ExemptionPath
    A CSV or JSON file with exemptions, as Get-RedisAtRestCompliance takes it. What is exempt is listed with the reason.
.PARAMETER RequireCustomerManagedKey
    Accept customer-managed keys only.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Invoke-RedisAtRestAudit.ps1 -Region us-east-1,eu-west-1
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    # Given and empty, as a variable that a scheduler did not set, is an error: not everything, and not the session's own.
    [ValidateNotNullOrEmpty()] [string[]] $Region,
    [ValidateNotNullOrEmpty()] [string[]] $Path,
    [ValidateNotNullOrEmpty()] [string] $ExemptionPath,
    [switch] $RequireCustomerManagedKey
)

$ProgressPreference = 'SilentlyContinue'
$audit = @{ RequireCustomerManagedKey = $RequireCustomerManagedKey }
if ($Path) { $audit.Path = $Path } else { $audit.ReportVariable = 'targets' }
if ($Region) { $audit.Region = $Region -split ',' | ForEach-Object Trim }
if ($ExemptionPath) { $audit.ExemptionPath = $ExemptionPath }

$evaluations = @()
$errors = @()
$targets = @()
try {
    Import-Module RedisCompliance -ErrorAction Stop
    $evaluations = @(Get-RedisAtRestCompliance @audit -ErrorAction SilentlyContinue -ErrorVariable errors)
}
catch {
    $errors = @($errors | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) + $_
}

# Proof, not the absence of errors: there is a target, and every one was audited to its end.
$isSeen = -not $errors -and ($Path -or ($targets -and -not ($targets | Where-Object Status -NE 'Completed')))
$notApplicable = @($evaluations | Where-Object ComplianceType -EQ 'NOT_APPLICABLE')
$nonCompliant = @($evaluations | Where-Object ComplianceType -NotIn 'COMPLIANT', 'NOT_APPLICABLE')

$result, $exitCode =
    if (-not $isSeen) { 'NOT_SEEN', 1 }
    elseif ($nonCompliant) { 'NON_COMPLIANT', 2 }
    elseif (-not $evaluations) { 'NO_RESOURCES', 3 }
    elseif ($notApplicable.Count -eq $evaluations.Count) { 'NOT_APPLICABLE', 3 }
    else { 'COMPLIANT', 0 }

$shown = 'AccountId', 'Region', 'ComplianceResourceType', 'ComplianceResourceId', 'Annotation'
[ordered]@{
    Result        = $result
    Targets       = @($targets | Select-Object AccountId, Region, Status)
    Resources     = $evaluations.Count
    NonCompliant  = @($nonCompliant | Select-Object $shown)
    NotApplicable = @($notApplicable | Select-Object $shown)
    Errors        = @($errors | ForEach-Object {
            [ordered]@{ ErrorId = $_.FullyQualifiedErrorId; Message = "$_"; RecommendedAction = $_.ErrorDetails.RecommendedAction }
        })
} | ConvertTo-Json -Depth 4
exit $exitCode
