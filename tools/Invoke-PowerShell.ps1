# Starts another PowerShell of the kind and version that runs this script, with the arguments as they are given. The .NET
# tool PowerShell is an assembly beside its program, run by dotnet; pwsh and powershell are programs of their own.
$program = (Get-Process -Id $PID).Path
if ((Split-Path -Leaf $program) -match '^dotnet(\.exe)?$') {
    & $program (Join-Path $PSHOME 'pwsh.dll') @args
}
else {
    & $program @args
}
