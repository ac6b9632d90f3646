BeforeDiscovery {
    # Everyday steps that lose evaluations, or what shows that they are all of an audit.
    $losses = @(
        'Where-Object ComplianceType -eq NON_COMPLIANT'
        'Select-Object -Skip 2'
        'Select-Object -Last 1'
        'Select-Object -First 1'
        'Select-Object -First 1 -Wait'
        'Sort-Object ComplianceType -Unique'
        'Group-Object ComplianceType | Select-Object -First 1 -ExpandProperty Group'
        'ForEach-Object { if ($_.ComplianceResourceId -eq "orders") { return }; $_ }'
        'ForEach-Object { if ($_.ComplianceResourceId -eq "orders") { Write-Error "no" } else { $_ } }'
        'ForEach-Object { if ($_.ComplianceResourceId -eq "orders") { Add-Member -InputObject $_ ComplianceType NOT_APPLICABLE -Force }; $_ }'
        'ForEach-Object { Add-Member -InputObject $_ ComplianceResourceId orders -Force -PassThru }'
        'Select-Object *'
        'ConvertTo-Csv | ConvertFrom-Csv'
        'ConvertTo-Json | ConvertFrom-Json'
        'ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }'
    )
    if ($PSEdition -eq 'Core') {
        $losses += 'ForEach-Object -Parallel { if ($_.ComplianceResourceId -ne "orders") { $_ } }'
        $losses += 'ForEach-Object { Start-ThreadJob { $using:_ | Select-Object * } | Receive-Job -Wait -AutoRemoveJob }'
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Publish-ConfigEvaluation -RetireStale' {
    BeforeAll {
        $endpoint = Start-TestEndpoint
        $connection = @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
        $toRule = @{ ResultToken = 'token'; ConfigRuleName = 'article-rule'; RetireStale = $true; Confirm = $false }
    }

    AfterAll {
        Stop-TestEndpoint $endpoint
    }

    It 'retires nothing after | <_>' -ForEach $losses {
        $pipeline = [scriptblock]::Create("Get-RedisAtRestCompliance @connection | $_ | Publish-ConfigEvaluation @toRule @connection -ErrorAction SilentlyContinue -ErrorVariable +errors")
        $result = & { $ErrorActionPreference = 'SilentlyContinue'; . $pipeline; $script:seen = $errors }
        $result.RetiredCount | Should -Be 0
        $seen.FullyQualifiedErrorId | Should -Contain 'IncompleteInput,RedisCompliance.Commands.PublishConfigEvaluationCommand'
    }

    It 'retires nothing after an audit of files' {
        $result = Get-RedisAtRestCompliance $Samples -Region us-east-1 | Publish-ConfigEvaluation @toRule @connection -ErrorAction SilentlyContinue
        $result.RetiredCount | Should -Be 0
    }

    It 'retires what a whole audit did not see, and keeps what was recorded since' {
        $configEvent = @{ resultToken = 'event-token'; configRuleName = 'event-rule'; accountId = '123456789012'
            invokingEvent = @{ messageType = 'ScheduledNotification'; notificationCreationTime = [DateTime]::UtcNow.ToString('o') } | ConvertTo-Json } | ConvertTo-Json
        $audit = Get-RedisAtRestCompliance -InvokingEvent $configEvent @connection
        $null = $audit[0] | Select-Object *, @{ Name = 'New'; Expression = { 1 } } | ForEach-Object { $_.ComplianceResourceId = 'created-since'; $_ } |
            Publish-ConfigEvaluation -ResultToken event-token @connection
        $result = $audit | Publish-ConfigEvaluation -InvokingEvent $configEvent -RetireStale @connection
        $result.RetiredCount, $result.KeptCount | Should -Be 1, 1
    }
}
