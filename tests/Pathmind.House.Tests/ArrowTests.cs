using System.Text.RegularExpressions;

namespace Pathmind.Tests;

/// <summary>The folder list is the architecture: the arrows of all projects and folders point one way, as
/// <see cref="House"/> draws them.</summary>
public sealed partial class ArrowTests
{
    [Theory]
    [InlineData("Pathmind.Scripting")]
    [InlineData("Pathmind.Cluster")]
    [InlineData("Pathmind.Notebook")]
    [InlineData("Pathmind.Server")]
    [InlineData("Pathmind.Studio")]
    public void Folders_use_only_the_folders_that_their_arrows_point_to(string project)
    {
        var (sources, folders) = (House.SourcesOf(project), House.Folders[project]);
        Assert.NotEmpty(sources);
        Assert.Empty(sources.Select(source => source.Folder).Distinct().Except(folders.Keys));
        Assert.Empty(Arrows.Violations(sources, folders));
    }

    [Fact]
    public void What_surrounds_a_learner_knows_no_algorithm()
    {
        var inner = House.SourcesOf("Pathmind.Scripting")
            .Where(source => source.File.StartsWith("Training/", StringComparison.Ordinal) && source.File.Count(c => c == '/') == 2)
            .Select(source => source with
            {
                Folder = source.File.Split('/')[1],
                Text = source.Text.Replace("namespace Pathmind.Training", "namespace Here")
            });
        Assert.Empty(Arrows.Violations([.. inner], House.TrainingFolders));
    }

    [Fact]
    public void Projects_reference_only_the_projects_that_their_arrows_point_to()
    {
        var projects = Directory.EnumerateDirectories(House.SourceFolder).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .ToArray();
        Assert.Equal(House.Projects.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var references = ProjectReferences().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value);
            Assert.Empty(references.Except(House.Projects[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    /// <summary>Classes of tests run at the same time: two that build there would write the same files.</summary>
    [Fact]
    public void What_tests_build_in_the_repository_itself_is_built_by_one_class()
    {
        var builders = House.AllFiles().Where(file => BuildsHere().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file))));
        Assert.Equal(["tests/Pathmind.EndToEnd.Tests/KitPackages.cs"], builders);
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
        Assert.Single(Arrows.Violations([PolicyFile, new("Networks", "Networks/Adam.cs", planted)], House.Folders["Pathmind.Scripting"]));

    [Theory]
    [InlineData("Networks", "// a Policy is trained by this\nclass Adam { string text = \"Policy\"; }")]
    [InlineData("Networks", "class Adam(int count) { string text = $\"{count} Policy\"; }")]
    [InlineData("Networks", "class Adam { int Policy { get; } int Twice => this.Policy; }")]
    [InlineData("Rollouts", "using Pathmind.Policies;\nclass Episode(Policy policy);")]
    [InlineData("Policies", "class RandomPolicy : Policy;")]
    public void A_permitted_use_is_not_reported(string folder, string text) =>
        Assert.Empty(Arrows.Violations([PolicyFile, new(folder, $"{folder}/It.cs", text)], House.Folders["Pathmind.Scripting"]));

    static Source PolicyFile => new("Policies", "Policies/Policy.cs", "namespace Pathmind.Policies;\n\npublic abstract class Policy;\n");

    [GeneratedRegex(@"Shell\.Run\(\s*Repository\.Root,[^;]*\bdotnet ")]
    private static partial Regex BuildsHere();

    [GeneratedRegex("""<ProjectReference Include="[^"]*?([\w.]+)\.csproj""")]
    private static partial Regex ProjectReferences();
}
