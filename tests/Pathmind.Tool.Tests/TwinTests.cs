namespace Pathmind.Tests;

/// <summary>Every script of the repository stands as .cs, for dotnet run, and as .csx, for the tool and for
/// notebooks.</summary>
public sealed class TwinTests : ToolFolder
{
    static string Scripts => Path.Combine(Repository.Root, "scripts");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Scripts, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    /// <summary>All but the factory: its constructor needs prices, which the script's statements read.</summary>
    public static TheoryData<string> Trainable => [.. Names.Select(row => row.Data).Where(name => name != "factory")];

    [Fact]
    public void Every_script_has_its_twin() =>
        Assert.Equal(Names.Select(row => row.Data), Directory.EnumerateFiles(Scripts, "*.csx")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order());

    /// <remarks>dotnet-script caches only scripts that name versions, and compiles no <c>#:</c> line.</remarks>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_twin_loads_the_other_and_holds_only_what_dotnet_script_supports(string name)
    {
        var (twin, script) =
            (File.ReadAllLines(Path.Combine(Scripts, $"{name}.csx")), File.ReadAllText(Path.Combine(Scripts, $"{name}.cs")));
        Assert.Equal("#r \"nuget: Pathmind.Scripting, 0.1.0\"", twin[0]);
        Assert.All(twin[1..^1], line => Assert.Matches("^#r \"nuget: [A-Za-z.]+, [0-9.]+\"$", line));
        Assert.Equal($"#load \"{name}.cs\"", twin[^1]);
        Assert.DoesNotMatch(@"(?m)^#:", script);
        // EntryPointFileDirectoryPath: dotnet run x.cs only
        Assert.DoesNotContain("AppContext.GetData", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_tool_says_how_dotnet_script_compiles_for_speed() => Assert.Contains(
        "dotnet script -c release scripts/mouse.csx", File.ReadAllText(Path.Combine(Repository.Root, "docs", "tool.md")));

    [Theory]
    [MemberData(nameof(Trainable))]
    public void Its_simulation_is_trained_and_run(string name)
    {
        var script = Path.Combine(Scripts, $"{name}.csx");
        Assert.Contains("Saved in policy", Run("train", script, "--steps", "2000", "--out", "policy").Succeeded());
        Run("run", script, "--policy", "policy").Succeeded();
    }

    [Theory]
    [InlineData("mouse.csx", "policies/mouse")]
    [InlineData("mouse.cs", "policies/mouse")]
    [InlineData("factory.csx", "policies/factory")]
    public void Whole_scripts_train_and_save(string script, string folder)
    {
        Run(Path.Combine(Scripts, script)).Succeeded();
        Assert.True(File.Exists(PathOf($"{folder}/policy.onnx")));
    }
}
