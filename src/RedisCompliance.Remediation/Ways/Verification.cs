namespace RedisCompliance.Remediation.Ways;

/// <summary>How one sees that a way has led where it should: by the module that found the resource wanting.</summary>
internal static class Verification
{
    public static string PowerShell(string id, string? region) => $"Get-RedisAtRestCompliance -Id {PowerShellText.Quote(id)}"
        + (region is null ? null : $" -Region {PowerShellText.Quote(region)}");
}
