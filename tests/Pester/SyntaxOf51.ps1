# Finds what PowerShell 7 has and Windows PowerShell 5.1 lacks, by the parser of PowerShell 7; that of 5.1 refuses the syntax
# by itself.

# Commands that are new, and new parameters of old ones.
$newCommands = 'Get-Error', 'Get-Uptime', 'Join-String', 'Test-Json', 'Remove-Alias', 'Start-ThreadJob', 'Get-SecureRandom',
    'ConvertFrom-Markdown', 'Show-Markdown', 'Get-MarkdownOption', 'Set-MarkdownOption'
$newParameters = @{
    'ForEach-Object'   = 'Parallel', 'ThrottleLimit', 'AsJob', 'TimeoutSeconds', 'UseNewRunspace'
    'ConvertTo-Json'   = 'AsArray', 'EnumsAsStrings', 'EscapeHandling'
    'ConvertFrom-Json' = 'AsHashtable', 'Depth', 'NoEnumerate', 'DateKind'
    'Get-Content'      = , 'AsByteStream'
    'Set-Content'      = , 'AsByteStream'
    'Add-Content'      = , 'AsByteStream'
    'Get-ChildItem'    = , 'FollowSymlink'
    'Split-Path'       = 'LeafBase', 'Extension'
    'Join-Path'        = , 'AdditionalChildPath'
    'Sort-Object'      = 'Top', 'Bottom', 'Stable'
    'Select-Object'    = 'SkipIndex', 'CaseInsensitive'
    'Select-String'    = 'Raw', 'Culture', 'NoEmphasis'
    'Measure-Object'   = 'AllStats', 'StandardDeviation'
    'Export-Csv'       = 'UseQuotes', 'QuoteFields', 'NoHeader', 'IncludeTypeInformation'
    'ConvertTo-Csv'    = 'UseQuotes', 'QuoteFields', 'NoHeader', 'IncludeTypeInformation'
    'Out-String'       = , 'NoNewline'
    'Get-Date'         = 'AsUTC', 'UnixTimeSeconds'
    'Import-Module'    = 'UseWindowsPowerShell', 'SkipEditionCheck'
    'Invoke-WebRequest' = 'SkipCertificateCheck', 'SkipHttpErrorCheck', 'Resume', 'MaximumRetryCount', 'Form'
    'Start-Process'    = , 'Environment'
    'Start-Job'        = , 'WorkingDirectory'
}
$newEncodings = 'utf8NoBOM', 'utf8BOM', 'ansi'
# Members of .NET that .NET Framework lacks, and variables.
$newMembers = 'CreateSymbolicLink', 'GetRelativePath', 'IsPathFullyQualified', 'TrimEndingDirectorySeparator', 'EndsInDirectorySeparator',
    'ArgumentList', 'HashData', 'ToHexString', 'FromHexString', 'Clamp', 'CreateTempSubdirectory', 'ReplaceLineEndings', 'WaitForExitAsync'
$newVariables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR'

# Not in Windows PowerShell: in a block that is skipped there, with the reason beside it, or behind the question which it is.
function Test-LeftOut($Ast) {
    for ($inner = $Ast; $inner.Parent; $inner = $inner.Parent) {
        $outer = $inner.Parent
        $isSkipped = $outer -is [Management.Automation.Language.CommandAst] -and
            @($outer.CommandElements | Where-Object { $_.ParameterName -eq 'Skip' -and "$($_.Argument)" -match 'PSEdition' })
        $isAsked = $outer -is [Management.Automation.Language.IfStatementAst] -and
            @($outer.Clauses | Where-Object { $_.Item2 -eq $inner -and "$($_.Item1)" -match '\$PSEdition -eq .Core.' })
        if ($isSkipped -or $isAsked) { return $true }
    }

    $false
}

function Find-NewCommandUse($Command) {
    $name = $Command.GetCommandName()
    if (-not $name) { return }
    $alias = Get-Alias $name -ErrorAction Ignore
    if ($alias) { $name = $alias.Definition }
    if ($name -in $newCommands) { return $name }
    $given = @($Command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] })
    foreach ($parameter in $given) {
        $value = $Command.CommandElements[$Command.CommandElements.IndexOf($parameter) + 1]
        if ($parameter.ParameterName -in $newParameters[$name]) { "$name -$($parameter.ParameterName)" }
        if ($parameter.ParameterName -eq 'Encoding' -and "$value" -in $newEncodings) { "-Encoding $value" }
    }

    if ($name -eq 'Join-Path' -and -not $given -and $Command.CommandElements.Count -gt 3) { 'Join-Path with more than two' }
}

$kinds = 'TernaryExpressionAst', 'PipelineChainAst', 'PipelineAst', 'BinaryExpressionAst', 'AssignmentStatementAst', 'IndexExpressionAst',
    'ScriptBlockAst', 'CommandAst', 'VariableExpressionAst', 'MemberExpressionAst', 'InvokeMemberExpressionAst'

# Gives a line of text for each use.
function Find-NewerSyntax([string] $Text) {
    $tokens = $errors = $null
    $script = [Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $errors)
    foreach ($problem in $errors) { "$($problem.Extent.StartLineNumber): $($problem.Message)" }
    # Types that 5.1 does not know are known by their names here.
    foreach ($ast in $script.FindAll({ $args[0].GetType().Name -in $kinds }, $true)) {
        $found = switch ($ast.GetType().Name) {
            'TernaryExpressionAst' { 'a ternary' }
            'PipelineChainAst' { if ($ast.Background) { '& at the end' } else { '&& or ||' } }
            'PipelineAst' { if ($ast.Background) { '& at the end' } }
            'BinaryExpressionAst' { if ("$($ast.Operator)" -eq 'QuestionQuestion') { '??' } }
            'AssignmentStatementAst' { if ("$($ast.Operator)" -eq 'QuestionQuestionEquals') { '??=' } }
            'IndexExpressionAst' { if ($ast.NullConditional) { '?[]' } }
            'ScriptBlockAst' { if ($ast.CleanBlock) { 'clean' } }
            'CommandAst' { Find-NewCommandUse $ast }
            'VariableExpressionAst' { if ("$($ast.VariablePath)" -in $newVariables) { "$ast" } }
            { $_ -in 'MemberExpressionAst', 'InvokeMemberExpressionAst' } {
                if ($ast.NullConditional) { '?.' }
                if ("$($ast.Member)" -in $newMembers) { "$($ast.Member)" }
            }
        }
        foreach ($use in $found) {
            if (-not (Test-LeftOut $ast)) { "$($ast.Extent.StartLineNumber): $use" }
        }
    }
}
