BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Outcomes.ps1')
}

# Every way an audit can end, and what each receiver makes of it. The table in docs/outcomes.md is made by this test:
# with $env:UPDATE_OUTCOMES set, it is written anew. The rule's function is for .NET 10, so Windows PowerShell cannot run it.
Describe 'docs/outcomes.md' -Skip:($PSEdition -ne 'Core') {
    It 'says what is put, retired and said, for every way an audit can end' {
        $file = Join-Path $Root 'docs/outcomes.md'
        $table = Get-OutcomeTable
        if ($env:UPDATE_OUTCOMES) {
            $text = (Get-Content $file -Raw) -replace '(?s)\| Audit \|.*?(?=\r?\n\r?\n|\z)', ($table -join "`n")
            Set-Content $file $text.TrimEnd()
        }

        @(Get-Content $file | Where-Object { $_ -like '|*' }) | Should -Be $table
    }
}
