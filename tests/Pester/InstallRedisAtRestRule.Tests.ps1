BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
}

Describe 'Install-RedisAtRestRule' {
    BeforeAll {
        $endpoint = Start-TestEndpoint
        $connection = @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
        $names = @{ RuleName = 'audit-rule'; FunctionName = 'audit-function'; RoleName = 'audit-role' }
    }

    AfterAll {
        Stop-TestEndpoint $endpoint
    }

    It 'says with -WhatIf every step, and takes none' {
        $script = "param(`$connection, `$names) Import-Module '$Manifest'; Install-RedisAtRestRule @connection @names -WhatIf; Get-RedisAtRestRule @connection @names -ErrorAction SilentlyContinue -ErrorVariable gone; `$gone[0].FullyQualifiedErrorId"
        $file = Join-Path $TestDrive 'whatif.ps1'
        Set-Content $file "& { $script } @{ Region = 'us-east-1'; AccessKey = 'AKID'; SecretKey = 'SECRET'; EndpointUrl = '$($endpoint.Url)' } @{ RuleName = 'audit-rule'; FunctionName = 'audit-function'; RoleName = 'audit-role' }"
        $lines = & $PowerShell -NoProfile -NonInteractive -File $file
        $lines | Select-Object -Last 1 | Should -Be 'RuleNotFound,RedisCompliance.Commands.GetRedisAtRestRuleCommand'
        foreach ($step in 'log group', 'IAM role audit-role', 'Lambda function audit-function', 'resource policy', 'AWS Config rule audit-rule') {
            "$lines" | Should -Match $step
        }
    }

    It 'installs, finds nothing to do the second time, and uninstalls, each in one line' {
        (Install-RedisAtRestRule @connection @names).Action | Select-Object -Skip 1 | Should -Be (@('Created') * 5)
        (Get-RedisAtRestRule @connection @names).State | Should -Be 'Current'
        (Install-RedisAtRestRule @connection @names).Action | Should -Be (@('Unchanged') * 6)
        (Uninstall-RedisAtRestRule @connection @names -Confirm:$false).Action | Should -Be (@('Removed') * 5)
        { Get-RedisAtRestRule @connection @names -ErrorAction Stop } |
            Should -Throw -ErrorId 'RuleNotFound,RedisCompliance.Commands.GetRedisAtRestRuleCommand'
    }

    It 'gives a template that CloudFormation can read' {
        $template = Export-RedisAtRestRuleTemplate @names | ConvertFrom-Json
        $template.Resources.Rule.Properties.ConfigRuleName | Should -Be 'audit-rule'
        $template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal.Service | Should -Be 'lambda.amazonaws.com'
    }

    It 'refuses a rule that it did not make' {
        { Install-RedisAtRestRule article-rule @connection -ErrorAction Stop } |
            Should -Throw -ErrorId 'InstallationNotOurs,RedisCompliance.Commands.InstallRedisAtRestRuleCommand'
    }
}
