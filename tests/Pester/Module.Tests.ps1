BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'The staged module' {
    It 'has a valid manifest' {
        { Test-ModuleManifest $Manifest -ErrorAction Stop } | Should -Not -Throw
    }

    It 'exports exactly what its manifest says' {
        (Get-Command -Module RedisCompliance).Name | Sort-Object | Should -Be ((Test-ModuleManifest $Manifest).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'exports nothing but cmdlets with approved verbs' {
        $commands = Get-Command -Module RedisCompliance
        $commands.CommandType | Sort-Object -Unique | Should -Be 'Cmdlet'
        $commands.Verb | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'gives its output class a type literal' {
        (Get-RedisAtRestCompliance $Samples)[0] -is [RedisCompliance.Evaluation] | Should -BeTrue
    }
}
