using System.Runtime.CompilerServices;

namespace RedisCompliance;

/// <summary>Values of <see cref="MethodImplOptions"/> that netstandard2.0 does not name.</summary>
internal static class MethodOptions
{
    /// <summary>
    /// Optimizes a method when it is first compiled, for code that every record passes through. A process often runs only one
    /// audit, and ends before tiered compilation would optimize it (docs/adr/0003).
    /// </summary>
    public const MethodImplOptions AggressiveOptimization = (MethodImplOptions)512;
}
