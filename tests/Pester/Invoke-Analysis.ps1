# Runs PSScriptAnalyzer over every script of the repository and ends with the count of its findings. The manifest is
# looked at where it is staged, with what it names beside it.
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$findings = @(
    Get-ChildItem $root -Include *.ps1, *.psd1 -Recurse -File |
        Where-Object FullName -NotMatch '[\\/](bin|obj|artifacts[\\/](?!module))[\\/]' |
        Where-Object FullName -NE (Join-Path $root 'RedisCompliance.psd1') |
        ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Severity Warning, Error -Settings (Join-Path $root 'PSScriptAnalyzerSettings.psd1') }
)
$findings | Format-Table RuleName, Severity, ScriptName, Line, Message -Wrap | Out-String -Width 160
"PSScriptAnalyzer: $($findings.Count) findings"
exit $findings.Count
