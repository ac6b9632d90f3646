<#
.SYNOPSIS
    Builds and checks RedisCompliance.
.DESCRIPTION
    Runs under PowerShell 7 and Windows PowerShell 5.1; what it starts of PowerShell is the one that it runs in. On a machine
    with the .NET 10 SDK alone, 'dotnet tool exec powershell --yes --' starts the PowerShell that this repository pins.
.PARAMETER Task
    Build: the solution, with the module staged in artifacts/module/RedisCompliance and Pester in artifacts/modules.
    Demo: the module alone, and its audit of the sample account.
    Test: the xunit tests, and the Pester tests of the staged module with each version of Pester that tests/Pester/Pester.csproj
        names. Each is run, though another fails.
    Pester: the Pester tests alone, for another PowerShell than that of the other tests.
    Analyze: PSScriptAnalyzer over every script, where it is installed.
    Pack: the package for the PowerShell Gallery, in artifacts/package.
    TestPackage: installs that package into an empty module path, and runs those hosted tests on it that look at what a package
        can lose, and the Pester tests with the newest Pester.
    Bench: the benchmarks.
.PARAMETER Configuration
    Debug or Release.
.PARAMETER AnotherTask
    The tasks after the first where they come as arguments of their own: 'pwsh -File build.ps1 -Task Pack, TestPackage'
    passes 'Pack,' and 'TestPackage'.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Pack, TestPackage
.EXAMPLE
    dotnet tool exec powershell --yes -- -NoProfile -File build.ps1 -Task Demo
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ArgumentCompleter({ 'Build', 'Demo', 'Test', 'Pester', 'Analyze', 'Pack', 'TestPackage', 'Bench' -like "$($args[2])*" })]
    [string[]] $Task = @('Build', 'Test', 'Analyze'),

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    [Parameter(ValueFromRemainingArguments, DontShow)]
    [string[]] $AnotherTask
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$staged = "$root/artifacts/module/RedisCompliance"

function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Command $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

# In a PowerShell of its own: it starts as a user's does, and the module's assemblies are let go when it ends.
function Invoke-PowerShell([string[]] $Arguments) {
    & "$root/tools/Invoke-PowerShell.ps1" -NoProfile -NonInteractive @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "PowerShell $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

# xunit, and Pester beside it, always: what fails in one keeps the others from nothing. Nothing is built while Pester has the module.
function Invoke-TestSuite([string] $XunitPath, [string[]] $XunitArguments = @(), [switch] $NewestPester) {
    Invoke-Native dotnet @('build', $XunitPath, '--configuration', $Configuration)
    $suites = Start-PesterSuite -Newest:$NewestPester
    $failed = @(
        try { Invoke-Native dotnet @('test', $XunitPath, '--no-build', '--configuration', $Configuration; $XunitArguments) | Out-Host } catch { "$_" }
        try { Wait-PesterSuite $suites } catch { "$_" }
    )
    if ($failed) { throw $failed -join [Environment]::NewLine }
}

# Every version that the project names is run, side by side; one that is not there is a failure.
function Start-PesterSuite([switch] $Newest) {
    $named = ([xml] (Get-Content "$root/tests/Pester/Pester.csproj" -Raw)).SelectSingleNode('//PesterVersion').Include
    $versions = @($named -split ';' | Sort-Object { [version] $_ })
    if ($Newest) { $versions = $versions[-1] }
    foreach ($version in $versions) {
        $shell = [powershell]::Create().AddScript({
            param($Root, $Version)
            if (-not (Test-Path "$Root/artifacts/modules/Pester/$Version")) {
                "Pester $Version is not in artifacts/modules. Run the task Build first."
                return -1
            }

            & "$Root/tools/Invoke-PowerShell.ps1" -NoProfile -NonInteractive -File "$Root/tests/Pester/Invoke-Tests.ps1" -Pester "$Root/artifacts/modules/Pester/$Version" 2>&1 |
                ForEach-Object { "$_" }
            $LASTEXITCODE
        }).AddArgument($root).AddArgument($version)
        [pscustomobject] @{ Version = $version; Shell = $shell; Result = $shell.BeginInvoke() }
    }
}

# What each of them printed, one after the other.
function Wait-PesterSuite($Suites) {
    $failed = foreach ($suite in $Suites) {
        Write-Host "Pester $($suite.Version):"
        $printed = @($suite.Shell.EndInvoke($suite.Result))
        $printed | Select-Object -SkipLast 1 | Out-Host
        if ($printed[-1] -ne 0) { "The tests with Pester $($suite.Version) ended with exit code $($printed[-1])." }
        $suite.Shell.Dispose()
    }

    if ($failed) { throw $failed -join [Environment]::NewLine }
}

function Invoke-Analysis {
    if (Get-Module PSScriptAnalyzer -ListAvailable) {
        Invoke-PowerShell '-File', "$root/tests/Pester/Invoke-Analysis.ps1"
    }
    else {
        'PSScriptAnalyzer is not installed (Install-Module PSScriptAnalyzer): the scripts were not analyzed.'
    }
}

# As Install-PSResource lays a package out: RedisCompliance/<version>/, without what is the package's own.
function Expand-GalleryPackage([string] $ModulePath) {
    if ([IO.Directory]::Exists($ModulePath)) {
        [IO.Directory]::Delete($ModulePath, $true)
    }

    $package = @(Get-ChildItem "$root/artifacts/package/RedisCompliance.*.nupkg" -ErrorAction Ignore)
    if ($package.Count -ne 1) {
        throw "There are $($package.Count) packages in artifacts/package where one was expected. Run the task Pack first."
    }

    $version = $package.BaseName -replace '^RedisCompliance\.'
    $folder = [IO.Path]::Combine($ModulePath, 'RedisCompliance', $version)
    if ($PSEdition -eq 'Desktop') { Add-Type -AssemblyName System.IO.Compression.FileSystem }
    [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $folder)
    Remove-Item "$folder/_rels", "$folder/package" -Recurse -Force
    Remove-Item -LiteralPath "$folder/[Content_Types].xml", "$folder/RedisCompliance.nuspec"
    $folder
}

$tasks = @(@($Task) + $AnotherTask -split ',' | ForEach-Object { "$_".Trim() } | Where-Object { $_ })
foreach ($name in $tasks) {
    switch ($name) {
        Build { Invoke-Native dotnet @('build', "$root/RedisCompliance.sln", '--configuration', $Configuration) }
        Demo {
            Invoke-Native dotnet @('build', "$root/src/RedisCompliance.Module", '--configuration', $Configuration)
            Invoke-PowerShell '-Command', "Import-Module '$staged'; Get-RedisAtRestCompliance '$root/samples/inventory'"
        }
        Test { Invoke-TestSuite "$root/RedisCompliance.sln" }
        Pester { Wait-PesterSuite (Start-PesterSuite) }
        Analyze { Invoke-Analysis }
        Pack {
            if ([IO.Directory]::Exists("$root/artifacts/package")) { [IO.Directory]::Delete("$root/artifacts/package", $true) }
            foreach ($project in 'src/RedisCompliance.Module', 'src/RedisCompliance.Function', 'tools/HelpBuilder') {
                Invoke-Native dotnet @('build', "$root/$project", '--configuration', 'Release')
            }

            Invoke-Native dotnet @('pack', "$root/src/RedisCompliance.Module", '--no-build', '--configuration', 'Release', '--output', "$root/artifacts/package")
        }
        TestPackage {
            $env:REDISCOMPLIANCE_MODULE = Expand-GalleryPackage "$root/artifacts/installed"
            try {
                "Testing the package in $env:REDISCOMPLIANCE_MODULE"
                # Those that notice an assembly, a resource or a file which a package has lost; the others were run by Test.
                Invoke-TestSuite "$root/tests/Unit/Module" @('--filter', 'Category=Package') -NewestPester
            }
            finally {
                $env:REDISCOMPLIANCE_MODULE = $null
            }
        }
        Bench { Invoke-Native dotnet @('run', '--project', "$root/bench", '--configuration', 'Release') }
        default { throw "There is no task '$name': see Get-Help ./build.ps1 -Parameter Task." }
    }
}
