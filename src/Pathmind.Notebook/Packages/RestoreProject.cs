using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Pathmind.Notebook.Packages;

/// <summary>The project that is written for a set of packages, only to be restored.</summary>
internal static class RestoreProject
{
    static readonly string[] Spellings = ["nuget.config", "NuGet.config", "NuGet.Config"];

    /// <summary>The text of the project file.</summary>
    /// <param name="requests">One for a name.</param>
    /// <param name="sources">Folders and feeds in addition to those of the user's nuget.config.</param>
    /// <param name="folder">Folder of the script: nuget.config files are looked for there and above.</param>
    public static string Text(IEnumerable<PackageRequest> requests, IEnumerable<string> sources, string folder) => new XElement("Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RestoreRootConfigDirectory", folder),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources)),
            new XElement("DisableImplicitNuGetFallbackFolder", "true"),
            new XElement("NuGetAudit", "false")),
        new XElement("ItemGroup",
            requests.OrderBy(request => request.Name, StringComparer.OrdinalIgnoreCase).Select(request => new XElement("PackageReference",
                new XAttribute("Include", request.Name), new XAttribute("Version", request.Version ?? "*"))))).ToString();

    /// <summary>Name of the folder of a restore: a hash of everything that decides its outcome.</summary>
    public static string Key(string project, string folder)
    {
        var decisive = new StringBuilder(project);
        foreach (var configuration in Configurations(folder))
            decisive.Append('\n').Append(File.ReadAllText(configuration));
        decisive.Append('\n').Append(string.Join(',', RuntimeIdentifiers.OfThisMachine));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(decisive.ToString())))[..32];
    }

    /// <summary>nuget.config of the folder and of all above it; NuGet accepts three spellings.</summary>
    static IEnumerable<string> Configurations(string folder)
    {
        for (var each = new DirectoryInfo(folder); each is not null; each = each.Parent)
        {
            var file = Spellings.Select(name => Path.Combine(each.FullName, name)).FirstOrDefault(File.Exists);
            if (file is not null)
                yield return file;
        }
    }
}
