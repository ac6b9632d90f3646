BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Install-RedisAtRestHook' {
    BeforeAll {
        $endpoint = Start-TestEndpoint
        $connection = @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
    }

    AfterAll {
        Stop-TestEndpoint $endpoint
    }

    It 'installs, finds nothing to do the second time, and uninstalls, each in one line' {
        (Install-RedisAtRestHook @connection).Action | Should -Be (@('Created') * 5)
        (Get-RedisAtRestHook @connection).State | Should -Be 'Current'
        (Install-RedisAtRestHook @connection).Action | Should -Be (@('Unchanged') * 5)
        (Uninstall-RedisAtRestHook @connection -Confirm:$false).Action | Should -Be (@('Removed') * 5)
        { Get-RedisAtRestHook @connection -ErrorAction Stop } |
            Should -Throw -ErrorId 'HookNotFound,RedisCompliance.Commands.GetRedisAtRestHookCommand'
    }

    It 'refuses a name that AWS keeps for itself' {
        { Install-RedisAtRestHook AWS::Hooks::Own @connection } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}
