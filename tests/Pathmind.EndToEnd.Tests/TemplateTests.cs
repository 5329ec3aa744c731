using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>The templates of <c>dotnet new</c>, installed from their package: what they make runs as it is.</summary>
[Collection(nameof(PackedKit))]
public sealed class TemplateTests(PackedKit kit)
{
    const string Templates = "src/Pathmind.Templates";

    [Fact]
    public void What_they_make_runs_as_it_is()
    {
        kit.Pack("Pathmind.Templates");
        kit.Pack("Pathmind.Testing");
        kit.Run("dotnet new install artifacts/packages/Pathmind.Templates.*.nupkg --debug:custom-hive \"$PWD/hive\"");
        foreach (var template in new[] { "script", "notebook", "project" })
            kit.Run($"dotnet new pathmind-{template} -n my-shop --debug:custom-hive \"$PWD/hive\"");

        var script = kit.Run("dotnet run my-shop.cs");
        Assert.Contains("Myshop: no problem found", script);
        Assert.True(File.Exists(Path.Combine(kit.Folder, "policies/my-shop/policy.onnx")), script);
        Assert.Matches(@"Passed:\s+3\b", kit.Run("cd my-shop && dotnet test"));

        var simulation = SimulationIn(Read("my-shop.cs"));
        Assert.Equal(simulation, SimulationIn(Read("my-shop/my-shop/Myshop.cs"))
            .Replace("public class", "class", StringComparison.Ordinal));
        using var notebook = JsonDocument.Parse(Read("my-shop.ipynb"));
        var cells = notebook.RootElement.GetProperty("cells").EnumerateArray().Select(SourceOf);
        Assert.Equal(
            simulation, SimulationIn(Assert.Single(cells, cell => cell.Contains("class Myshop", StringComparison.Ordinal)) + "\n"));
    }

    [Fact]
    public void They_ask_for_the_kit_s_own_version()
    {
        var version = Text("Directory.Build.props").Split("<Version>")[1].Split("</Version>")[0];
        Assert.Contains($"#:package Pathmind.Scripting@{version}\n", Text($"{Templates}/templates/script/starter-name.cs"));
        Assert.Contains($"nuget: Pathmind.Scripting, {version}", Text($"{Templates}/templates/notebook/starter-name.ipynb"));
        Assert.Contains(
            $"Include=\"Pathmind.Scripting\" Version=\"{version}\"",
            Text($"{Templates}/templates/project/starter-name/starter-name.csproj"));
        Assert.Contains(
            $"Include=\"Pathmind.Testing\" Version=\"{version}\"",
            Text($"{Templates}/templates/project/starter-name.Tests/starter-name.Tests.csproj"));
    }

    string Read(string file) => File.ReadAllText(Path.Combine(kit.Folder, file));

    static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    static string SourceOf(JsonElement cell) => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));

    static string SimulationIn(string text) => text[text.IndexOf("/// <summary>An example", StringComparison.Ordinal)..];
}
