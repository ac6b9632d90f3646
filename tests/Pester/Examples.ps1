# What the examples of the help and of the README find around them: an account at an endpoint, a profile, exports in the
# current folder, and stand-ins for the AWS CLI and AWS Tools.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The examples are to find them as in a session.')]
param([string] $Url, [string] $Root, [string] $Module, [string] $Folder)

$null = [IO.Directory]::CreateDirectory("$Folder/exports")
$null = [IO.Directory]::CreateDirectory("$Folder/samples")
Copy-Item "$Root/samples/inventory", "$Root/samples/planned" "$Folder/samples" -Recurse
$null = [IO.Directory]::CreateDirectory("$Folder/artifacts/module")
# A junction needs no privilege on Windows.
$link = if ([IO.Path]::DirectorySeparatorChar -eq '\') { 'Junction' } else { 'SymbolicLink' }
$null = New-Item -ItemType $link -Path "$Folder/artifacts/module/RedisCompliance" -Value $Module
foreach ($name in 'replication-groups', 'cache-clusters', 'serverless-caches') {
    [IO.File]::Copy("$Root/samples/inventory/us-east-1/$name.json", "$Folder/exports/$name.json")
    [IO.File]::Copy("$Root/samples/inventory/us-east-1/$name.json", "$Folder/$name.json")
}

[IO.File]::WriteAllText("$Folder/accounts.csv", "AccountId,Region`n111111111111,us-east-1`n")
[IO.File]::WriteAllText("$Folder/credentials", "[audit]`naws_access_key_id = AUDIT`naws_secret_access_key = SECRET`n")

$env:AWS_ENDPOINT_URL = $Url
$env:AWS_ACCESS_KEY_ID = 'AKID'
$env:AWS_SECRET_ACCESS_KEY = 'SECRET'
$env:AWS_REGION = 'us-east-1'
# Not by AWS_SHARED_CREDENTIALS_FILE: the AWS SDK reads that once in a process.
$global:ConfirmPreference = 'None'
$global:PSDefaultParameterValues = @{ '*-RedisAtRest*:ProfileLocation' = "$Folder/credentials" }

# The article's rule at the moment when AWS Config runs it.
$global:rule = 'article-rule'
$global:token = 'token'
$global:configEvent = '{"invokingEvent":"{\"awsAccountId\":\"123456789012\",\"notificationCreationTime\":\"2026-11-23T03:00:00.000Z\",\"messageType\":\"ScheduledNotification\",\"recordVersion\":\"1.0\"}",' +
    '"ruleParameters":"{}","resultToken":"token","eventLeftScope":false,"configRuleName":"article-rule","accountId":"123456789012","version":"1.0"}'

function global:dotnet { }
function global:aws([string] $Service, [string] $Command) { [IO.File]::ReadAllText("$Root/samples/inventory/us-east-1/$($Command -replace 'describe-').json") }
function global:Get-ECReplicationGroup {
    [pscustomobject]@{ ReplicationGroupId = 'orders'; Engine = 'redis'; StorageEncryptionType = 'sse-kms'; AtRestEncryptionEnabled = $true; Status = 'available'; ARN = 'arn:aws:elasticache:us-east-1:123456789012:replicationgroup:orders' }
}
function global:Get-ORGAccountList {
    [pscustomobject]@{ Id = '111111111111'; Name = 'prod-shop'; Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/111111111111'; State = 'ACTIVE' }
    [pscustomobject]@{ Id = '222222222222'; Name = 'sandbox'; Arn = 'arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/222222222222'; State = 'ACTIVE' }
}
function global:Get-ECCacheCluster {
    [pscustomobject]@{ CacheClusterId = 'feature-flags'; Engine = 'redis'; AtRestEncryptionEnabled = $false; CacheClusterStatus = 'available'; ARN = 'arn:aws:elasticache:us-east-1:123456789012:cluster:feature-flags' }
}
