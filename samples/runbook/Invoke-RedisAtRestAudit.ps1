<#
.SYNOPSIS
    An unattended audit: JSON on standard output, and an exit code that says how it went.
.DESCRIPTION
    Asks nothing. The exit code is 0 if everything is compliant, 1 if something is not, and 2 if not everything could be
    seen: then nobody knows. Errors are in the JSON, with their ids and recommended actions.
.PARAMETER Region
    The Regions to audit, with the credentials that the session, the environment or the instance has.
.PARAMETER Path
    Files or folders of the AWS CLI's JSON to audit instead.
.PARAMETER RequireCustomerManagedKey
    Accept customer-managed keys only.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Invoke-RedisAtRestAudit.ps1 -Region us-east-1
#>
param(
    [string[]] $Region,
    [string[]] $Path,
    [switch] $RequireCustomerManagedKey
)

$ProgressPreference = 'SilentlyContinue'
$source = if ($Path) { @{ Path = $Path } } elseif ($Region) { @{ Region = $Region } } else { @{} }
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
$exitCode = if ($errors) { 2 } elseif ($nonCompliant) { 1 } else { 0 }
@{
    Result       = ('COMPLIANT', 'NON_COMPLIANT', 'NOT_SEEN')[$exitCode]
    Resources    = $evaluations.Count
    NonCompliant = @($nonCompliant | Select-Object AccountId, Region, ComplianceResourceType, ComplianceResourceId, Annotation)
    Errors       = @($errors | ForEach-Object {
            @{ ErrorId = $_.FullyQualifiedErrorId; Message = "$_"; RecommendedAction = $_.ErrorDetails.RecommendedAction }
        })
} | ConvertTo-Json -Depth 4
exit $exitCode
