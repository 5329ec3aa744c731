using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>The templates of <c>dotnet new</c>, installed from their package: what they make runs as it is.</summary>
public sealed class TemplateTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-templates-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_they_make_runs_as_it_is()
    {
        Install();

        New("script");
        var script = Run("NUGET_PACKAGES=$PWD/packages dotnet run my-shop.cs").Succeeded();
        Assert.Contains("Myshop: no problem found", script);
        Assert.True(File.Exists(Path.Combine(folder, "policies/my-shop/policy.onnx")), script);

        New("notebook");
        using var notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "my-shop.ipynb")));
        var cells = notebook.RootElement.GetProperty("cells").EnumerateArray().Select(cell => string.Concat(Lines(cell))).ToArray();
        var code = Assert.Single(cells, cell => cell.Contains("class Myshop : Simulation", StringComparison.Ordinal));
        Assert.Equal(SimulationIn(File.ReadAllText(Path.Combine(folder, "my-shop.cs"))), SimulationIn(code + "\n"));

        New("project");
        var tests = Run("cd my-shop && NUGET_PACKAGES=$PWD/../packages dotnet test").Succeeded();
        Assert.Matches(@"Passed:\s+2\b", tests);
        Assert.Equal(
            SimulationIn(File.ReadAllText(Path.Combine(folder, "my-shop.cs"))),
            SimulationIn(File.ReadAllText(Path.Combine(folder, "my-shop/my-shop/Myshop.cs"))).Replace("public class", "class", StringComparison.Ordinal));
    }

    [Fact]
    public void They_ask_for_the_kit_s_own_version()
    {
        var properties = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        var version = properties.Split("<Version>")[1].Split("</Version>")[0];
        var templates = Path.Combine(Repository.Root, "src/Pathmind.Templates/templates");
        Assert.Contains($"#:package Pathmind.Scripting@{version}\n", File.ReadAllText(Path.Combine(templates, "script/starter-name.cs")));
        Assert.Contains($"nuget: Pathmind.Scripting, {version}", File.ReadAllText(Path.Combine(templates, "notebook/starter-name.ipynb")));
        Assert.Contains(
            $"Include=\"Pathmind.Scripting\" Version=\"{version}\"",
            File.ReadAllText(Path.Combine(templates, "project/starter-name/starter-name.csproj")));
    }

    /// <summary>Packs the kit and the templates into a feed here, and installs the templates for this folder alone.</summary>
    void Install()
    {
        Shell.Run(Repository.Root, $"""
            dotnet pack src/Pathmind.Scripting -c Release -o '{folder}/artifacts/packages' -v q
            dotnet pack src/Pathmind.Templates -o '{folder}/artifacts/packages' -v q
            """).Succeeded();
        File.Copy(Path.Combine(Repository.Root, "nuget.config"), Path.Combine(folder, "nuget.config"));
        Run("""
            cached=${NUGET_PACKAGES:-$HOME/.nuget/packages}
            mkdir packages
            for package in "$cached"/*; do case "$(basename "$package")" in pathmind.*) ;; *) ln -s "$package" packages/;; esac; done
            dotnet new install artifacts/packages/Pathmind.Templates.*.nupkg --debug:custom-hive "$PWD/hive"
            """).Succeeded();
    }

    void New(string template) => Run($"dotnet new pathmind-{template} -n my-shop --debug:custom-hive \"$PWD/hive\"").Succeeded();

    ShellResult Run(string script) => Shell.Run(folder, script);

    static IEnumerable<string?> Lines(JsonElement cell) => cell.GetProperty("source").EnumerateArray().Select(line => line.GetString());

    static string SimulationIn(string text) => text[text.IndexOf("/// <summary>An example", StringComparison.Ordinal)..];
}
