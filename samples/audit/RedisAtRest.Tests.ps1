<#
.SYNOPSIS
    An audit for a team's own CI: one Pester test for each ElastiCache resource.
.DESCRIPTION
    Fails for each resource that is not encrypted at rest, with the annotation as the reason, and once if the audit could
    not see everything. Resources in the exemptions file, and those that are being deleted, are skipped with the reason on
    the test's face; an exemption counts until the day that is given there.
.PARAMETER Region
    The Regions to audit, with the credentials of the session.
.PARAMETER Path
    Files or folders of the AWS CLI's JSON to audit instead.
.PARAMETER ExemptionPath
    A CSV or JSON file with Id (wildcards allowed) or Tag, Reason, and Expires (yyyy-MM-dd, the last day), as -ExemptionPath of
    Get-RedisAtRestCompliance takes it.
.EXAMPLE
    Invoke-Pester -Container (New-PesterContainer -Path ./RedisAtRest.Tests.ps1 -Data @{ Region = 'us-east-1', 'eu-west-1' })
#>
#requires -Modules RedisCompliance
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Used in BeforeDiscovery, where the rule does not look.')]
param(
    [string[]] $Region,
    [string[]] $Path,
    [string] $ExemptionPath = (Join-Path $PSScriptRoot 'exemptions.csv')
)

BeforeDiscovery {
    $source = if ($Path) { @{ Path = $Path } } elseif ($Region) { @{ Region = $Region } } else { @{} }
    if (Test-Path $ExemptionPath) { $source.ExemptionPath = $ExemptionPath }
    $evaluations = @()
    $errors = @()
    try {
        $evaluations = @(Get-RedisAtRestCompliance @source -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue)
    }
    catch {
        $errors = @($_)
    }

    $resources = foreach ($evaluation in $evaluations) {
        @{
            Name       = '{0} {1} ({2} {3})' -f ($evaluation.ComplianceResourceType -split '::')[-1], $evaluation.ComplianceResourceId, $evaluation.AccountId, $evaluation.Region
            Verdict    = $evaluation.ComplianceType
            Annotation = $evaluation.Annotation
        }
    }
}

Describe 'ElastiCache at rest' {
    It 'could be seen as a whole' -ForEach @{ Unseen = $errors -join '; ' } {
        $Unseen | Should -BeNullOrEmpty -Because 'what could not be seen may not be encrypted'
    }

    It '<Name> is encrypted' -ForEach $resources {
        if ($Verdict -eq 'NOT_APPLICABLE') {
            Set-ItResult -Skipped -Because $Annotation
        }

        $Verdict | Should -Be 'COMPLIANT' -Because $Annotation
    }
}
