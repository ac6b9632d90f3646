namespace RedisCompliance.Remediation.Ways;

/// <summary>The command that verifies the result, with the same module that found the resource non-compliant.</summary>
internal static class Verification
{
    public static string PowerShell(string id, string? region) => $"Get-RedisAtRestCompliance -Id {PowerShellText.Quote(id)}"
        + (region is null ? null : $" -Region {PowerShellText.Quote(region)}");
}
