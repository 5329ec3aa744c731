using System.Runtime.InteropServices;

namespace Pathmind.Tool;

/// <summary>A machine without ICU (a small container) has the invariant culture only. The runtime would end the process
/// at the first culture that is asked for, unless it is configured before.</summary>
internal static class MissingIcu
{
    const int Oldest = 50, Newest = 100;                                 // versions that the runtime looks for

    /// <summary>Configures the runtime for it, if it is missing. Must run before anything asks for a culture.</summary>
    public static void Mend()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DOTNET_ICU_VERSION_OVERRIDE") is null && !IsThere())
            AppContext.SetSwitch("System.Globalization.Invariant", true);
    }

    static bool IsThere()
    {
        for (var version = Newest; version >= Oldest; version--)
        {
            if (NativeLibrary.TryLoad($"libicuuc.so.{version}", out _))
                return true;
        }
        return false;
    }
}
