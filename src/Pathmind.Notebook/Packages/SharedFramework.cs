using Pathmind.Notebook.References;

namespace Pathmind.Notebook.Packages;

/// <summary>The shared frameworks next to the running .NET, such as Microsoft.AspNetCore.App.</summary>
internal static class SharedFramework
{
    const string Own = "Microsoft.NETCore.App";

    // What the SDKs that can be meant in a script bring along.
    static readonly Dictionary<string, string> Sdks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.NET.Sdk"] = Own, ["Microsoft.NET.Sdk.Web"] = "Microsoft.AspNetCore.App",
    };

    /// <summary>Folder of all shared frameworks: dotnet/shared.</summary>
    static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", ".."));

    static string OfThisVersion => $"{Environment.Version.Major}.{Environment.Version.Minor}.";

    /// <summary>The framework that an SDK brings along.</summary>
    /// <exception cref="PackageException">The SDK is not known.</exception>
    public static string OfSdk(string sdk) => Sdks.TryGetValue(sdk, out var framework) ? framework
        : throw new PackageException($"There is no SDK '{sdk}' for scripts. There are: {string.Join(", ", Sdks.Keys)}.");

    /// <summary>Namespaces that a program of an SDK uses implicitly, in addition to those of every program.</summary>
    public static IEnumerable<string> UsingsOf(string sdk) => OfSdk(sdk) == Own ? [] :
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    /// <summary>The framework's assemblies, in the newest installed version that suits the running .NET; none of .NET
    /// itself, which is there.</summary>
    /// <exception cref="PackageException">It is not installed.</exception>
    public static IReadOnlyList<string> Assemblies(string name)
    {
        if (name.Equals(Own, StringComparison.OrdinalIgnoreCase))
            return [];
        var installed = Directory.GetDirectories(Root).ToDictionary(folder => Path.GetFileName(folder)!, StringComparer.OrdinalIgnoreCase);
        if (!installed.TryGetValue(name, out var folder))
            throw new PackageException($"There is no framework '{name}' in {Root}. Installed: "
                + $"{string.Join(", ", installed.Keys.Order(StringComparer.Ordinal))}.");
        string[] versions = [.. Directory.GetDirectories(folder).Select(each => Path.GetFileName(each))];
        var newest = versions.Where(version => version.StartsWith(OfThisVersion, StringComparison.Ordinal))
            .MaxBy(version => Version.TryParse(version, out var number) ? number : new Version());
        if (newest is null)
            throw new PackageException($"{name} is installed in {string.Join(", ", versions)}; .NET {Environment.Version} is running: "
                + $"install the version {OfThisVersion}x of it.");
        return [.. Directory.GetFiles(Path.Combine(folder, newest), "*.dll").Where(file => ScriptReferences.NameOf(file) is not null)];
    }
}
