<#
.SYNOPSIS
    An audit for a team's own CI: one Pester test for each ElastiCache resource.
.DESCRIPTION
    Fails for each resource that is not encrypted at rest, with the annotation as the reason, and once if the audit could
    not see everything. Resources in the exemptions file are skipped, with the reason on the test's face, until the day
    that is given there.
.PARAMETER Region
    The Regions to audit, with the credentials of the session.
.PARAMETER Path
    Files or folders of the AWS CLI's JSON to audit instead.
.PARAMETER ExemptionPath
    A CSV file with the columns Id (wildcards allowed), Reason and Expires (yyyy-MM-dd, the last day).
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
    $evaluations = @()
    $errors = @()
    try {
        $evaluations = @(Get-RedisAtRestCompliance @source -ErrorAction SilentlyContinue -ErrorVariable errors)
    }
    catch {
        $errors = @($_)
    }

    $today = [datetime]::UtcNow.Date
    $exemptions = @(if (Test-Path $ExemptionPath) { Import-Csv $ExemptionPath })
    $resources = foreach ($evaluation in $evaluations | Where-Object ComplianceType -NE 'NOT_APPLICABLE') {
        $exemption = $exemptions | Where-Object { $evaluation.ComplianceResourceId -like $_.Id } | Select-Object -First 1
        $expires = $today
        if ($exemption -and -not [datetime]::TryParseExact($exemption.Expires, 'yyyy-MM-dd', [cultureinfo]::InvariantCulture, 'None', [ref] $expires)) {
            throw "The exemption of '$($exemption.Id)' in '$ExemptionPath' expires on '$($exemption.Expires)', which is no day as yyyy-MM-dd."
        }

        @{
            Name       = '{0} {1} ({2} {3})' -f ($evaluation.ComplianceResourceType -split '::')[-1], $evaluation.ComplianceResourceId, $evaluation.AccountId, $evaluation.Region
            Verdict    = $evaluation.ComplianceType
            Annotation = if ($exemption -and $expires -lt $today) { "$($evaluation.Annotation) (its exemption ended on $($exemption.Expires))" } else { $evaluation.Annotation }
            Exempt     = if ($exemption -and $expires -ge $today) { "$($exemption.Reason) (exempt until $($exemption.Expires))" }
        }
    }
}

Describe 'ElastiCache at rest' {
    It 'could be seen as a whole' -ForEach @{ Unseen = $errors -join '; ' } {
        $Unseen | Should -BeNullOrEmpty -Because 'what could not be seen may not be encrypted'
    }

    It '<Name> is encrypted' -ForEach $resources {
        if ($Exempt -and $Verdict -ne 'COMPLIANT') {
            Set-ItResult -Skipped -Because $Exempt
        }

        $Verdict | Should -Be 'COMPLIANT' -Because $Annotation
    }
}
