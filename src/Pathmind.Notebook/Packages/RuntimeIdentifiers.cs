using System.Runtime.InteropServices;

namespace Pathmind.Notebook.Packages;

/// <summary>Kinds of machines that packages name in their folders <c>runtimes/RID</c>.</summary>
internal static class RuntimeIdentifiers
{
    /// <summary>Identifiers that suit this machine, best first.</summary>
    public static IReadOnlyList<string> OfThisMachine { get; } = Fallbacks(RuntimeInformation.RuntimeIdentifier);

    /// <summary>linux-musl-x64 → linux-musl-x64, linux-musl, linux-x64, linux, unix-x64, unix, any.</summary>
    /// <param name="identifier">Portable (linux-x64), or of a distribution (debian.12-x64), which is taken as
    /// linux.</param>
    public static IReadOnlyList<string> Fallbacks(string identifier)
    {
        var cut = identifier.LastIndexOf('-');
        var (system, architecture) = cut < 0 ? (identifier, "") : (identifier[..cut], identifier[cut..]);
        var family = system.Split('.', '-')[0];
        string[] systems = family switch
        {
            "win" => ["win"],
            "osx" => ["osx", "unix"],
            "linux" when system == "linux-musl" => ["linux-musl", "linux", "unix"],
            _ when system.StartsWith("alpine", StringComparison.Ordinal) => ["linux-musl", "linux", "unix"],
            _ => ["linux", "unix"],
        };
        return [.. new[] { identifier }.Concat(systems.SelectMany(each => new[] { each + architecture, each })).Append("any").Distinct()];
    }
}
