<#
.SYNOPSIS
    An audit for a team's own CI: one Pester test for each ElastiCache resource. For Pester 5 and 6.
.DESCRIPTION
    Fails for each resource that is not encrypted at rest, with the annotation as the reason; once if the audit could not
    see everything; and once if there was nothing to judge, which may be an empty account or the wrong one. Resources in the
    exemptions file, and those that are being deleted, are skipped with the reason on the test's face; an exemption counts
    until the day that is given there.
.PARAMETER Region
    The Regions to audit, with the credentials of the session.
.PARAMETER Path
    Files or folders of the AWS CLI's JSON to audit instead; with Region, what they hold of these Regions.
.PARAMETER ExemptionPath
    A CSV or JSON file with Id (wildcards allowed) or Tag, Reason, and Expires (yyyy-MM-dd, the last day), as -ExemptionPath of
    Get-RedisAtRestCompliance takes it; exemptions.csv beside this file, if there is one.
.PARAMETER AllowNothing
    Pass where everything was seen and nothing is to be judged.
.EXAMPLE
    Invoke-Pester -Container (New-PesterContainer -Path ./RedisAtRest.Tests.ps1 -Data @{ Region = 'us-east-1', 'eu-west-1' })
#>
#requires -Modules RedisCompliance
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Used in BeforeDiscovery, where the rule does not look.')]
param(
    [ValidateNotNullOrEmpty()] [string[]] $Region,
    [ValidateNotNullOrEmpty()] [string[]] $Path,
    [string] $ExemptionPath = (Join-Path $PSScriptRoot 'exemptions.csv' | Where-Object { Test-Path $_ }),
    [switch] $AllowNothing
)

BeforeDiscovery {
    $audit = @{}
    if ($Path) { $audit.Path = $Path } else { $audit.ReportVariable = 'targets' }
    if ($Region) { $audit.Region = $Region }
    if ($ExemptionPath) { $audit.ExemptionPath = $ExemptionPath }
    $evaluations = @()
    $unseen = @()
    $targets = @()
    try {
        $evaluations = @(Get-RedisAtRestCompliance @audit -ErrorAction SilentlyContinue -ErrorVariable unseen -WarningAction SilentlyContinue)
        # Proof, not the absence of errors: there is a target, and every one was audited to its end.
        if (-not $Path -and -not $targets) { $unseen += 'No account and Region was audited.' }
        $unseen += $targets | Where-Object Status -NE 'Completed' | ForEach-Object { "$_" }
    }
    catch {
        $unseen = @($_)
    }

    $resources = @(foreach ($evaluation in $evaluations) {
            @{
                Name       = '{0} {1} ({2} {3})' -f ($evaluation.ComplianceResourceType -split '::')[-1], $evaluation.ComplianceResourceId, $evaluation.AccountId, $evaluation.Region
                Verdict    = $evaluation.ComplianceType
                Annotation = $evaluation.Annotation
            }
        })
    $judged = @($evaluations | Where-Object ComplianceType -NE 'NOT_APPLICABLE').Count
}

Describe 'ElastiCache at rest' {
    It 'could be seen as a whole' -ForEach @{ Unseen = $unseen -join '; ' } {
        $Unseen | Should -BeNullOrEmpty -Because 'what could not be seen may not be encrypted'
    }

    if (-not $AllowNothing) {
        It 'has something to judge' -ForEach @{ Judged = $judged } {
            $Judged | Should -BeGreaterThan 0 -Because 'an account without Redis OSS and Valkey may be the wrong one'
        }
    }

    # Pester 6 refuses an empty -ForEach.
    if ($resources) {
        It '<Name> is encrypted' -ForEach $resources {
            if ($Verdict -eq 'NOT_APPLICABLE') {
                Set-ItResult -Skipped -Because $Annotation
            }

            $Verdict | Should -Be 'COMPLIANT' -Because $Annotation
        }
    }
}
