<#
.SYNOPSIS
    An unattended audit: JSON on standard output, and an exit code that says how it went.
.DESCRIPTION
    Asks nothing. The exit code is 0 if everything is compliant, 2 if something is not, and 1 if not everything could be
    seen: then nobody knows. (PowerShell itself ends with 1 when a script cannot run, and nothing was seen then, either.)
    Errors are in the JSON, with their ids and recommended actions.
.PARAMETER Region
    The Regions to audit, with the credentials that the session, the environment or the instance has. Several in one text,
    separated by commas, will do: 'pwsh -File' passes no arrays.
.PARAMETER Path
    Files or folders of the AWS CLI's JSON to audit instead.
.PARAMETER RequireCustomerManagedKey
    Accept customer-managed keys only.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Invoke-RedisAtRestAudit.ps1 -Region us-east-1,eu-west-1
#>
[CmdletBinding()]
param(
    [string[]] $Region,
    [string[]] $Path,
    [switch] $RequireCustomerManagedKey
)

$ProgressPreference = 'SilentlyContinue'
$source = if ($Path) { @{ Path = $Path } } elseif ($Region) { @{ Region = $Region -split '\s*,\s*' } } else { @{} }
$evaluations = @()
$errors = @()
try {
    Import-Module RedisCompliance -ErrorAction Stop
    $evaluations = @(Get-RedisAtRestCompliance @source -RequireCustomerManagedKey:$RequireCustomerManagedKey -ErrorAction SilentlyContinue -ErrorVariable errors)
}
catch {
    $errors = @($errors | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) + $_
}

$nonCompliant = @($evaluations | Where-Object ComplianceType -EQ 'NON_COMPLIANT')
$exitCode = if ($errors) { 1 } elseif ($nonCompliant) { 2 } else { 0 }
[ordered]@{
    Result       = ('COMPLIANT', 'NOT_SEEN', 'NON_COMPLIANT')[$exitCode]
    Resources    = $evaluations.Count
    NonCompliant = @($nonCompliant | Select-Object AccountId, Region, ComplianceResourceType, ComplianceResourceId, Annotation)
    Errors       = @($errors | ForEach-Object {
            [ordered]@{ ErrorId = $_.FullyQualifiedErrorId; Message = "$_"; RecommendedAction = $_.ErrorDetails.RecommendedAction }
        })
} | ConvertTo-Json -Depth 4
exit $exitCode
