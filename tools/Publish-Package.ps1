<#
.SYNOPSIS
    Publishes the package in artifacts/package to the PowerShell Gallery.
.DESCRIPTION
    Refuses unless the package is of the version that the tag names. The key is in the environment variable
    PSGALLERY_API_KEY.
.PARAMETER Tag
    The tag that asks for it: v and the version of the manifest, for example v1.2.3.
#>
[CmdletBinding(SupportsShouldProcess)]
param([Parameter(Mandatory)] [string] $Tag)

$ErrorActionPreference = 'Stop'
$expected = "RedisCompliance.$($Tag -creplace '^v').nupkg"
$packages = @(Get-ChildItem "$PSScriptRoot/../artifacts/package" -Filter *.nupkg)
if ("$($packages.Name)" -cne $expected) {
    throw "For the tag $Tag, artifacts/package should hold $expected alone; it holds '$($packages.Name)'."
}

if (-not $env:PSGALLERY_API_KEY) {
    throw 'The environment variable PSGALLERY_API_KEY is not set.'
}

if ($PSCmdlet.ShouldProcess($expected, 'Publish to the PowerShell Gallery')) {
    Publish-PSResource -NupkgPath $packages.FullName -Repository PSGallery -ApiKey $env:PSGALLERY_API_KEY
}
