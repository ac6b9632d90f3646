# What every test file needs: the staged module, or the one that was installed from the package and is named by
# REDISCOMPLIANCE_MODULE, in a session without anyone's AWS configuration.
$script:Root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$script:Samples = Join-Path $Root 'samples/inventory'
# Runs its arguments as this shell would, in a process of its own.
$script:PowerShell = Join-Path $Root 'tools/Invoke-PowerShell.ps1'
$moduleFolder = if ($env:REDISCOMPLIANCE_MODULE) { $env:REDISCOMPLIANCE_MODULE } else { Join-Path $Root 'artifacts/module/RedisCompliance' }
$script:Manifest = Join-Path $moduleFolder 'RedisCompliance.psd1'
# Where PowerShell finds it by its name: an installed module has a folder of its version in between.
$script:ModulePath = $moduleFolder -replace '[\\/]RedisCompliance([\\/][\d.]+)?[\\/]?$'

if (-not (Test-Path $Manifest)) {
    throw "The module is not staged at '$Manifest'. Run 'dotnet build' first."
}

Get-ChildItem env:AWS_* | Remove-Item
$env:AWS_SHARED_CREDENTIALS_FILE = Join-Path ([IO.Path]::GetTempPath()) 'no-aws-credentials'
$env:AWS_CONFIG_FILE = Join-Path ([IO.Path]::GetTempPath()) 'no-aws-config'
$env:AWS_EC2_METADATA_DISABLED = 'true'
Import-Module $Manifest -Force

# An AWS endpoint in a process of its own that denies some operations; ends with the test run.
function Start-TestEndpoint([string[]] $Deny) {
    $dll = Get-ChildItem (Join-Path $Root 'tests/Endpoint/bin') -Recurse -Filter RedisCompliance.Endpoint.dll |
        Sort-Object LastWriteTime | Select-Object -Last 1
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$($dll.FullName)`" $Deny")
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ Process = $process; Url = $process.StandardOutput.ReadLine() }
}

function Stop-TestEndpoint($Endpoint) {
    $Endpoint.Process.StandardInput.Close()
    $Endpoint.Process.WaitForExit()
}
