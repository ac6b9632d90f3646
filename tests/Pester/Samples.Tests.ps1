BeforeAll {
    . (Join-Path $PSScriptRoot 'SampleSession.ps1')

    # What an auditor has; each a folder that is audited as a whole.
    $cache = '{ "ServerlessCacheName": "kaiin", "Engine": "redis", "Status": "available", "CreateTime": "2026-01-01T00:00:00Z", "ARN": "arn:aws:elasticache:us-east-1:123456789012:serverlesscache:kaiin" }'
    $group = '{ "ReplicationGroupId": "orders", "Engine": "redis", "Status": "available", "AtRestEncryptionEnabled": false, "ARN": "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders" }'
    $files = @{
        compliant = "{ `"ServerlessCaches`": [$cache] }"
        open      = "{ `"ReplicationGroups`": [$group] }"
        empty     = '{ "ReplicationGroups": [] }'
        partial   = "{ `"ServerlessCaches`": [$cache], `"NextToken`": `"more`" }"
        broken    = '{ "ServerlessCaches": '
    }
    foreach ($name in $files.Keys) { Set-Content (Join-Path $TestDrive "$name.json") $files[$name] }
    $null = New-Item -ItemType Directory (Join-Path $TestDrive 'nothing'), (Join-Path $TestDrive 'mixed')
    Copy-Item (Join-Path $TestDrive 'compliant.json'), (Join-Path $TestDrive 'open.json') (Join-Path $TestDrive 'mixed')
    foreach ($id in 'kaiin', 'orders', '*') {
        Set-Content (Join-Path $TestDrive "exempt-$($id -replace '\*', 'all').csv") 'Id,Reason,Expires', "$id,As agreed,2099-12-31"
    }
}

AfterAll { Exit-SampleSession }

Describe 'samples/audit' {
    BeforeAll {
        # Pester in Pester: in a session of its own, with the same Pester.
        function Invoke-Audit([hashtable] $Data) {
            $session = [powershell]::Create()
            $null = $session.AddScript({
                    param($Pester, $Audit, $Data)
                    Import-Module $Pester
                    $configuration = New-PesterConfiguration
                    $configuration.Run.Container = New-PesterContainer -Path $Audit -Data $Data
                    $configuration.Run.PassThru = $true
                    $configuration.Output.Verbosity = 'None'
                    $run = Invoke-Pester -Configuration $configuration
                    $run.Result
                    $run.Containers.ErrorRecord | Where-Object { $_ } | ForEach-Object { "Error|$_" }
                    $run.Tests | ForEach-Object { '{0}|{1}|{2}' -f $_.Result, $_.ExpandedName, ($_.ErrorRecord -join ' ' -replace '\s+', ' ') }
                }).AddArgument((Join-Path (Get-Module Pester).ModuleBase 'Pester.psd1')).AddArgument("$Root/samples/audit/RedisAtRest.Tests.ps1").AddArgument($Data)
            try { @($session.Invoke()) } finally { $session.Dispose() }
        }
    }

    It 'fails for each resource that is not encrypted, with the annotation, and skips what is exempt' {
        $lines = Invoke-Audit @{ Path = $Samples }
        $lines[0] | Should -Be 'Failed'
        $lines | Should -HaveCount 16
        @($lines -match '^Passed\|could be seen as a whole') | Should -HaveCount 1
        @($lines -match '^Passed\|has something to judge') | Should -HaveCount 1
        @($lines -match '^Passed\|ReplicationGroup orders') | Should -HaveCount 1
        @($lines -match '^Failed\|ReplicationGroup test .*Encryption at rest not enabled') | Should -HaveCount 1
        @($lines -match '^Skipped\|ReplicationGroup catalog-legacy .*Exempt until 2099-12-31: .*CACHE-1482') | Should -HaveCount 1
        # An exemption that has ended counts no more, and says so.
        @($lines -match '^Failed\|CacheCluster batch-queue .*exemption expired on 2026-06-30') | Should -HaveCount 1
    }

    It 'passes where everything was seen and is compliant' {
        Invoke-Audit @{ Path = (Join-Path $TestDrive 'compliant.json') } |
            Should -Be 'Passed', 'Passed|could be seen as a whole|', 'Passed|has something to judge|', 'Passed|ServerlessCache kaiin (123456789012 us-east-1) is encrypted|'
    }

    It 'audits an account' {
        $env:AWS_ENDPOINT_URL = $open.Url
        $lines = Invoke-Audit @{ Region = 'us-east-1' }
        $lines[0] | Should -Be 'Failed'
        @($lines -match '^Passed\|could be seen as a whole') | Should -HaveCount 1
        @($lines -match '^Failed\|CacheCluster feature-flags') | Should -HaveCount 1
    }

    It 'fails when a listing was denied, beside the results of the others' {
        $env:AWS_ENDPOINT_URL = $oneDenied.Url
        $lines = Invoke-Audit @{ Region = 'us-east-1' }
        $lines[0] | Should -Be 'Failed'
        @($lines -match '^Failed\|could be seen as a whole\|.*not authorized') | Should -HaveCount 1
        @($lines -match '^Passed\|ReplicationGroup orders') | Should -HaveCount 1
    }

    It 'fails and judges nothing when <Case>' -ForEach @(
        @{ Case = 'all listings were denied'; Data = { @{ Region = 'us-east-1' } }; Reason = 'not authorized' }
        @{ Case = 'all listings were denied, and nothing is allowed'; Data = { @{ Region = 'us-east-1'; AllowNothing = $true } }; Reason = 'not authorized' }
        @{ Case = 'the path does not exist'; Data = { @{ Path = (Join-Path $TestDrive 'missing.json') } }; Reason = 'missing\.json' }
        @{ Case = 'the folder has no exports'; Data = { @{ Path = (Join-Path $TestDrive 'nothing') } }; Reason = 'nothing' }
        @{ Case = 'the file is cut off'; Data = { @{ Path = (Join-Path $TestDrive 'broken.json') } }; Reason = 'broken\.json' }
        @{ Case = 'the exemptions are not there'; Data = { @{ Path = $Samples; ExemptionPath = (Join-Path $TestDrive 'missing.csv') } }; Reason = 'missing\.csv' }
        @{ Case = 'nobody can tell until when something is exempt'; Data = { @{ Path = $Samples; ExemptionPath = (Join-Path $TestDrive 'endless.csv') } }; Reason = '31\.12\.2099' }
    ) {
        $env:AWS_ENDPOINT_URL = $allDenied.Url
        Set-Content (Join-Path $TestDrive 'endless.csv') 'Id,Reason,Expires', 'catalog-*,Old,31.12.2099'
        $lines = Invoke-Audit (& $Data)
        $lines[0] | Should -Be 'Failed'
        @($lines -match "^Failed\|could be seen as a whole\|.*$Reason") | Should -HaveCount 1
        @($lines -match '\|.*is encrypted\|') | Should -BeNullOrEmpty
    }

    It 'fails when there are no credentials' {
        Remove-Item env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY
        try { $lines = Invoke-Audit @{ Region = 'us-east-1' } } finally { $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = 'AKID', 'SECRET' }
        $lines[0] | Should -Be 'Failed'
        @($lines -match '^Failed\|could be seen as a whole\|.*No AWS credentials') | Should -HaveCount 1
    }

    It 'fails when a Region or a path is given and empty' {
        (Invoke-Audit @{ Region = '' })[0] | Should -Be 'Failed'
        (Invoke-Audit @{ Path = '' })[0] | Should -Be 'Failed'
    }

    It 'fails in an account where there is nothing to judge' {
        $env:AWS_ENDPOINT_URL = $open.Url
        $lines = Invoke-Audit @{ Region = 'eu-west-1' }
        $lines[0..1] | Should -Be 'Failed', 'Passed|could be seen as a whole|'
        $lines[2] | Should -Match '^Failed\|has something to judge\|'
        $lines | Should -HaveCount 3
    }

    It 'passes there where that is allowed' {
        $env:AWS_ENDPOINT_URL = $open.Url
        Invoke-Audit @{ Region = 'eu-west-1'; AllowNothing = $true } | Should -Be 'Passed', 'Passed|could be seen as a whole|'
    }

    It 'fails when all that is there is exempt' {
        $lines = Invoke-Audit @{ Path = $Samples; ExemptionPath = (Join-Path $TestDrive 'exempt-all.csv') }
        $lines[0] | Should -Be 'Failed'
        @($lines -match '^Skipped\|') | Should -HaveCount 13
        @($lines -match '^Failed\|has something to judge\|') | Should -HaveCount 1
    }
}

Describe 'samples/runbook' {
    BeforeAll {
        $runbook = Join-Path $Root 'samples/runbook/Invoke-RedisAtRestAudit.ps1'

        function Invoke-Runbook([hashtable] $Arguments) {
            $json = & $runbook @Arguments
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Json = $json | ConvertFrom-Json }
        }

        # As a scheduler starts it.
        function Start-Runbook([string[]] $Arguments) {
            $json = & $PowerShell -NoProfile -NonInteractive -File $runbook @Arguments
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Json = $json | ConvertFrom-Json }
        }
    }

    It 'ends with <ExitCode> and says <Result> for files: <Case>' -ForEach @(
        @{ Case = 'all compliant'; File = 'compliant.json'; ExitCode = 0; Result = 'COMPLIANT' }
        @{ Case = 'a key that is not the customer''s'; File = 'compliant.json'; More = @{ RequireCustomerManagedKey = $true }; ExitCode = 2; Result = 'NON_COMPLIANT' }
        @{ Case = 'one of two not compliant'; File = 'mixed'; ExitCode = 2; Result = 'NON_COMPLIANT' }
        @{ Case = 'that one exempt'; File = 'mixed'; Exempt = 'exempt-orders.csv'; ExitCode = 0; Result = 'COMPLIANT' }
        @{ Case = 'the other exempt'; File = 'mixed'; Exempt = 'exempt-kaiin.csv'; ExitCode = 2; Result = 'NON_COMPLIANT' }
        @{ Case = 'all exempt'; File = 'mixed'; Exempt = 'exempt-all.csv'; ExitCode = 3; Result = 'NOT_APPLICABLE' }
        @{ Case = 'exemptions that are not there'; File = 'mixed'; Exempt = 'missing.csv'; ExitCode = 1; Result = 'NOT_SEEN' }
        @{ Case = 'an empty list'; File = 'empty.json'; ExitCode = 3; Result = 'NO_RESOURCES' }
        @{ Case = 'none of the Region that is asked for'; File = 'compliant.json'; More = @{ Region = 'eu-west-1' }; ExitCode = 1; Result = 'NOT_SEEN' }
        @{ Case = 'a part of an export'; File = 'partial.json'; ExitCode = 1; Result = 'NOT_SEEN' }
        @{ Case = 'an export that is cut off'; File = 'broken.json'; ExitCode = 1; Result = 'NOT_SEEN' }
        @{ Case = 'a folder without exports'; File = 'nothing'; ExitCode = 1; Result = 'NOT_SEEN' }
        @{ Case = 'a file that is not there'; File = 'missing.json'; ExitCode = 1; Result = 'NOT_SEEN' }
    ) {
        $arguments = @{ Path = Join-Path $TestDrive $File }
        if ($More) { $arguments += $More }
        if ($Exempt) { $arguments.ExemptionPath = Join-Path $TestDrive $Exempt }
        $run = Invoke-Runbook $arguments
        $run.Json.Result | Should -Be $Result
        $run.ExitCode | Should -Be $ExitCode
        [bool] $run.Json.Errors | Should -Be ($Result -eq 'NOT_SEEN')
    }

    It 'ends with <ExitCode> and says <Result> for an account: <Case>' -ForEach @(
        @{ Case = 'some not compliant'; Endpoint = { $open }; Region = 'us-east-1'; ExitCode = 2; Result = 'NON_COMPLIANT'; Status = 'Completed' }
        @{ Case = 'a Region with nothing in it'; Endpoint = { $open }; Region = 'eu-west-1'; ExitCode = 3; Result = 'NO_RESOURCES'; Status = 'Completed' }
        @{ Case = 'two Regions, one with nothing in it'; Endpoint = { $open }; Region = 'us-east-1,eu-west-1'; ExitCode = 2; Result = 'NON_COMPLIANT'; Status = 'Completed', 'Completed' }
        @{ Case = 'one listing denied'; Endpoint = { $oneDenied }; Region = 'us-east-1'; ExitCode = 1; Result = 'NOT_SEEN'; Status = 'Failed' }
        @{ Case = 'one listing denied where nothing is'; Endpoint = { $oneDenied }; Region = 'eu-west-1'; ExitCode = 1; Result = 'NOT_SEEN'; Status = 'Failed' }
        @{ Case = 'all listings denied'; Endpoint = { $allDenied }; Region = 'us-east-1'; ExitCode = 1; Result = 'NOT_SEEN'; Status = 'Failed' }
        @{ Case = 'a Region that is none'; Endpoint = { $open }; Region = 'nowhere-1,nowhere-2'; ExitCode = 1; Result = 'NOT_SEEN'; Status = @() }
        @{ Case = 'a Region that is left empty'; Endpoint = { $open }; Region = 'us-east-1,'; ExitCode = 1; Result = 'NOT_SEEN'; Status = @() }
    ) {
        $env:AWS_ENDPOINT_URL = (& $Endpoint).Url
        $run = Invoke-Runbook @{ Region = $Region }
        $run.Json.Result | Should -Be $Result
        $run.ExitCode | Should -Be $ExitCode
        @($run.Json.Targets | ForEach-Object Status) | Should -Be $Status
        [bool] $run.Json.Errors | Should -Be ($Result -eq 'NOT_SEEN')
    }

    It 'says COMPLIANT and 0 for an account that is wholly so' {
        # The account of these keys has two groups, of which one is exempt.
        $env:AWS_ENDPOINT_URL = $open.Url
        $env:AWS_ACCESS_KEY_ID = 'ASIA111111111111'
        Set-Content (Join-Path $TestDrive 'exempt-wishlists.csv') 'Id,Reason,Expires', 'wishlists,As agreed,2099-12-31'
        try { $run = Start-Runbook '-Region', 'us-east-1', '-ExemptionPath', (Join-Path $TestDrive 'exempt-wishlists.csv') } finally { $env:AWS_ACCESS_KEY_ID = 'AKID' }
        $run.Json.Result | Should -Be 'COMPLIANT'
        $run.ExitCode | Should -Be 0
        $run.Json.Targets.AccountId | Should -Be '111111111111'
        $run.Json.Resources | Should -Be 2
        $run.Json.NotApplicable.Annotation | Should -Be 'Exempt until 2099-12-31: As agreed'
    }

    It 'takes several Regions as one text, which is all that -File can pass' {
        $env:AWS_ENDPOINT_URL = $open.Url
        $run = Start-Runbook '-Region', 'us-east-1, eu-west-1'
        $run.ExitCode | Should -Be 2
        $run.Json.Targets.Region | Sort-Object | Should -Be 'eu-west-1', 'us-east-1'
    }

    It 'asks for nothing when there are no credentials' {
        Remove-Item env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY
        try { $run = Start-Runbook '-Region', 'us-east-1' } finally { $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = 'AKID', 'SECRET' }
        $run.ExitCode | Should -Be 1
        $run.Json.Result | Should -Be 'NOT_SEEN'
        $run.Json.Errors[0].ErrorId | Should -Match '^NoCredentials'
        $run.Json.Errors[0].RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says so when the module is not there' {
        $before = $env:PSModulePath
        $env:PSModulePath = $TestDrive
        try { $run = Start-Runbook '-Region', 'us-east-1' } finally { $env:PSModulePath = $before }
        $run.ExitCode | Should -Be 1
        $run.Json.Result | Should -Be 'NOT_SEEN'
        $run.Json.Errors.Message | Should -Match 'RedisCompliance'
    }

    It 'audits nothing and ends with 1 for <Case>' -ForEach @(
        @{ Case = 'a mistyped parameter'; Arguments = '-Path', 'compliant.json', '-Regoin', 'us-east-1'; Message = 'Regoin' }
        @{ Case = 'a Region that was not set'; Arguments = '-Region', ''; Message = 'Region' }
        @{ Case = 'a path that was not set'; Arguments = '-Path', ''; Message = 'Path' }
        @{ Case = 'exemptions that were not set'; Arguments = '-Path', 'compliant.json', '-ExemptionPath', ''; Message = 'ExemptionPath' }
    ) {
        $env:AWS_ENDPOINT_URL = $open.Url
        $output = & $PowerShell -NoProfile -NonInteractive -File $runbook @Arguments 2>&1
        $LASTEXITCODE | Should -Be 1
        "$output" | Should -Match $Message
        "$output" | Should -Not -Match '"Result"'
    }
}
