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

Describe 'The .NET Framework that Windows PowerShell needs' {
    BeforeAll {
        $check = Join-Path (Split-Path -Parent $Manifest) 'Desktop/RequiredFramework.ps1'
        # What the check asks the registry with.
        function Get-ItemProperty { if ($found) { [pscustomobject]@{ Release = $found } } }
    }

    It 'is looked for when Windows PowerShell imports the module, and by no other' {
        (Test-ModuleManifest $Manifest).Scripts | Should -Be $(if ($PSEdition -eq 'Desktop') { [IO.Path]::GetFullPath($check) })
    }

    It 'is there with release <_>' -ForEach 461808, 461814, 528040, 533509 {
        $found = $_
        { & $check } | Should -Not -Throw
    }

    It 'is missing with release <_>, and the import ends with what to do' -ForEach 0, 379893, 394802, 460798, 461310 {
        $found = $_
        $failure = { & $check } | Should -Throw '*needs .NET Framework 4.7.2*' -ErrorId FrameworkTooOld -PassThru
        $failure.CategoryInfo.Category | Should -Be NotInstalled
        $failure.TargetObject | Should -Be '.NET Framework 4.7.2'
        $failure.ErrorDetails.RecommendedAction | Should -Match '^Install .NET Framework 4\.8 '
    }

    It 'is asked for in Japanese as well' {
        $before = [cultureinfo]::CurrentUICulture
        [cultureinfo]::CurrentUICulture = 'ja-JP'
        try { $failure = { & $check } | Should -Throw -ErrorId FrameworkTooOld -PassThru }
        finally { [cultureinfo]::CurrentUICulture = $before }
        "$failure" | Should -Match '^RedisCompliance \p{IsHiragana}+ \.NET Framework 4\.7\.2 '
        $failure.ErrorDetails.RecommendedAction | Should -Match '\p{IsHiragana}'
    }
}

Describe 'A session of its own' {
    BeforeAll {
        $import = "Import-Module '$Manifest'"
        $at = '-Region us-east-1 -EndpointUrl'
        $env:NO_COLOR = '1'

        function Invoke-Session([string] $Script) { & $PowerShell -NoProfile -NonInteractive -Command $Script }
    }

    AfterAll { Remove-Item env:NO_COLOR }

    It 'prints a table without colours where nobody wants them' {
        $lines = Invoke-Session "$import; Get-RedisAtRestCompliance '$Samples'"
        $LASTEXITCODE | Should -Be 0
        $lines | Should -Contain '   Account and Region: 123456789012 us-east-1'
        $lines | Should -Contain 'NON_COMPLIANT  Unencrypted     redis  ReplicationGroup catalog-legacy'
        "$lines" | Should -Not -Match "$([char] 27)"
    }

    It 'heads what is planned by its file' {
        $plan = Join-Path $Root 'samples/planned/plan.json'
        Invoke-Session "$import; Get-RedisAtRestCompliance '$plan'" | Should -Contain "   Account and Region: planned in $plan"
    }

    It 'ends with 1 after an error, which goes to standard error with what to do' {
        $lines = Invoke-Session "$import; Get-RedisAtRestCompliance nowhere.json" 2>&1
        $LASTEXITCODE | Should -Be 1
        @($lines | Where-Object { $_ -is [string] }) | Should -BeNullOrEmpty
        # Windows PowerShell keeps the advice in the error record, and shows none of it.
        "$lines" | Should -Match $(if ($PSEdition -eq 'Core') { 'Recommendation:' } else { 'PathNotFound' })
    }

    It 'finds the module by its name in a module path' {
        $before = $env:PSModulePath
        $env:PSModulePath = $ModulePath, $before -join [IO.Path]::PathSeparator
        try {
            $lines = Invoke-Session "(Get-RedisAtRestCompliance '$Samples').Count; (Get-Module RedisCompliance).ModuleBase"
        }
        finally {
            $env:PSModulePath = $before
        }

        $lines | Should -Be '13', ([IO.Path]::GetFullPath((Split-Path -Parent $Manifest)))
    }

    It 'has no AWS SDK loaded after the import and an audit of exports' {
        Invoke-Session "$import; (Get-RedisAtRestCompliance -Path '$Samples').Count; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^AWSSDK'" |
            Should -Be '13'
    }

    It 'has nothing of reports loaded before the first of them' {
        $loaded = "[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^RedisCompliance.Reports$'"
        Invoke-Session "$import; `$null = Get-RedisAtRestCompliance -Path '$Samples'; $loaded; 'then'; `$null = Compare-RedisAtRestCompliance @() @(); $loaded" |
            Should -Be 'then', 'RedisCompliance.Reports'
    }

    It 'has nothing of plans loaded before the first of them' {
        $loaded = "[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^RedisCompliance.Remediation$'"
        $plan = "Get-RedisAtRestCompliance -Path '$Samples' | Get-RedisAtRestRemediation -Path '$Samples' -WarningAction SilentlyContinue"
        Invoke-Session "$import; `$null = Get-RedisAtRestCompliance -Path '$Samples'; $loaded; 'then'; `$null = $plan; $loaded" |
            Should -Be 'then', 'RedisCompliance.Remediation'
    }

    It 'has nothing that reads plans and templates loaded before the first of them, and YAML in no context of the session' {
        $planned = Join-Path (Split-Path -Parent $Samples) 'planned'
        $loaded = "[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(RedisCompliance.Templates|YamlDotNet|AWSSDK.*)$'"
        $shared = "[Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match '^YamlDotNet$'"
        Invoke-Session "$import; `$null = Get-RedisAtRestCompliance -Path '$Samples'; $loaded; 'then'; (Get-RedisAtRestCompliance -Path '$planned').Count; $loaded | Sort-Object; $shared" |
            Should -Be 'then', '6', 'RedisCompliance.Templates', 'YamlDotNet'
    }

    It 'has a type literal for what the audit returns from the first command on' {
        Invoke-Session "$import; [RedisCompliance.Evaluation].FullName; (Get-RedisAtRestCompliance '$Samples' -Id orders) -is [RedisCompliance.Evaluation]" |
            Should -Be 'RedisCompliance.Evaluation', 'True'
    }

    It 'audits with the assemblies for Windows PowerShell, all from their own folder' {
        # PowerShell 7 runs them as well; what it has loaded otherwise is its own business.
        $endpoint = Start-TestEndpoint
        $desktop = Join-Path (Split-Path -Parent $Manifest) 'Desktop'
        $lines = Invoke-Session ("Import-Module '$desktop/RedisCompliance.Module.dll'; (Get-RedisAtRestCompliance '$Samples').Count; " +
            "(Get-RedisAtRestCompliance $at $($endpoint.Url) -AccessKey a -SecretKey b -Id orders).ComplianceResourceId; " +
            "([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'AWSSDK.Core' }).Location")
        Stop-TestEndpoint $endpoint
        $lines | Should -Be '13', 'orders', ([IO.Path]::GetFullPath("$desktop/AWSSDK.Core.dll"))
    }

    It 'refuses calls with the assemblies for Windows PowerShell where another module has an AWS SDK for .NET Framework' {
        $desktop = Join-Path (Split-Path -Parent $Manifest) 'Desktop'
        $lines = Invoke-Session ("Import-Module '$Root/artifacts/foreign/FrameworkSdk/FrameworkSdk.psd1', '$desktop/RedisCompliance.Module.dll'; " +
            "(Get-RedisAtRestCompliance '$Samples').Count; " +
            "try { Get-RedisAtRestCompliance -Region us-east-1 -AccessKey a -SecretKey b } catch { `$_.FullyQualifiedErrorId, `$_.CategoryInfo.Category, `$_.TargetObject }")
        $lines | Should -Be '13', 'SdkConflict,RedisCompliance.Commands.GetRedisAtRestComplianceCommand', 'ResourceUnavailable',
            ([IO.Path]::GetFullPath("$Root/artifacts/foreign/FrameworkSdk/AWSSDK.Core.dll"))
    }
}

# Windows PowerShell has no load contexts to keep two SDKs apart. Each in a session of its own: an assembly once loaded stays.
Describe 'Another module with an AWS SDK of its own' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll {
        $endpoint = Start-TestEndpoint
        $env:AWS_ENDPOINT_URL = $endpoint.Url
        $profiles = Join-Path $TestDrive 'profiles'
        Set-Content $profiles '[base]', 'aws_access_key_id = BASE', 'aws_secret_access_key = SECRET',
            '[audit]', 'role_arn = arn:aws:iam::111111111111:role/audit', 'source_profile = base'

        # Both modules are imported, and ours is used once, so that all of it is loaded.
        function Invoke-Both([string] $Module, [string] $When, [string] $Script) {
            $theirs = "Import-Module '$Root/artifacts/foreign/$Module/$Module.psd1'"
            $ours = "Import-Module '$Manifest'; `$null = Get-RedisAtRestCompliance -Region us-east-1 -AccessKey a -SecretKey b"
            $order = if ($When -eq 'before') { $theirs, $ours } else { $ours, $theirs }
            & $PowerShell -NoProfile -NonInteractive -Command (($order + $Script) -join "`n")
        }
    }

    AfterAll {
        Remove-Item env:AWS_ENDPOINT_URL
        Stop-TestEndpoint $endpoint
    }

    It 'keeps <Module>, loaded <When>, and its credentials are of use to ours' -ForEach @(
        foreach ($module in 'OlderSdk', 'SameSdk', 'NewerSdk') { foreach ($when in 'before', 'after') { @{ Module = $module; When = $when } } }
    ) {
        # The endpoint tells by the key whose account it is.
        $lines = Invoke-Both $Module $When @'
            $keys = [Amazon.Runtime.BasicAWSCredentials]::new('ASIA111111111111', 'SECRET')
            (Get-RedisAtRestCompliance -Region us-east-1 -Credential $keys -Id carts).ComplianceResourceId
            $keys -is [Amazon.Runtime.AWSCredentials]
            [Amazon.Runtime.AWSCredentials].Assembly.Location
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' } |
                ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Sort-Object
'@
        $lines | Should -Be 'carts', 'True', ([IO.Path]::GetFullPath("$Root/artifacts/foreign/$Module/AWSSDK.Core.dll")), 'Default', 'RedisCompliance'
    }

    It 'assumes roles as ours does, loaded <_>' -ForEach 'before', 'after' {
        $theirs = @"
            `$chain = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new('$profiles')
            `$role = `$null
            `$null = `$chain.TryGetProfile('audit', [ref] `$role)
            [Amazon.Runtime.CredentialManagement.AWSCredentialsFactory]::GetAWSCredentials(`$role, `$chain).GetCredentials().AccessKey
"@
        $ours = "(Get-RedisAtRestCompliance -Region us-east-1 -ProfileName audit -ProfileLocation '$profiles' -Id carts).ComplianceResourceId"
        $lines = Invoke-Both SameSdk $_ $(if ($_ -eq 'before') { "$theirs`n$ours" } else { "$ours`n$theirs" })
        $lines | Sort-Object | Should -Be 'ASIA111111111111', 'carts'
    }
}
