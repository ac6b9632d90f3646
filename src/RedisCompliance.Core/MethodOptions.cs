using System.Runtime.CompilerServices;

namespace RedisCompliance;

/// <summary>Values of <see cref="MethodImplOptions"/> that netstandard2.0 does not name.</summary>
internal static class MethodOptions
{
    /// <summary>
    /// Compiled well at once, and never again: for what every record of a listing goes through. An audit is often the only
    /// thing that a process does, and over before the runtime would have found out what is worth it (docs/adr/0003).
    /// </summary>
    public const MethodImplOptions AggressiveOptimization = (MethodImplOptions)512;
}
