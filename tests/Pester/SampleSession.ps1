# What the tests of samples/ have: the module by its name, the account of the examples with nothing in its eu-west-1, and endpoints
# that deny nothing, one listing, or all of them.
. (Join-Path $PSScriptRoot 'Common.ps1')
$pathBefore = $env:PSModulePath
$env:PSModulePath = $ModulePath, $env:PSModulePath -join [IO.Path]::PathSeparator
$env:AWS_ACCESS_KEY_ID = 'AKID'
$env:AWS_SECRET_ACCESS_KEY = 'SECRET'
$open = Start-TestEndpoint
$oneDenied = Start-TestEndpoint DescribeCacheClusters
$allDenied = Start-TestEndpoint DescribeReplicationGroups, DescribeCacheClusters, DescribeServerlessCaches

function Exit-SampleSession {
    $open, $oneDenied, $allDenied | ForEach-Object { Stop-TestEndpoint $_ }
    Remove-Item env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY, env:AWS_ENDPOINT_URL -ErrorAction Ignore
    $env:PSModulePath = $pathBefore
}
