namespace Pathmind.Reporting;

/// <summary>Finds the studio that runs, by what the environment says or by the file that it writes into its data
/// folder.</summary>
internal static class StudioSearch
{
    /// <summary>Variables: the folder of the studio's data, its address and token, and "off" to report
    /// nothing.</summary>
    public const string DataVariable = "PATHMIND_DATA", UrlVariable = "PATHMIND_URL", TokenVariable = "PATHMIND_TOKEN",
        SwitchVariable = "PATHMIND_STUDIO";

    /// <summary>Where a studio of this user keeps its data, unless it is told otherwise.</summary>
    public static string DataFolder => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "pathmind", "studio");

    /// <summary>Whether a studio is found by its file, and not by its address.</summary>
    public static bool IsByFile => Environment.GetEnvironmentVariable(UrlVariable) is not { Length: > 0 };

    /// <summary>The studio to report to; null if there is none, or if what is written about it cannot be
    /// read.</summary>
    public static StudioFile? Find()
    {
        if (Environment.GetEnvironmentVariable(SwitchVariable) is "off" or "0" or "false" or "none")
            return null;
        if (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } url)
            return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? new() { Url = url, Token = Environment.GetEnvironmentVariable(TokenVariable) ?? "" }
                : null;
        return StudioFile.TryRead(Path.Combine(DataFolder, StudioFile.Name));
    }
}
