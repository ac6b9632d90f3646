<#
.SYNOPSIS
    Builds and checks RedisCompliance.
.DESCRIPTION
    Runs under PowerShell 7, Windows PowerShell 5.1 and tools/PowerShellHost alike, so it keeps to the commands that
    all three have. What a task needs and the machine lacks (pwsh, Pester, PSScriptAnalyzer) is said and left out.
.PARAMETER Task
    Build: the solution, with the module staged in artifacts/module/RedisCompliance.
    Test: the xunit tests.
    Pester: the Pester tests of the staged module, in a fresh pwsh.
    Analyze: PSScriptAnalyzer over every script, in a fresh pwsh.
    Bench: the benchmarks.
.PARAMETER Configuration
    Debug or Release.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    dotnet run --project tools/PowerShellHost -- -File build.ps1 -Task Pester, Analyze
#>
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Bench')]
    [string[]] $Task = @('Build', 'Test', 'Pester', 'Analyze'),

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Command $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

# A script of tests/, run by a pwsh that has the module it needs; both may be missing.
function Invoke-Check([string] $Name, [string] $Script) {
    if (-not (Get-Command pwsh -CommandType Application -ErrorAction Ignore)) {
        "${Name}: left out, there is no pwsh on this machine."
        return
    }

    pwsh -NoProfile -NonInteractive -Command "exit [int](-not (Get-Module -ListAvailable $Name))"
    if ($LASTEXITCODE -ne 0) {
        "${Name}: left out, the module is not installed (Install-Module $Name)."
        return
    }

    Invoke-Native pwsh @('-NoProfile', '-NonInteractive', '-File', "$root/$Script")
}

foreach ($name in $Task) {
    switch ($name) {
        Build { Invoke-Native dotnet @('build', "$root/RedisCompliance.sln", '--configuration', $Configuration) }
        Test { Invoke-Native dotnet @('test', "$root/RedisCompliance.sln", '--configuration', $Configuration) }
        Pester { Invoke-Check Pester 'tests/Pester/Invoke-Tests.ps1' }
        Analyze { Invoke-Check PSScriptAnalyzer 'tests/Pester/Invoke-Analysis.ps1' }
        Bench { Invoke-Native dotnet @('run', '--project', "$root/bench", '--configuration', 'Release') }
    }
}
