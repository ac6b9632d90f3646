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
    Pack: the package for the PowerShell Gallery, in artifacts/package.
    TestPackage: installs that package into an empty module path, and runs the hosted and the Pester tests on it.
    Bench: the benchmarks.
.PARAMETER Configuration
    Debug or Release.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    dotnet run --project tools/PowerShellHost -- -File build.ps1 -Task Pester, Analyze
#>
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Pack', 'TestPackage', 'Bench')]
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

# A script of tests/, run by a PowerShell that has the module it needs; both may be missing. Windows PowerShell checks
# itself.
function Invoke-Check([string] $Name, [string] $Script) {
    $engine = if ($PSEdition -eq 'Desktop') { 'powershell' } else { 'pwsh' }
    if (-not (Get-Command $engine -CommandType Application -ErrorAction Ignore)) {
        "${Name}: left out, there is no $engine on this machine."
        return
    }

    & $engine -NoProfile -NonInteractive -Command "exit [int](-not (Get-Module -ListAvailable $Name))"
    if ($LASTEXITCODE -ne 0) {
        "${Name}: left out, the module is not installed (Install-Module $Name)."
        return
    }

    Invoke-Native $engine @('-NoProfile', '-NonInteractive', '-File', "$root/$Script")
}

# As Install-PSResource lays a package out: RedisCompliance/<version>/, without what is the package's own.
function Expand-GalleryPackage([string] $ModulePath) {
    if ([IO.Directory]::Exists($ModulePath)) {
        [IO.Directory]::Delete($ModulePath, $true)
    }

    $package = [IO.Directory]::GetFiles("$root/artifacts/package", 'RedisCompliance.*.nupkg')
    if ($package.Count -ne 1) {
        throw "There are $($package.Count) packages in artifacts/package where one was expected. Run the task Pack first."
    }

    $version = [IO.Path]::GetFileNameWithoutExtension($package[0]) -replace '^RedisCompliance\.'
    $folder = [IO.Path]::Combine($ModulePath, 'RedisCompliance', $version)
    if ($PSEdition -eq 'Desktop') { Add-Type -AssemblyName System.IO.Compression.FileSystem }
    [IO.Compression.ZipFile]::ExtractToDirectory($package[0], $folder)
    foreach ($own in '_rels', 'package') { [IO.Directory]::Delete("$folder/$own", $true) }
    foreach ($own in '[Content_Types].xml', 'RedisCompliance.nuspec') { [IO.File]::Delete("$folder/$own") }
    $folder
}

foreach ($name in $Task) {
    switch ($name) {
        Build { Invoke-Native dotnet @('build', "$root/RedisCompliance.sln", '--configuration', $Configuration) }
        Test { Invoke-Native dotnet @('test', "$root/RedisCompliance.sln", '--configuration', $Configuration) }
        Pester { Invoke-Check Pester 'tests/Pester/Invoke-Tests.ps1' }
        Analyze { Invoke-Check PSScriptAnalyzer 'tests/Pester/Invoke-Analysis.ps1' }
        Pack {
            if ([IO.Directory]::Exists("$root/artifacts/package")) { [IO.Directory]::Delete("$root/artifacts/package", $true) }
            Invoke-Native dotnet @('build', "$root/RedisCompliance.sln", '--configuration', 'Release')
            Invoke-Native dotnet @('pack', "$root/src/RedisCompliance.Module", '--no-build', '--configuration', 'Release', '--output', "$root/artifacts/package")
        }
        TestPackage {
            $env:REDISCOMPLIANCE_MODULE = Expand-GalleryPackage "$root/artifacts/installed"
            try {
                "Testing the package in $env:REDISCOMPLIANCE_MODULE"
                Invoke-Native dotnet @('test', "$root/tests/Unit/Module", '--configuration', $Configuration)
                Invoke-Check Pester 'tests/Pester/Invoke-Tests.ps1'
            }
            finally {
                $env:REDISCOMPLIANCE_MODULE = $null
            }
        }
        Bench { Invoke-Native dotnet @('run', '--project', "$root/bench", '--configuration', 'Release') }
    }
}
