# Runs the Pester tests of the staged module in this process, with the Pester in a folder, and ends with the count of those
# that failed. Nothing run is a failure, too.
param([Parameter(Mandatory)] [string] $Pester)

Import-Module (Join-Path $Pester 'Pester.psd1') -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
"Pester $((Get-Module Pester).Version) on PowerShell $($PSVersionTable.PSVersion): $($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
if ($result.PassedCount -eq 0) { exit 1 }
exit [Math]::Min($failed, 255)
