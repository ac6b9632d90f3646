BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $pwsh = (Get-Process -Id $PID).Path
    $env:PSModulePath = $ModulePath, $env:PSModulePath -join [IO.Path]::PathSeparator
}

Describe 'samples/audit' {
    BeforeAll {
        # Pester in Pester: in a process of its own, as a team's CI has it.
        function Invoke-Audit([string] $Data) {
            $script = "`$c = New-PesterConfiguration; `$c.Run.Container = New-PesterContainer -Path '$Root/samples/audit/RedisAtRest.Tests.ps1' -Data $Data; " +
                "`$c.Run.PassThru = `$true; `$c.Output.Verbosity = 'None'; `$r = Invoke-Pester -Configuration `$c; " +
                "`$r.Tests | ForEach-Object { '{0}|{1}|{2}' -f `$_.Result, `$_.ExpandedName, (`$_.ErrorRecord -join ' ' -replace '\s+', ' ') }"
            & $pwsh -NoProfile -NonInteractive -Command "Import-Module '$Manifest'; $script"
        }
    }

    It 'fails for each resource that is not encrypted, with the annotation, and skips what is exempt' {
        $lines = Invoke-Audit "@{ Path = '$Samples' }"
        $lines -match '^Passed\|could be seen as a whole' | Should -HaveCount 1
        $lines -match '^Passed\|ReplicationGroup orders' | Should -HaveCount 1
        $lines -match '^Failed\|ReplicationGroup test .*Encryption at rest not enabled' | Should -HaveCount 1
        $lines -match '^Skipped\|ReplicationGroup catalog-legacy .*Exempt until 2099-12-31: .*CACHE-1482' | Should -HaveCount 1
    }

    It 'counts an exemption that has ended no more, and says so' {
        Invoke-Audit "@{ Path = '$Samples' }" | Where-Object { $_ -match '^Failed\|CacheCluster batch-queue .*exemption expired on 2026-06-30' } | Should -HaveCount 1
    }

    It 'has no test of a resource, and one that fails, when there are no credentials' {
        $lines = @(Invoke-Audit "@{ Region = 'us-east-1' }")
        $lines | Should -HaveCount 1
        $lines | Should -Match '^Failed\|could be seen as a whole.*No AWS credentials'
    }

    It 'has no test of a resource, and one that fails, when it cannot tell until when something is exempt' {
        $file = Join-Path $TestDrive 'exemptions.csv'
        Set-Content $file 'Id,Reason,Expires', 'catalog-*,Old,31.12.2099'
        $lines = @(Invoke-Audit "@{ Path = '$Samples'; ExemptionPath = '$file' }")
        $lines | Should -HaveCount 1
        $lines | Should -Match '^Failed\|could be seen as a whole.*31\.12\.2099'
    }

    It 'fails when it could not see everything' {
        Invoke-Audit "@{ Path = '/nowhere' }" | Where-Object { $_ -match '^Failed\|could be seen as a whole' } | Should -HaveCount 1
    }
}

Describe 'samples/runbook' {
    BeforeAll {
        $runbook = Join-Path $Root 'samples/runbook/Invoke-RedisAtRestAudit.ps1'
        $compliant = Join-Path $TestDrive 'compliant.json'
        Set-Content $compliant '{"ServerlessCaches":[{"ServerlessCacheName":"kaiin","Engine":"redis","Status":"available","ARN":"arn:aws:elasticache:us-east-1:123456789012:serverlesscache:kaiin"}]}'
    }

    It 'ends with <ExitCode> and says <Result> for <Case>' -ForEach @(
        @{ Case = 'an account in order'; File = 'compliant.json'; Switches = @(); ExitCode = 0; Result = 'COMPLIANT' }
        @{ Case = 'a key that is not the customer''s'; File = 'compliant.json'; Switches = @('-RequireCustomerManagedKey'); ExitCode = 2; Result = 'NON_COMPLIANT' }
        @{ Case = 'a file that is not there'; File = 'missing.json'; Switches = @(); ExitCode = 1; Result = 'NOT_SEEN' }
    ) {
        $json = & $pwsh -NoProfile -NonInteractive -File $runbook -Path (Join-Path $TestDrive $File) @Switches
        $LASTEXITCODE | Should -Be $ExitCode
        ($json | ConvertFrom-Json).Result | Should -Be $Result
    }

    It 'asks for nothing when there are no credentials' {
        $json = & $pwsh -NoProfile -NonInteractive -File $runbook -Region us-east-1
        $LASTEXITCODE | Should -Be 1
        ($json | ConvertFrom-Json).Errors[0].ErrorId | Should -Match '^NoCredentials'
        ($json | ConvertFrom-Json).Errors[0].RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'takes several Regions as one text, which is all that -File can pass' {
        $json = & $pwsh -NoProfile -NonInteractive -File $runbook -Region 'nowhere-1,nowhere-2'
        ($json | ConvertFrom-Json).Errors.Message | Should -Match "'nowhere-1'"
    }

    It 'does not audit what a mistyped parameter did not ask for' {
        $output = & $pwsh -NoProfile -NonInteractive -File $runbook -Path $compliant -Regoin us-east-1 2>&1
        $LASTEXITCODE | Should -Be 1
        "$output" | Should -Match 'Regoin'
    }
}
