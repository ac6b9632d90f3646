using System.Security.Cryptography;

namespace RedisCompliance.Commands;

/// <summary>The function's package, as staged with the module.</summary>
internal static class StagedFunction
{
    /// <summary>The path of the package.</summary>
    public static string FilePath { get; } = Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(typeof(StagedFunction).Assembly.Location)!, "..", "function", "RedisCompliance.Function.zip"));

    /// <summary>The version of the module and of the package.</summary>
    public static string ModuleVersion { get; } = typeof(StagedFunction).Assembly.GetName().Version!.ToString(3);

    /// <summary>Reads the package.</summary>
    public static FunctionPackage Load()
    {
        byte[] zip = File.ReadAllBytes(FilePath);
        using SHA256 hash = SHA256.Create();
        hash.TransformFinalBlock(zip, 0, zip.Length);
        return new FunctionPackage(zip, Convert.ToBase64String(hash.Hash!));
    }
}
