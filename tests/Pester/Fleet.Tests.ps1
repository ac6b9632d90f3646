BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $endpoint = Start-TestEndpoint
    $connection = @{ AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
}

AfterAll {
    Stop-TestEndpoint $endpoint
}

Describe 'Get-RedisAtRestCompliance over accounts and Regions' {
    It 'takes the rows of a CSV file by their column names' {
        $file = Join-Path $TestDrive 'scopes.csv'
        Set-Content $file 'AccountId,Region,RoleName', '111111111111,us-east-1,audit', '123456789012,us-east-1,'
        $evaluations = Import-Csv $file | Get-RedisAtRestCompliance @connection
        $evaluations.AccountId | Sort-Object -Unique | Should -Be '111111111111', '123456789012'
        ($evaluations | Where-Object AccountId -EQ '111111111111').ComplianceResourceId | Sort-Object | Should -Be 'carts', 'wishlists'
    }

    It 'takes the rows of a JSON file by their names' {
        $rows = '[{"AccountId":"111111111111","Region":["us-east-1","eu-west-1"]}]' | ConvertFrom-Json
        ($rows | Get-RedisAtRestCompliance @connection -RoleName audit).Count | Should -Be 2
    }

    It 'sets the variable of -ReportVariable where it is called, in a function too' {
        function Get-Report {
            $null = Get-RedisAtRestCompliance @connection -Region us-east-1, eu-west-1 -ReportVariable inner
            $inner
        }
        (Get-Report).Region | Sort-Object | Should -Be 'eu-west-1', 'us-east-1'
        Get-Variable inner -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'shows the report as a table with what went wrong' {
        $null = Get-RedisAtRestCompliance @connection -AccountId 123456789012, 111111111111 -Region us-east-1 -RoleName audit -ReportVariable report
        $text = $report | Sort-Object AccountId | Out-String -Width 100
        $text | Should -Match 'AccountId +Region +Status +Resources +NonCompliant +ErrorMessage'
        $text | Should -Match '111111111111 us-east-1 +Completed +2 +1'
    }

    It 'goes on with a report that was saved as <Format>' -ForEach @(
        @{ Format = 'CSV'; Save = { $args[0] | Export-Csv $args[1] }; Load = { Import-Csv $args[0] } }
        @{ Format = 'JSON'; Save = { ConvertTo-Json -InputObject @($args[0]) | Set-Content $args[1] }; Load = { Get-Content $args[0] -Raw | ConvertFrom-Json } }
        @{ Format = 'CliXml'; Save = { $args[0] | Export-Clixml $args[1] }; Load = { Import-Clixml $args[0] } }
    ) {
        $file = Join-Path $TestDrive "report.$Format"
        $null = Get-RedisAtRestCompliance @connection -AccountId 111111111111 -Region us-east-1 -RoleName audit -ReportVariable first
        & $Save $first $file
        Get-RedisAtRestCompliance @connection -AccountId 111111111111 -Region us-east-1 -RoleName audit -ResumeFrom (& $Load $file) -ReportVariable second | Should -BeNullOrEmpty
        $second.Status | Should -Be 'Skipped'
    }

    It 'reads exemptions from a <Extension> file' -ForEach @(
        @{ Extension = 'csv'; Content = "Id,Tag,Reason,Expires`ncatalog-*,,`"Public, as agreed`",2099-12-31" }
        @{ Extension = 'json'; Content = '[{ "Id": "catalog-*", "Reason": "Public, as agreed", "Expires": "2099-12-31" }]' }
    ) {
        $file = Join-Path $TestDrive "exemptions.$Extension"
        Set-Content $file $Content
        $evaluation = Get-RedisAtRestCompliance $Samples -Id catalog-legacy -ExemptionPath $file
        $evaluation.ComplianceType | Should -Be 'NOT_APPLICABLE'
        $evaluation.Annotation | Should -Be 'Exempt until 2099-12-31: Public, as agreed'
    }

    It 'takes the day of an exemption as it is written, whatever calendar the session has' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            $evaluation = Get-RedisAtRestCompliance $Samples -Id catalog-legacy -Exemption @{ Id = '*'; Reason = 'r'; Expires = [datetime]::new(2099, 12, 31) }
            $evaluation.Annotation | Should -Be 'Exempt until 2099-12-31: r'
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'takes one exemption that ConvertTo-Json did not put into a list' {
        $file = Join-Path $TestDrive 'one.json'
        @{ Id = 'catalog-*'; Reason = 'r'; Expires = '2099-12-31' } | ConvertTo-Json | Set-Content $file
        (Get-RedisAtRestCompliance $Samples -Id catalog-legacy -ExemptionPath $file).ComplianceType | Should -Be 'NOT_APPLICABLE'
    }

    It 'warns of an exemption by tag where no tag is known' {
        $null = Get-RedisAtRestCompliance $Samples -Exemption @{ Tag = '*'; Reason = 'r'; Expires = '2099-12-31' } -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -HaveCount 1
        "$warned" | Should -Match 'by tag'
    }

    It 'warns of an exemption that has expired' {
        $null = Get-RedisAtRestCompliance $Samples -Exemption @{ Id = '*'; Reason = 'old'; Expires = '2020-01-31' } -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -HaveCount 1
        "$warned" | Should -Match '2020-01-31'
    }

    It 'fails with <ErrorId> for an exemption <Case>' -ForEach @(
        @{ Case = 'without a reason'; Arguments = @{ Exemption = @{ Id = 'a'; Expires = '2099-12-31' } }; ErrorId = 'InvalidExemption' }
        @{ Case = 'with a misspelt member'; Arguments = @{ Exemption = [pscustomobject]@{ Id = 'a'; Tags = 'b'; Reason = 'r'; Expires = '2099-12-31' } }; ErrorId = 'InvalidExemption' }
        @{ Case = 'that is a text'; Arguments = @{ Exemption = 'orders' }; ErrorId = 'InvalidExemption' }
        @{ Case = 'with a table for a tag'; Arguments = @{ Exemption = @{ Tag = @{ stage = 'dev' }; Reason = 'r'; Expires = '2099-12-31' } }; ErrorId = 'InvalidExemption' }
        @{ Case = 'file that is not there'; Arguments = @{ ExemptionPath = 'missing.json' }; ErrorId = 'ExemptionFileNotFound' }
        @{ Case = 'file that is no JSON'; Arguments = @{ ExemptionPath = $PSCommandPath }; ErrorId = 'ExemptionFileNotReadable' }
    ) {
        { Get-RedisAtRestCompliance $Samples @Arguments } | Should -Throw -ErrorId "$ErrorId,RedisCompliance.Commands.GetRedisAtRestComplianceCommand"
    }

    It 'ends a shell with 1 when an account could not be entered, and with 0 when all were' {
        $command = "Import-Module '$Manifest'; `$null = Get-RedisAtRestCompliance -Region us-east-1, eu-west-1 -AccessKey a -SecretKey b -EndpointUrl"
        & $PowerShell -NoProfile -NonInteractive -Command "$command $($endpoint.Url)" 2>$null
        $LASTEXITCODE | Should -Be 0
        & $PowerShell -NoProfile -NonInteractive -Command "$command http://127.0.0.1:1" 2>$null 3>$null
        $LASTEXITCODE | Should -Be 1
    }
}
