BeforeAll {
    . (Join-Path $PSScriptRoot 'SampleSession.ps1')
}

AfterAll { Exit-SampleSession }

Describe 'samples/ci/Invoke-RedisAtRestReport.ps1' {
    BeforeAll {
        function Invoke-Step([string] $Url, [string] $Region, [hashtable] $More = @{}) {
            $env:AWS_ENDPOINT_URL = $Url
            $folder = Join-Path $TestDrive ([IO.Path]::GetRandomFileName())
            $said = & "$Root/samples/ci/Invoke-RedisAtRestReport.ps1" -Region $Region -Folder $folder @More 2>$null
            [pscustomobject]@{
                ExitCode = $LASTEXITCODE
                Said     = "$said"
                Files    = @(Get-ChildItem $folder | ForEach-Object Name | Sort-Object)
                Report   = Get-Content -Raw (Join-Path $folder 'report.json') | ConvertFrom-Json
                JUnit    = [xml] (Get-Content -Raw (Join-Path $folder 'junit.xml'))
                Path     = Join-Path $folder 'report.json'
            }
        }
    }

    It 'ends with <ExitCode> and leaves every report: <Case>' -ForEach @(
        @{ Case = 'some not compliant'; Endpoint = { $open }; Region = 'us-east-1'; ExitCode = 2; Coverage = 'Complete' }
        @{ Case = 'two Regions, one with nothing in it'; Endpoint = { $open }; Region = 'us-east-1,eu-west-1'; ExitCode = 2; Coverage = 'Complete' }
        @{ Case = 'nothing there'; Endpoint = { $open }; Region = 'eu-west-1'; ExitCode = 3; Coverage = 'Complete' }
        @{ Case = 'one listing denied'; Endpoint = { $oneDenied }; Region = 'us-east-1'; ExitCode = 1; Coverage = 'Incomplete' }
        @{ Case = 'all listings denied'; Endpoint = { $allDenied }; Region = 'us-east-1'; ExitCode = 1; Coverage = 'Incomplete' }
    ) {
        $run = Invoke-Step (& $Endpoint).Url $Region
        $run.ExitCode | Should -Be $ExitCode
        $run.Report.Coverage | Should -Be $Coverage
        $run.Files | Should -Be 'junit.xml', 'report.html', 'report.json', 'results.sarif', 'summary.md'
        [int] $run.JUnit.testsuites.errors | Should -Be ([int] ($Coverage -ne 'Complete'))
        $run.Said | Should -Match "coverage $Coverage"
    }

    It 'leaves a report that says why where the audit could not begin, and none of an earlier run' {
        $folder = Join-Path $TestDrive 'twice'
        $env:AWS_ENDPOINT_URL = $open.Url
        & "$Root/samples/ci/Invoke-RedisAtRestReport.ps1" -Region us-east-1 -Folder $folder > $null 2>&1
        & "$Root/samples/ci/Invoke-RedisAtRestReport.ps1" -Region nowhere-1 -Folder $folder > $null 2>&1 3>&1
        $LASTEXITCODE | Should -Be 1
        $report = Get-Content -Raw (Join-Path $folder 'report.json') | ConvertFrom-Json
        $report.Findings | Should -BeNullOrEmpty
        $report.NotAudited.Reason | Should -Match 'nowhere-1'
        Get-Content -Raw (Join-Path $folder 'results.sarif') | Should -Match 'nowhere-1'
    }

    It 'tells what has changed since the last run, and takes nothing for gone that was not audited' {
        $first = Invoke-Step $open.Url 'us-east-1'
        (Invoke-Step $open.Url 'us-east-1' @{ Baseline = $first.Path }).Report.Changes | Should -BeNullOrEmpty
        $changes = (Invoke-Step $allDenied.Url 'us-east-1' @{ Baseline = $first.Path }).Report.Changes
        @($changes | ForEach-Object Change | Sort-Object -Unique) | Should -Be 'NotAudited'
        (Invoke-Step $open.Url 'us-east-1' @{ Baseline = (Join-Path $TestDrive 'first-run.json') }).ExitCode | Should -Be 2
    }

    It 'is what each of the jobs calls: <_>' -ForEach 'github-actions.yml', 'gitlab-ci.yml', 'azure-pipelines.yml' {
        $job = Get-Content -Raw "$Root/samples/ci/$_"
        $job | Should -Match 'samples/ci/Invoke-RedisAtRestReport\.ps1 -Region us-east-1, ?eu-west-1'
        $job | Should -Match 'redis-at-rest/(junit\.xml|results\.sarif)'
    }
}
