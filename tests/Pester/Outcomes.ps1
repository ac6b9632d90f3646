# Makes the table of docs/outcomes.md: each audit, sent to each receiver, at an endpoint of its own.

$script:Ways = @(
    @{ Name = 'whole'; Audit = { Get-RedisAtRestCompliance @own } }
    @{ Name = 'filtered (`-ComplianceType`)'; Audit = { Get-RedisAtRestCompliance -ComplianceType NON_COMPLIANT @own }; Samples = $false; Function = $false }
    @{ Name = 'filtered in the pipeline'; Audit = { Get-RedisAtRestCompliance @own | Where-Object ComplianceType -NE NON_COMPLIANT }; Samples = $false; Function = $false }
    @{ Name = 'one listing failed'; Deny = 'DescribeServerlessCaches'; Audit = { Get-RedisAtRestCompliance @own -ErrorAction SilentlyContinue } }
    @{ Name = 'stopped'; Audit = { Get-RedisAtRestCompliance @own | Where-Object ComplianceResourceId -EQ orders | Select-Object -First 1 }; Samples = $false; Function = $false }
    @{ Name = 'nothing in scope'; Account = '333333333333'; Audit = { Get-RedisAtRestCompliance @own } }
    @{ Name = 'copied (JSON)'; Audit = { Get-RedisAtRestCompliance @own | ConvertTo-Json | ConvertFrom-Json }; Samples = $false; Function = $false }
    @{ Name = 'offline'; Audit = { Get-RedisAtRestCompliance $Samples -Region us-east-1 }; Function = $false }
    @{ Name = 'of another account'; Audit = { Get-RedisAtRestCompliance @other }; EventAccount = '111111111111'; Samples = $false }
    @{ Name = 'by another policy'; Audit = { Get-RedisAtRestCompliance -RequireCustomerManagedKey @own }; Samples = $false; Function = $false }
    @{ Name = 'older than a stored result'; Audit = { $old }; IsOld = $true; Samples = $false }
)

# Loads the rule's function out of its package, apart from the module's own assemblies, and all of it at once.
function Import-RuleFunction {
    $folder = Join-Path $TestDrive 'function'
    [IO.Compression.ZipFile]::ExtractToDirectory((Join-Path (Split-Path $Manifest) 'function/RedisCompliance.Function.zip'), $folder)
    $context = [Runtime.Loader.AssemblyLoadContext]::new('function')
    $assemblies = Get-ChildItem $folder -Filter *.dll | ForEach-Object { $context.LoadFromAssemblyPath($_.FullName) }
    ($assemblies | Where-Object { $_.GetName().Name -eq 'RedisCompliance.Function' }).GetType('RedisCompliance.Function.Handler')
}

function New-RuleEvent([string] $Rule, [string] $Token, [string] $AccountId, [string] $Time = [DateTime]::UtcNow.ToString('o')) {
    @{
        invokingEvent  = @{ messageType = 'ScheduledNotification'; notificationCreationTime = $Time } | ConvertTo-Json -Compress
        ruleParameters = '{}'; resultToken = $Token; configRuleName = $Rule; accountId = $AccountId
    } | ConvertTo-Json -Compress
}

# What a rule has stored by now, beside the result that was there before, and what was said.
function Get-RuleOutcome([string] $Rule, [hashtable] $Connection, [string[]] $Said) {
    $results = @(Get-RedisAtRestRuleResult $Rule @Connection)
    $put = @($results | Where-Object ComplianceResourceId -NotIn 'gone', 'created-since').Count
    $retired = @($results | Where-Object { $_.ComplianceResourceId -eq 'gone' -and $_.ComplianceType -eq 'NOT_APPLICABLE' }).Count
    $kept = @($results | Where-Object { $_.ComplianceResourceId -eq 'created-since' -and $_.ComplianceType -eq 'NON_COMPLIANT' }).Count
    @("$put put, $retired retired"; if ($kept) { 'newer kept' }; $Said | Where-Object { $_ }) -join ', '
}

function Publish-Audit($Way, [hashtable] $Publish) {
    $own, $other, $old = $Way.Own, $Way.Other, $Way.Old
    $said = @()
    try {
        & $Way.Audit | Publish-ConfigEvaluation @Publish @own -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable said -WarningAction SilentlyContinue | Out-Null
    }
    catch {
        $said = @($_)
    }

    @($said | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] } | Sort-Object -Unique)
}

function Invoke-RuleFunction([type] $HandlerType, [string] $RuleEvent) {
    $console = [Console]::Out
    [Console]::SetOut([IO.TextWriter]::Null)
    try {
        $null = [Activator]::CreateInstance($HandlerType).HandleAsync([IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes($RuleEvent))).GetAwaiter().GetResult()
        @()
    }
    catch {
        'the run fails'
    }
    finally {
        [Console]::SetOut($console)
    }
}

function Get-SampleOutcome($Way) {
    $runbook = Join-Path $Root 'samples/runbook/Invoke-RedisAtRestAudit.ps1'
    $source = if ($Way.Name -eq 'offline') { "-Path '$Samples' -Region us-east-1" }
    $json = & $PowerShell -NoProfile -NonInteractive -Command "`$env:PSModulePath = '$ModulePath'; & '$runbook' $source; exit `$LASTEXITCODE" 2>$null
    "exit $LASTEXITCODE, $(($json | Out-String | ConvertFrom-Json).Result)"

    $data = if ($source) { "@{ Path = '$Samples'; Region = 'us-east-1'; ExemptionPath = '' }" } else { '@{ ExemptionPath = "" }' }
    $audit = Join-Path $Root 'samples/audit/RedisAtRest.Tests.ps1'
    $counts = & $PowerShell -NoProfile -NonInteractive -Command @"
        Import-Module '$((Get-Module Pester).Path)'; Import-Module '$Manifest'
        `$result = Invoke-Pester -Container (New-PesterContainer -Path '$audit' -Data $data) -PassThru -Output None
        '{0} passed, {1} failed' -f `$result.PassedCount, (`$result.FailedCount + `$result.FailedBlocksCount + `$result.FailedContainersCount)
"@ 2>$null
    "$($counts | Select-Object -Last 1)"
}

function Get-WayOutcome($Way, [type] $HandlerType) {
    $endpoint = Start-TestEndpoint -Deny $Way.Deny
    try {
        $account = if ($Way.Account) { $Way.Account } else { '123456789012' }
        $at = @{ Region = 'us-east-1'; SecretKey = 'SECRET'; EndpointUrl = $endpoint.Url }
        $Way.Own = $at + @{ AccessKey = if ($Way.Account) { "ASIA$account" } else { 'AKID' } }
        $Way.Other = $at + @{ AccessKey = 'ASIA111111111111' }
        $own = $Way.Own
        $eventTime = [DateTime]::UtcNow.ToString('o')
        if ($Way.IsOld) {
            $Way.Old = Get-RedisAtRestCompliance @own
            $since = [pscustomobject]@{ ComplianceResourceType = 'AWS::ElastiCache::ReplicationGroup'; ComplianceResourceId = 'created-since'; ComplianceType = 'NON_COMPLIANT' }
            'token', 'event-token', 'function-token' | ForEach-Object { $null = $since | Publish-ConfigEvaluation -ResultToken $_ @own }
        }

        $env:AWS_ENDPOINT_URL, $env:AWS_REGION, $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $endpoint.Url, 'us-east-1', $own.AccessKey, 'SECRET'
        $said = Publish-Audit $Way @{ ResultToken = 'token'; ConfigRuleName = 'article-rule'; RetireStale = $true }
        Get-RuleOutcome 'article-rule' $own $said
        $said = Publish-Audit $Way @{ InvokingEvent = New-RuleEvent 'event-rule' 'event-token' $account $eventTime; RetireStale = $true }
        Get-RuleOutcome 'event-rule' $own $said
        $said = Publish-Audit $Way @{ ConfigRuleName = 'redis-at-rest-process-check' }
        $summary = Get-RedisAtRestRuleResult redis-at-rest-process-check @own
        @(if ($summary) { $summary.ComplianceType } else { 'nothing put' }; $said | Where-Object { $_ }) -join ', '
        if ($Way.Function -eq $false) {
            '–'
        }
        else {
            $said = Invoke-RuleFunction $HandlerType (New-RuleEvent 'function-rule' 'function-token' $(if ($Way.EventAccount) { $Way.EventAccount } else { $account }) $eventTime)
            Get-RuleOutcome 'function-rule' $own $said
        }

        if ($Way.Samples -eq $false) { '–', '–' } else { Get-SampleOutcome $Way }
    }
    finally {
        Get-ChildItem env:AWS_ENDPOINT_URL, env:AWS_REGION, env:AWS_ACCESS_KEY_ID, env:AWS_SECRET_ACCESS_KEY -ErrorAction Ignore | Remove-Item
        Stop-TestEndpoint $endpoint
    }
}

function Get-OutcomeTable {
    $handlerType = Import-RuleFunction
    '| Audit | Rule, by token | Rule, by event | Process check | Function | Runbook | Audit sample |'
    '|---|---|---|---|---|---|---|'
    foreach ($way in $Ways) {
        "| $((@($way.Name) + @(Get-WayOutcome $way $handlerType)) -join ' | ') |"
    }
}
