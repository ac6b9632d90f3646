# Windows PowerShell runs this before it loads the assembly beside it, whose types an older .NET Framework cannot read: the
# import would end with a file of .NET that is missing. (DotNetFrameworkVersion of a manifest is not enforced above 4.5.)
# In a scope of its own, for it is run in the caller's.
& {
    # 461808 is 4.7.2, by Microsoft's table of releases.
    $release = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -ErrorAction Ignore |
        Select-Object -ExpandProperty Release -ErrorAction Ignore
    if ($release -ge 461808) { return }

    $sentence, $advice = if ([cultureinfo]::CurrentUICulture.TwoLetterISOLanguageName -eq 'ja') {
        "RedisCompliance には .NET Framework 4.7.2 以降が必要ですが、このコンピューターのものはそれより古いバージョンです (リリース番号: '$release')。"
        '.NET Framework 4.8 (https://dotnet.microsoft.com/download/dotnet-framework) をインストールするか、.NET Framework を必要としない PowerShell 7.4 以降を使用してください。'
    }
    else {
        "RedisCompliance needs .NET Framework 4.7.2 or later, and that of this computer is older (its release number is '$release')."
        'Install .NET Framework 4.8 (https://dotnet.microsoft.com/download/dotnet-framework), or use PowerShell 7.4 or later, which does not need it.'
    }

    $record = [Management.Automation.ErrorRecord]::new(
        [PlatformNotSupportedException]::new($sentence), 'FrameworkTooOld', 'NotInstalled', '.NET Framework 4.7.2')
    $record.ErrorDetails = [Management.Automation.ErrorDetails]::new($sentence)
    $record.ErrorDetails.RecommendedAction = $advice
    throw $record
}
