BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    # What Windows PowerShell runs of this repository.
    $scripts = @(Get-ChildItem $PSScriptRoot -Filter *.ps1) + @(Get-ChildItem "$root/tools" -Filter *.ps1) +
        @(Get-ChildItem "$root/src/RedisCompliance.Module/Desktop" -Filter *.ps1) + @(Get-Item "$root/build.ps1") |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'SyntaxOf51.ps1')
}

Describe 'What Windows PowerShell 5.1 lacks' {
    It 'is not in <Name>' -ForEach $scripts {
        Find-NewerSyntax ([IO.File]::ReadAllText($Path)) | Should -BeNullOrEmpty
    }

    It 'is not in <Name>: letters beyond ASCII without a mark, which it reads in the code page of the machine' -ForEach $scripts {
        $bytes = [IO.File]::ReadAllBytes($Path)
        if ($bytes -gt 127) { [BitConverter]::ToString($bytes, 0, 3) | Should -Be 'EF-BB-BF' }
    }

    It 'is found: <_>' -ForEach @(
        '$a ? 1 : 2', '$a ?? 1', '$a ??= 1', '${a}?.Length', '${a}?[0]', 'Get-Item . && 1', 'Get-Item . || 1', 'Get-Item . &'
        'function f { clean { } }', '1 | ForEach-Object -Parallel { $_ }', '1 | % -Parallel { $_ }', 'ConvertTo-Json 1 -AsArray'
        '"{}" | ConvertFrom-Json -AsHashtable', 'Get-Content a -AsByteStream', 'Set-Content a b -Encoding utf8NoBOM', 'Join-Path a b c'
        'Split-Path a -LeafBase', '1 | Sort-Object -Top 1', '1 | Export-Csv a -UseQuotes Never', 'Get-Error', '1, 2 | Join-String'
        'Remove-Alias a', '[IO.File]::CreateSymbolicLink("a", "b")', '[IO.Path]::GetRelativePath("a", "b")', '$start.ArgumentList.Add(1)'
        'if ($IsWindows) { 1 }'
    ) {
        Find-NewerSyntax $_ | Should -Not -BeNullOrEmpty
    }

    It 'may be where Windows PowerShell does not come: <_>' -ForEach @(
        'It "x" -Skip:($PSEdition -eq "Desktop") { 1 | ForEach-Object -Parallel { $_ } }'
        'Describe "x" -Skip:($PSEdition -eq "Desktop") { It "y" { [IO.File]::CreateSymbolicLink("a", "b") } }'
        'if ($PSEdition -eq "Core") { ConvertTo-Json 1 -AsArray }'
    ) {
        Find-NewerSyntax $_ | Should -BeNullOrEmpty
    }
}
