using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Tests;

/// <summary>What an observation's numbers were before they became floats is kept with the policy.</summary>
public sealed class ObservationTypeTests
{
    enum Light
    {
        Red,
        Amber,
        Green,
    }

    enum Level
    {
        Low = 10,
        High = 20,
    }

    static ObservationLayout Written(bool behindList)
    {
        var first = behindList ? new Observation { ["list"] = new[] { 1f, 2 } } : default;
        first["real"] = 0.5f;
        first["double"] = 2.0;
        first["whole"] = 3;
        first["flag"] = true;
        first["light"] = Light.Green;
        first["level"] = Level.High;
        first["maybe"] = (bool?)false;
        first["count"] = (long?)4L;
        first["ninth"] = Light.Amber;
        first["flags"] = new[] { true, false };
        first["wholes"] = new List<int> { 1, 2 };
        first["reals"] = new[] { 1.5, 2 };
        return new(first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_type_is_that_of_the_first_observation(bool behindList)
    {
        var layout = Written(behindList);

        Assert.Equal(["real", "double", "reals"], With("real"));
        Assert.Equal(["flag", "maybe", "flags"], With("bool"));
        Assert.Equal(["whole", "light", "level", "count", "ninth", "wholes"], With("whole"));
        Assert.Equal(["Red", "Amber", "Green"], TypeOf("light").Names);
        Assert.Equal(TypeOf("light"), TypeOf("ninth"));
        Assert.Empty(TypeOf("level").Names);                             // its values are not 0, 1, …

        IEnumerable<string> With(string word) => layout.Names.Where(name => name != "list" && TypeOf(name).Word == word);

        ObservationType TypeOf(string name) => layout.Types[Array.IndexOf(layout.Names, name)]!;
    }

    [Fact]
    public void Files_keep_the_type_and_those_without_one_have_none()
    {
        var layout = Written(behindList: true);
        var description = Description(layout);
        var entries = PolicyMetadata.Write(description);

        Assert.Equal(layout.Types, PolicyMetadata.Read(entries).Observations.Types);
        entries["pathmind.observations"] = """[{"name":"x"},{"name":"orders","length":3}]""";
        Assert.All(PolicyMetadata.Read(entries).Observations.Types, Assert.Null);
    }

    [Fact]
    public void Schema_yaml_says_the_type_as_python_does()
    {
        using MemoryStream stream = new();
        PolicySchema.Write(stream, Description(Written(behindList: false)));
        var yaml = System.Text.Encoding.UTF8.GetString(stream.ToArray());

        Assert.Contains("  flag:\n    type: bool\n", yaml);
        Assert.Contains("  whole:\n    type: int\n", yaml);
        Assert.Contains("  real:\n    type: float\n", yaml);
        Assert.Contains("  light:\n    type: int\n    names:\n    - Red\n    - Amber\n    - Green\n", yaml);
        Assert.Contains("  flags:\n    type: List[bool]\n    min_items: 2\n", yaml);
    }

    static PolicyDescription Description(ObservationLayout layout) => new()
    {
        Simulation = "Crossing", Agents = 1, Observations = layout, Actions = new(new Discrete(2)), HasMask = false,
        RewardTerms = ["passed"],
    };
}
