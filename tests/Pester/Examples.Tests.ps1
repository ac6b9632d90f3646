BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $helpExamples = foreach ($command in Get-Command -Module RedisCompliance) {
        $number = 0
        foreach ($example in (Get-Help $command.Name -Full).examples.example) {
            $number++
            @{ Name = $command.Name; Number = $number; Code = $example.code }
        }
    }

    $topicExamples = foreach ($culture in 'en-US', 'ja-JP') {
        $topic = Join-Path (Split-Path -Parent $Manifest) "$culture/about_RedisCompliance.help.txt"
        foreach ($line in [IO.File]::ReadAllLines($topic) -match '^    \w+-\w+ [-|]') { @{ Culture = $culture; Code = $line.Trim() } }
    }

    $readmeListings = foreach ($readme in 'README.md', 'README.ja.md') {
        $number = 0
        $text = [IO.File]::ReadAllText((Join-Path $Root $readme)) -replace "`r"
        foreach ($block in [regex]::Matches($text, '(?s)```powershell\n(.*?)\n```')) {
            $number++
            $lines = $block.Groups[1].Value -split "`n"
            $prompted = @($lines -match '^PS> ' -replace '^PS> ')
            if ($prompted) { $code = $prompted } else { $code = $lines }
            @{ Readme = $readme; Number = $number; Code = $code -join "`n"; Fails = [bool]($lines -match '^\w+-\w+: ') }
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # A new account and a new folder, for examples that are not to find what others left.
    function Enter-Example([string] $Folder) {
        $script:endpoint = Start-TestEndpoint
        & (Join-Path $PSScriptRoot 'Examples.ps1') -Url $endpoint.Url -Root $Root -Module (Split-Path -Parent $Manifest) -Folder $Folder
        Push-Location $Folder
    }

    function Exit-Example {
        Pop-Location
        Stop-TestEndpoint $endpoint
        Remove-Variable PSDefaultParameterValues -Scope Global
        $global:ConfirmPreference = 'High'
        Remove-Module RedisCompliance
        Import-Module $Manifest -Global
        Get-ChildItem env:AWS_* | Where-Object Name -In 'AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION' | Remove-Item
    }
}

Describe 'The examples of the help' {
    It 'runs example <Number> of <Name>' -ForEach $helpExamples {
        Enter-Example (Join-Path $TestDrive "$Name-$Number")
        try {
            if ($Name -ne 'Install-RedisAtRestRule') { $null = Install-RedisAtRestRule -Region us-east-1 }
            if ($Name -in 'Get-RedisAtRestHook', 'Uninstall-RedisAtRestHook') { $null = Install-RedisAtRestHook -Region us-east-1 }
            $errors = & ([scriptblock]::Create($Code)) 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
            $errors | Should -BeNullOrEmpty
        }
        finally {
            Exit-Example
        }
    }

    It 'runs <Code>, as about_RedisCompliance shows it in <Culture>' -ForEach $topicExamples {
        Enter-Example (Join-Path $TestDrive ([guid]::NewGuid()))
        try {
            $errors = & ([scriptblock]::Create($Code)) 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
            $errors | Should -BeNullOrEmpty
        }
        finally {
            Exit-Example
        }
    }
}

Describe 'The commands of <_>' -ForEach 'README.md', 'README.ja.md' {
    BeforeAll { Enter-Example (Join-Path $TestDrive $_) }
    AfterAll { Exit-Example }

    It 'runs listing <Number>' -ForEach ($readmeListings | Where-Object Readme -EQ $_) {
        $errors = try { & ([scriptblock]::Create($Code)) 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } } catch { $_ }
        [bool] $errors | Should -Be $Fails -Because "$errors"
    }
}

Describe 'The READMEs' {
    It 'show the properties that Format-List shows: <_>' -ForEach 'README.md', 'README.ja.md' {
        $namesOf = { @([regex]::Matches($args[0], '(?m)^(\w+) +:') | ForEach-Object { $_.Groups[1].Value }) }
        $text = [IO.File]::ReadAllText((Join-Path $Root $_)) -replace "`r"
        $listing = [regex]::Match($text, '(?s)PS> (?<code>[^\n]+ \| Format-List)\n\n(?<shown>.*?)\n\n')
        Push-Location $Root
        try { $real = & ([scriptblock]::Create($listing.Groups['code'].Value)) | Out-String -Width 300 }
        finally { Pop-Location }

        (& $namesOf $listing.Groups['shown'].Value).Count | Should -BeGreaterThan 15
        & $namesOf $listing.Groups['shown'].Value | Should -Be (& $namesOf $real)
    }

    It 'show the same commands in both languages' {
        $commands = foreach ($readme in 'README.md', 'README.ja.md') {
            $text = [IO.File]::ReadAllText((Join-Path $Root $readme)) -replace "`r"
            $code = [regex]::Matches($text, '(?s)```powershell\n(.*?)\n```') | ForEach-Object { $_.Groups[1].Value -replace '(?m)^PS> ' }
            $isCommand = { $args[0] -is [Management.Automation.Language.CommandAst] }
            $ast = [Management.Automation.Language.Parser]::ParseInput($code -join "`n", [ref] $null, [ref] $null)
            , @($ast.FindAll($isCommand, $true) | ForEach-Object { $_.GetCommandName() })
        }

        $commands[0].Count | Should -BeGreaterThan 30
        $commands[1] | Should -Be $commands[0]
    }
}
