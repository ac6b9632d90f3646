BeforeDiscovery {
    $foreign = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'artifacts/foreign'
}

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

    It 'has a manifest that the tools of the PowerShell Gallery can read' {
        # As Publish-PSResource and Install-PSResource read it: no commands, and no variables but these.
        $text = [scriptblock]::Create([IO.File]::ReadAllText($Manifest))
        $text.CheckRestrictedLanguage([string[]] @(), [string[]] @('PSEdition', 'PSScriptRoot'), $true)
        $text.InvokeReturnAsIs().RootModule | Should -Be "$PSEdition/RedisCompliance.Module.dll"
    }
}

Describe 'A session of its own' {
    BeforeAll {
        function Invoke-Session([string] $Script) { & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $Script }
    }

    It 'has nothing of AWS loaded after the import and an audit of exports' {
        Invoke-Session "Import-Module '$Manifest'; (Get-RedisAtRestCompliance -Path '$Samples').Count; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^AWSSDK|^RedisCompliance.Aws$'" |
            Should -Be '13'
    }

    # Windows PowerShell has no load contexts to keep two SDKs apart; the foreign modules are there once the tests were built.
    It 'keeps the AWS SDK of <Module>, loaded <When>, and uses its own' -Skip:($PSEdition -eq 'Desktop' -or -not (Test-Path $foreign)) -ForEach @(
        foreach ($module in 'OlderSdk', 'SameSdk', 'NewerSdk') { foreach ($when in 'before', 'after') { @{ Module = $module; When = $when } } }
    ) {
        $endpoint = Start-TestEndpoint
        $theirs = "Import-Module '$Root/artifacts/foreign/$Module/$Module.psd1'"
        $audit = "(Get-RedisAtRestCompliance -Region us-east-1 -EndpointUrl $($endpoint.Url) -Id orders"
        $ours = "Import-Module '$Manifest'; $audit -AccessKey a -SecretKey b).ComplianceResourceId"
        $order = if ($When -eq 'before') { "$theirs; $ours" } else { "$ours; $theirs" }
        $lines = Invoke-Session "$order; `$keys = [Amazon.Runtime.BasicAWSCredentials]::new('F', 'S'); $audit -Credential `$keys).ComplianceResourceId; [Amazon.Runtime.AWSCredentials].Assembly.Location"
        Stop-TestEndpoint $endpoint
        $lines | Should -Be 'orders', 'orders', ([IO.Path]::GetFullPath("$Root/artifacts/foreign/$Module/AWSSDK.Core.dll"))
    }
}
