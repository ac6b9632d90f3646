BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Get-RedisAtRestCompliance offline' {
    It 'judges <Id> as <Verdict> by <Evidence> with the key <Key>' -ForEach @(
        @{ Id = 'orders'; Verdict = 'COMPLIANT'; Evidence = 'StorageEncryptionType'; Key = 'CustomerManaged' }
        @{ Id = 'sessions'; Verdict = 'COMPLIANT'; Evidence = 'StorageEncryptionType'; Key = 'ServiceManaged' }
        @{ Id = 'catalog-legacy'; Verdict = 'NON_COMPLIANT'; Evidence = 'StorageEncryptionType'; Key = 'None' }
        @{ Id = 'ledger-durable'; Verdict = 'COMPLIANT'; Evidence = 'StorageEncryptionType'; Key = 'CustomerManaged' }
        @{ Id = 'blue-retired'; Verdict = 'NOT_APPLICABLE'; Evidence = 'StorageEncryptionType'; Key = 'None' }
        @{ Id = 'feature-flags'; Verdict = 'NON_COMPLIANT'; Evidence = 'AtRestEncryptionEnabled'; Key = 'None' }
        @{ Id = 'test'; Verdict = 'NON_COMPLIANT'; Evidence = 'AtRestEncryptionEnabled'; Key = 'None' }
        @{ Id = 'test2'; Verdict = 'COMPLIANT'; Evidence = 'AtRestEncryptionEnabled'; Key = 'ServiceManaged' }
        @{ Id = 'payments'; Verdict = 'COMPLIANT'; Evidence = 'StorageEncryptionType'; Key = 'CustomerManaged' }
    ) {
        $evaluation = Get-RedisAtRestCompliance $Samples -Id $Id
        $evaluation.ComplianceType | Should -Be $Verdict
        $evaluation.Evidence | Should -Be $Evidence
        $evaluation.KeyKind | Should -Be $Key
    }

    It 'leaves out Memcached and the members of replication groups' {
        (Get-RedisAtRestCompliance $Samples).ComplianceResourceId |
            Where-Object { $_ -in 'page-cache', 'thumbnails', 'orders-001', 'zaiko-001' } | Should -BeNullOrEmpty
    }

    It 'takes files from Get-ChildItem' {
        $evaluations = Get-ChildItem $Samples -Recurse -Filter *.json | Get-RedisAtRestCompliance
        $evaluations.Count | Should -Be (Get-RedisAtRestCompliance $Samples).Count
    }

    It 'takes what ConvertFrom-Json makes of an export' {
        $export = Get-Content (Join-Path $Samples 'us-east-1/replication-groups.json') -Raw | ConvertFrom-Json
        ($export | Get-RedisAtRestCompliance).Count | Should -Be 5
        ($export.ReplicationGroups | Get-RedisAtRestCompliance).Count | Should -Be 5
    }

    It 'reads a file as <Name> writes it' -ForEach @(
        @{ Name = 'Windows PowerShell redirection'; Encoding = [Text.UnicodeEncoding]::new($false, $true) }
        @{ Name = 'UTF-8 with a byte order mark'; Encoding = [Text.UTF8Encoding]::new($true) }
        @{ Name = 'UTF-8'; Encoding = [Text.UTF8Encoding]::new($false) }
    ) {
        $json = [IO.File]::ReadAllText((Join-Path $Samples 'ap-northeast-1/serverless-caches.json'))
        $file = Join-Path $TestDrive 'export.json'
        [IO.File]::WriteAllText($file, $json, $Encoding)
        (Get-RedisAtRestCompliance $file).ComplianceResourceId | Should -Be 'kaiin'
    }

    It 'keeps its values through ConvertTo-Json and Export-Csv' {
        $evaluation = Get-RedisAtRestCompliance $Samples -Id orders
        ($evaluation | ConvertTo-Json | ConvertFrom-Json).KeyKind | Should -Be 'CustomerManaged'
        ($evaluation | ConvertTo-Csv | ConvertFrom-Csv).ComplianceType | Should -Be 'COMPLIANT'
    }

    It 'can be gave up after the first' {
        @(Get-RedisAtRestCompliance $Samples | Select-Object -First 1).Count | Should -Be 1
    }

    It 'shows a table by default' {
        $text = Get-RedisAtRestCompliance $Samples -Id catalog-legacy | Out-String -Width 100
        $text | Should -Match 'ComplianceType Encryption +Engine Type +Id'
        $text | Should -Match 'NON_COMPLIANT.* +Unencrypted +redis +ReplicationGroup catalog-legacy'
    }

    It 'shows the whole of an evaluation as a list' {
        $text = Get-RedisAtRestCompliance $Samples -Id catalog-legacy | Format-List | Out-String -Width 120
        $text | Should -Match 'Annotation +: Encryption at rest not enabled for Amazon ElastiCache cluster: catalog-legacy'
        $text | Should -Match 'StorageEncryptionType +: none'
    }

    It 'fails with <ErrorId> for <Case>' -ForEach @(
        @{ Case = 'a missing file'; Arguments = @{ Path = 'missing.json' }; ErrorId = 'PathNotFound' }
        @{ Case = 'a file that is no export'; Arguments = @{ Path = $PSCommandPath }; ErrorId = 'NotAnExport' }
        @{ Case = 'an id that is not there'; Arguments = @{ Path = (Join-Path $PSScriptRoot '../../samples/inventory'); Id = 'nobody' }; ErrorId = 'ResourceNotFound' }
        @{ Case = 'an unknown Region'; Arguments = @{ Region = 'nowhere-1' }; ErrorId = 'UnknownRegion' }
        @{ Case = 'no credentials'; Arguments = @{ Region = 'us-east-1' }; ErrorId = 'NoCredentials' }
    ) {
        { Get-RedisAtRestCompliance @Arguments -ErrorAction Stop } |
            Should -Throw -ErrorId "$ErrorId,RedisCompliance.Commands.GetRedisAtRestComplianceCommand"
    }
}

Describe 'Get-RedisAtRestCompliance live' {
    BeforeAll {
        $endpoint = Start-TestEndpoint
        $connection = @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
    }

    AfterAll {
        Stop-TestEndpoint $endpoint
    }

    It 'audits an endpoint over all its pages' {
        $evaluations = Get-RedisAtRestCompliance @connection
        $evaluations.ComplianceResourceId | Sort-Object | Should -Be 'catalog-legacy', 'feature-flags', 'orders', 'search-suggest', 'sessions'
        ($evaluations | Where-Object ComplianceType -EQ 'NON_COMPLIANT').Count | Should -Be 2
    }

    It 'finds the endpoint and the keys in the environment' {
        $env:AWS_ENDPOINT_URL = $endpoint.Url
        $env:AWS_ACCESS_KEY_ID = 'AKID'
        $env:AWS_SECRET_ACCESS_KEY = 'SECRET'
        try {
            (Get-RedisAtRestCompliance -Region us-east-1 -ResourceType ServerlessCache).ComplianceResourceId | Should -Be 'search-suggest'
        }
        finally {
            Remove-Item env:AWS_ENDPOINT_URL, env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY
        }
    }

    It 'completes the values of <Parameter>' -ForEach @(
        @{ Parameter = 'Engine'; Value = 'valkey' }
        @{ Parameter = 'ComplianceType'; Value = 'NON_COMPLIANT' }
    ) {
        $line = "Get-RedisAtRestCompliance -$Parameter "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $Value
    }
}

Describe 'Get-RedisAtRestCompliance with files as they are saved' {
    It 'reads exemptions in CSV as <Name> writes them' -ForEach @(
        @{ Name = 'Windows PowerShell'; Encoding = [Text.UnicodeEncoding]::new($false, $true) }
        @{ Name = 'PowerShell'; Encoding = [Text.UTF8Encoding]::new($false) }
    ) {
        $file = Join-Path $TestDrive 'exemptions.csv'
        [IO.File]::WriteAllText($file, "Id,Reason,Expires`ncatalog-legacy,`"Public, only`",2099-12-31`n", $Encoding)
        (Get-RedisAtRestCompliance $Samples -Id catalog-legacy -ExemptionPath $file).Annotation | Should -Be 'Exempt until 2099-12-31: Public, only'
    }

    It 'judges objects of <Name> as the live ones' -ForEach @(
        @{ Name = 'Import-Clixml'; Way = { param($objects) $objects | Export-Clixml (Join-Path $TestDrive 'saved.xml'); Import-Clixml (Join-Path $TestDrive 'saved.xml') } }
        @{ Name = 'ConvertTo-Json'; Way = { param($objects) $objects | ConvertTo-Json -Depth 3 | ConvertFrom-Json } }
        @{ Name = 'ConvertTo-Json as text'; Way = { param($objects) $objects | ConvertTo-Json -Depth 3 } }
    ) {
        $saved = Get-Content (Join-Path $PSScriptRoot '../Inputs/saved-aws-tools-objects.json') -Raw | ConvertFrom-Json
        $evaluations = & $Way $saved | Get-RedisAtRestCompliance
        $evaluations | ForEach-Object { "$($_.ComplianceType) $($_.ComplianceResourceId)" } | Should -Be 'COMPLIANT ledger', 'NON_COMPLIANT plain'
    }
}
