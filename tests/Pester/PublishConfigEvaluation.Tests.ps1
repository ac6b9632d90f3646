BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Publish-ConfigEvaluation' {
    BeforeAll {
        $endpoint = Start-TestEndpoint
        $connection = @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
        $rule = 'article-rule'
    }

    AfterAll {
        Stop-TestEndpoint $endpoint
    }

    It 'says with -WhatIf how many evaluations would go to which rule and Region' {
        $command = "Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName $rule @connection -WhatIf"
        $script = "param(`$connection) Import-Module '$Manifest'; $command"
        $text = & $PowerShell -NoProfile -NonInteractive -Command "& { $script } @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = '$($endpoint.Url)' }"
        "$text" | Should -Match "Put 5 evaluations.*$rule in us-east-1"
    }

    It 'reports an audit and retires what is gone, in one line' {
        $result = Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ResultToken token -ConfigRuleName $rule -RetireStale @connection
        $result.PublishedCount | Should -Be 5
        $result.RetiredCount | Should -Be 1
        $result.FailedCount | Should -Be 0
    }

    It 'takes what Import-Csv reads' {
        $file = Join-Path $TestDrive 'audit.csv'
        Get-RedisAtRestCompliance @connection | Export-Csv $file -NoTypeInformation
        (Import-Csv $file | Publish-ConfigEvaluation -TestMode @connection).PublishedCount | Should -Be 5
    }

    It 'puts one summary of the account to a process-check rule' {
        $summary = Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation -ConfigRuleName redis-at-rest-process-check -PassThru @connection
        $summary.ComplianceResourceType | Should -Be 'AWS::::Account'
        $summary.Annotation | Should -Match '2 of 5 ElastiCache resources non-compliant'
    }

    It 'fails with <ErrorId> for <Case>' -ForEach @(
        @{ Case = 'no destination'; Arguments = @{}; ErrorId = 'DestinationMissing' }
        @{ Case = 'an event that is not JSON'; Arguments = @{ InvokingEvent = 'nonsense' }; ErrorId = 'EventNotJson' }
        @{ Case = 'a token of another rule'; Arguments = @{ ResultToken = 'other' }; ErrorId = 'InvalidResultToken' }
    ) {
        { Get-RedisAtRestCompliance @connection | Publish-ConfigEvaluation @Arguments @connection -ErrorAction Stop } |
            Should -Throw -ErrorId "$ErrorId,RedisCompliance.Commands.PublishConfigEvaluationCommand"
    }
}
