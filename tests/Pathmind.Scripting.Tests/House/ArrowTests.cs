using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>The folder list is the architecture: arrows point one way.</summary>
public sealed partial class ArrowTests
{
    static readonly Dictionary<string, string[]> Folders = new()
    {
        ["Words"] = [],
        ["Simulations"] = ["Words"],
        ["Networks"] = [],
        ["Display"] = ["Words"],
        ["Files"] = [],
        ["Policies"] = ["Words", "Files", "Simulations", "Networks"],
        ["Rollouts"] = ["Words", "Files", "Simulations", "Policies", "Display", "Networks"],
        ["Training"] = ["Words", "Files", "Simulations", "Networks", "Display", "Policies", "Rollouts"],
        ["Reports"] = ["Words", "Files", "Simulations", "Display", "Policies", "Rollouts", "Training"],
    };

    /// <summary>Inside of Training: what collects experience and what surrounds a learner know no algorithm.</summary>
    static readonly Dictionary<string, string[]> TrainingFolders = new()
    {
        ["Collection"] = [],
        ["Ppo"] = ["Collection"],
        ["Session"] = ["Collection"],
    };

    static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Pathmind.Scripting"] = [],
        ["Pathmind.Commands"] = ["Pathmind.Scripting"],
        ["Pathmind.Interactive"] = ["Pathmind.Scripting", "Pathmind.Commands"],
        ["Pathmind.Notebook"] = ["Pathmind.Scripting", "Pathmind.Commands"],
        ["Pathmind.OnnxRuntime"] = ["Pathmind.Scripting"],
        ["Pathmind.Plotly"] = ["Pathmind.Scripting"],
        ["Pathmind.Server"] = ["Pathmind.Scripting"],
        ["Pathmind.Tool"] = ["Pathmind.Scripting", "Pathmind.Commands", "Pathmind.Notebook", "Pathmind.Server"],
        ["Pathmind.Templates"] = [],
    };

    static string SourceFolder => Path.Combine(Repository.Root, "src");

    [Fact]
    public void Folders_use_only_the_folders_that_their_arrows_point_to()
    {
        var sources = Sources();
        Assert.NotEmpty(sources);
        Assert.Empty(Arrows.Violations(sources, Folders));
    }

    [Fact]
    public void What_surrounds_a_learner_knows_no_algorithm()
    {
        var sources = Sources().Where(source => source.Folder == "Training").Select(source => source.File.Split('/', '\\') is [_, var folder, _]
            ? source with { Folder = folder, Text = source.Text.Replace("namespace Pathmind.Training", "namespace Here") } : null);
        Assert.Empty(Arrows.Violations([.. sources.OfType<Source>()], TrainingFolders));
    }

    [Fact]
    public void Every_folder_has_its_arrows() => Assert.Empty(Sources().Select(source => source.Folder).Distinct().Except(Folders.Keys));

    [Fact]
    public void Projects_reference_only_the_projects_that_their_arrows_point_to()
    {
        var projects = Directory.EnumerateDirectories(SourceFolder).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"));
        foreach (var project in projects)
        {
            var references = ProjectReferences().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value);
            Assert.Empty(references.Except(Projects[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    [Theory]
    [InlineData("using Pathmind.Policies;")]                                 // internal types, by namespace
    [InlineData("class Adam { object x = new Pathmind.Policies.Onnx(); }")]
    [InlineData("class Adam(Policy policy);")]                               // public types, by name
    [InlineData("class Adam : Policy;")]
    [InlineData("class Adam { List<Policy> all; }")]
    [InlineData("class Adam { object x = Policy.Random(1); }")]
    [InlineData("class Adam { string text = $\"{nameof(Policy)} …\"; }")]
    public void A_planted_use_against_the_arrows_is_found(string planted) =>
        Assert.Single(Arrows.Violations([PolicyFile, new("Networks", "Networks/Adam.cs", planted)], Folders));

    [Theory]
    [InlineData("Networks", "// a Policy is trained by this\nclass Adam { string text = \"Policy\"; }")]
    [InlineData("Networks", "class Adam(int count) { string text = $\"{count} Policy\"; }")]
    [InlineData("Networks", "class Adam { int Policy { get; } int Twice => this.Policy; }")]
    [InlineData("Rollouts", "using Pathmind.Policies;\nclass Episode(Policy policy);")]
    [InlineData("Policies", "class RandomPolicy : Policy;")]
    public void A_permitted_use_is_not_reported(string folder, string text) =>
        Assert.Empty(Arrows.Violations([PolicyFile, new(folder, $"{folder}/It.cs", text)], Folders));

    static Source PolicyFile => new("Policies", "Policies/Policy.cs", "namespace Pathmind.Policies;\n\npublic abstract class Policy;\n");

    static Source[] Sources()
    {
        var project = Path.Combine(SourceFolder, "Pathmind.Scripting");
        return
        [
            .. from folder in Directory.EnumerateDirectories(project)
               let topic = Path.GetFileName(folder)
               where topic is not ("bin" or "obj" or "interactive-extensions")
               from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
               select new Source(topic, Path.GetRelativePath(project, file), File.ReadAllText(file)),
        ];
    }

    [GeneratedRegex("""<ProjectReference Include="[^"]*?([\w.]+)\.csproj""")]
    private static partial Regex ProjectReferences();
}
