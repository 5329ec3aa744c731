using System.Globalization;

namespace Pathmind.Clusters.Work;

/// <summary>How busy this machine is.</summary>
internal static class MachineLoad
{
    const string File = "/proc/loadavg";

    /// <summary>Processes that want to run, mean of the last minute; null where the system does not say.</summary>
    public static double? Now
    {
        get
        {
            try
            {
                return OperatingSystem.IsLinux()
                    && double.TryParse(System.IO.File.ReadAllText(File).Split(' ')[0], CultureInfo.InvariantCulture, out var load)
                    ? load : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
