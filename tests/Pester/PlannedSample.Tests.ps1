BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $pathBefore = $env:PSModulePath
    $env:PSModulePath = $ModulePath, $env:PSModulePath -join [IO.Path]::PathSeparator
}

AfterAll { $env:PSModulePath = $pathBefore }

Describe 'samples/ci/Test-PlannedRedis.ps1' {
    BeforeAll {
        function Test-Planned([string] $Content, [hashtable] $More = @{}) {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
            $file = Join-Path $folder 'stack.yaml'
            Set-Content -LiteralPath $file $Content
            $said = & "$Root/samples/ci/Test-PlannedRedis.ps1" -Path $file -Sarif (Join-Path $folder 'results.sarif') @More 2>$null 3>$null
            $run = (Get-Content -Raw (Join-Path $folder 'results.sarif') | ConvertFrom-Json).runs[0]
            [pscustomobject]@{
                Code    = $LASTEXITCODE
                Said    = $said
                IsWhole = $run.invocations[0].executionSuccessful
                Alerts  = @($run.results | Where-Object level -EQ 'error').Count
            }
        }
        $cache = 'Resources: {A: {Type: "AWS::ElastiCache::ReplicationGroup", Properties: {Engine: redis, AtRestEncryptionEnabled: '
    }

    It 'ends with <Code> where <Where>' -ForEach @(
        @{ Where = 'everything will be encrypted'; Value = 'true}}}'; Code = 0; Alerts = 0; More = @{} }
        @{ Where = 'something will not be'; Value = 'false}}}'; Code = 2; Alerts = 1; More = @{} }
        @{ Where = 'it cannot be determined'; Value = '!ImportValue X}}}'; Code = 2; Alerts = 0; More = @{} }
        @{ Where = 'it cannot be determined and that is a warning'; Value = '!ImportValue X}}}'; Code = 0; Alerts = 0; More = @{ UnknownAsWarning = $true } }
        @{ Where = 'the template is damaged'; Value = '*alias}}}'; Code = 1; Alerts = 1; More = @{} }
    ) {
        $outcome = Test-Planned "$cache$Value" $More
        $outcome.Code | Should -Be $Code
        $outcome.Alerts | Should -Be $Alerts
        $outcome.IsWhole | Should -Be ($Code -ne 1)
    }

    It 'takes several files in one text, as pwsh -File passes them' {
        $files = foreach ($name in 'a.yaml', 'b.yaml') { Join-Path $TestDrive $name }
        foreach ($file in $files) { Set-Content -LiteralPath $file "$($cache)true}}}" }
        $said = & "$Root/samples/ci/Test-PlannedRedis.ps1" -Path ($files -join ',') -Sarif (Join-Path $TestDrive 'several.sarif')
        $said | Should -Be '2 planned caches, 0 not compliant, 0 errors'
    }

    It 'is asked about a file of that name before a commit: <_>' -ForEach 'template.yaml', 'infra/template.json', 'web.template.json', 'a.cfn.yml', 'x.template' {
        $pattern = [regex]::Match((Get-Content -Raw "$Root/samples/ci/pre-commit-config.yaml"), '(?m)^ *files: (.+)$').Groups[1].Value
        $_ | Should -Match $pattern.Trim()
        'docs/temperature.yaml' | Should -Not -Match $pattern.Trim()
    }
}
