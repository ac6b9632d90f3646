<#
.SYNOPSIS
    Writes the same evaluations in every format, and with what PowerShell itself has, by turns.
.DESCRIPTION
    Prints, for each way in the order of -Way, the median of its seconds and the megabytes of its file.
#>
param([string] $Manifest, [string] $Inventory, [int] $Rounds, [string[]] $Way)

$WarningPreference = 'SilentlyContinue'
Import-Module $Manifest
$evaluations = @(Get-RedisAtRestCompliance -Path $Inventory)
$file = [IO.Path]::GetTempFileName()
$seconds = @{}
$bytes = @{}
foreach ($round in 0..$Rounds) {
    foreach ($name in $Way) {
        [GC]::Collect()
        $clock = [Diagnostics.Stopwatch]::StartNew()
        switch ($name) {
            ConvertTo-Html { $evaluations | ConvertTo-Html | Set-Content $file }
            ConvertTo-Json { $evaluations | ConvertTo-Json | Set-Content $file }
            default { $evaluations | Export-RedisAtRestReport $file -Format $name -Force }
        }

        # The first round is for the just-in-time compiler.
        if ($round) { $seconds[$name] = @($seconds[$name]) + $clock.Elapsed.TotalSeconds }
        $bytes[$name] = (Get-Item $file).Length
    }
}

Remove-Item $file
$culture = [cultureinfo]::InvariantCulture
foreach ($name in $Way) {
    $median = ($seconds[$name] | Where-Object { $_ } | Sort-Object)[[Math]::Floor($Rounds / 2)]
    '{0} {1} ' -f $median.ToString($culture), ($bytes[$name] / 1e6).ToString($culture)
}
