using System.Text;
using Pathmind.Policies;

namespace Pathmind.Tests.Policies;

/// <summary>What becomes of the choices' names in files and plots of a trained policy.</summary>
public sealed class PolicyChoiceNameTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("named choice")]
    [InlineData("named choices, then number")]
    public void The_file_keeps_the_names(string space)
    {
        var trained = PolicyCase.Of(space).Trained;
        trained.Save(folder);

        Assert.Equal(trained.Space, Policy.Local(folder).Space);
        Assert.Equal(trained.Space.ToString(), Policy.Local(folder).Space.ToString());
    }

    [Fact]
    public void The_schema_lists_the_names()
    {
        PolicyCase.Of("named choice").Trained.Save(folder);

        Assert.Contains("names:\n  - up\n  - right\n  - class\n  - \"", File.ReadAllText(Path.Combine(folder, "schema.yaml")));
    }

    [Fact]
    public void A_file_without_names_fits_a_simulation_with_names_and_one_with_other_names_does_not()
    {
        var policy = PolicyCase.Of("named choice");
        var (named, other) = (policy.Schema, new Discrete(["right", "up", "class", "2 × left"]));
        var old = policy.Parts.Description with { Actions = new(new Discrete(4)) };
        var swapped = policy.Parts.Description with { Actions = new(other) };

        Assert.NotNull(ObservationMatch.Of(old, named));
        Assert.NotNull(ObservationMatch.Of(policy.Parts.Description, new("Old", 2, policy.Observations, new(new Discrete(4)), false)));
        Assert.Contains("the action space is Discrete(up, right, class, 2 × left), the policy decides Discrete(right, up, class, 2 × left)",
            Assert.Throws<ArgumentException>(() => ObservationMatch.Of(swapped, named)).Message);
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]", "its action space has 2 names for 4 choices")]
    [InlineData("[\"a\",\"b\",\"c\",\"a\"]", "two choices are called 'a'")]
    [InlineData("[\"a\",\"b\",\"c\",\"\"]", "a name is empty")]
    [InlineData("[\"a\",\"b\",\"c\",7]", "damaged")]
    public void Damaged_names_are_told(string names, string message)
    {
        var entries = PolicyMetadata.Write(PolicyCase.Of("named choice").Parts.Description);
        entries["pathmind.actions"] = $$"""{"choices":4,"size":1,"names":{{names}}}""";

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => PolicyMetadata.Read(entries)).Message);
    }

    [Fact]
    public void The_exported_code_returns_an_enum_of_the_names()
    {
        PolicyCase.Of("named choice").Trained.ExportCSharp(Path.Combine(folder, "Choice.cs"));
        PolicyCase.Of("named choices, then number").Trained.ExportCSharp(Path.Combine(folder, "Pair.cs"));
        var code = ExportedCode.Compile(folder, Directory.GetFiles(folder, "*.cs"));

        var choice = code.GetType("Choice")!.GetMethods()
            .Single(method => method.Name == "Decide" && method.ReturnType != typeof(void)).ReturnType;
        Assert.Equal("Choice_", choice.Name);
        Assert.Equal(["up", "right", "class", "_2___left"], Enum.GetNames(choice));
        Assert.Equal(["slow", "fast"], Enum.GetNames(code.GetType("Pair")!.GetNestedType("Choice1")!));
        Assert.Null(code.GetType("Pair")!.GetNestedType("Choice2"));
        Assert.DoesNotContain("enum", Encoding.UTF8.GetString(Exported("one choice")));
    }

    [Fact]
    public void A_plot_of_actions_names_the_choices()
    {
        var training = new Corridor().Train(new() { Steps = 500, Display = Display.None });

        var plot = Assert.IsType<BarPlot>(training.Policy.PlotActions(new Corridor()));
        Assert.Equal(["left", "right"], plot.Labels);
    }

    byte[] Exported(string space)
    {
        var path = Path.Combine(folder, "Plain.cs");
        PolicyCase.Of(space).Trained.ExportCSharp(path);
        return File.ReadAllBytes(path);
    }

    sealed class Corridor : Simulation
    {
        int place;

        public override ActionSpace ActionSpace(int agent) => new Discrete(["left", "right"]);

        public override void Reset() => place = 2;

        public override void Step() => place += 2 * Action[0].Choice - 1;

        public override Observation GetObservation(int agent) => new() { ["place"] = place };

        public override Reward GetReward(int agent) => new() { ["end"] = place == 4 ? 1 : 0 };

        public override bool IsDone(int agent) => place is 0 or 4;
    }
}
