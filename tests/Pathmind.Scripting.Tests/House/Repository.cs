namespace Pathmind.Tests;

/// <summary>Where the sources of this build are.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Pathmind.slnx.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Pathmind.slnx"))
        ? folder
        : Above(Path.GetDirectoryName(folder)
            ?? throw new InvalidOperationException($"No Pathmind.slnx above {AppContext.BaseDirectory}."));
}
