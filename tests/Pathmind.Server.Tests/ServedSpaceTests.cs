using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>A served policy is compared with the simulation before the first step.</summary>
public sealed class ServedSpaceTests
{
    public static TheoryData<string, ActionSpace, string> Others => new()
    {
        { "bounded", new Continuous(2, -2, 5),
            "it decides real numbers from [-2, -2] to [6, 6], but the simulation takes real numbers from [-2, -2] to [5, 5]" },
        { "one choice", new Discrete(5), "it decides one of 4 choices, but the simulation takes one of 5 choices" },
        { "named choice", new Discrete(["up", "right", "left", "class"]),
            "it decides one of 4 choices (up, right, class, 2 × left), but the "
            + "simulation takes one of 4 choices (up, right, left, class)" },
        { "unbounded", new Continuous(3, 0, 1), "it decides real numbers from [no bound, no bound, no bound] to" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Another_action_space_is_said_before_the_first_step(string served, ActionSpace space, string problem)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of(served));
        var simulation = Warehouse(space);

        var error = Assert.Throws<ArgumentException>(() => Run(server, simulation));

        Assert.Contains(problem, error.Message);
        Assert.Equal(0, simulation.Steps);
    }

    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public async Task The_same_space_fits(string space, bool masks)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of(space, masks));
        var simulation = Warehouse(PolicyCase.Spaces[space]);

        Run(server, simulation);

        Assert.True(simulation.Steps > 0);
    }

    static void Run(RunningServer server, TestSimulation simulation) =>
        simulation.Run(Policy.Server(server.Address.ToString(), RunningServer.Key), episodes: 1, display: Display.None);

    static TestSimulation Warehouse(ActionSpace space) => new()
    {
        Space = space, Length = 3, Observation = (test, _) => new() { ["y"] = test.Steps, ["orders"] = new float[3], ["x"] = 1 },
        Reward = (_, _) => new() { ["none"] = 0 },
    };
}
