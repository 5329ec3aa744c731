using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pathmind.Clusters.Nodes;

/// <summary>What must be the same on all machines of one training, so that its bits are: the kit's very build, and the
/// kind of processor with the width of its vectors.</summary>
internal static class KitVersion
{
    /// <summary>As in <c>0.1.0 build 1f2e3d4c on x64, vectors of 256 bits</c>.</summary>
    public static string Here { get; } = Of(typeof(Simulation).Assembly, Width);

    /// <summary>Bits of a vector: as the networks choose it.</summary>
    static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    static string Of(System.Reflection.Assembly kit, int width) =>
        $"{kit.GetName().Version?.ToString(3)} build {$"{kit.ManifestModule.ModuleVersionId:N}"[..8]} on "
        + $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, vectors of {width} bits";
}
