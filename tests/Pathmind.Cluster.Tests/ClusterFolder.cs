namespace Pathmind.Tests;

/// <summary>A temporary folder with a simulation, and the tool in it.</summary>
public abstract class ClusterFolder : IDisposable
{
    /// <summary>A simulation that is learnt in no time: the coin says which side it lies on. With a pause a slice lasts
    /// about a second, whatever the machine does beside.</summary>
    const string Coin = """
        using Pathmind;
        class Coin : Simulation
        {
            int side, step, calls;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (side, step) = (Random.Next(2), 0);
            public override void Step() { step++; calls++; /* more */ }
            public override Observation GetObservation(int agent) => new() { ["side"] = side };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0, ["cost"] = step };
            public override bool IsDone(int agent) => step == 4;
        }
        """;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("pathmind-cluster-").FullName;

    protected ClusterFolder() => File.WriteAllText(
        Path.Combine(Folder, "options.json"), """{ "StopWhenConverged": false, "Ppo": { "RolloutSteps": 64, "Hidden": [16] } }""");

    public virtual void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>C# by which a slice lasts about a second, most of which it sleeps.</summary>
    protected const string Pause = "if (calls % 2 == 0) System.Threading.Thread.Sleep(1);";

    /// <summary>Writes coin.cs.</summary>
    /// <param name="more">C# in its Step.</param>
    protected void Write(string more) => File.WriteAllText(
        Path.Combine(Folder, "coin.cs"), Coin.Replace("/* more */", more, StringComparison.Ordinal));

    /// <summary>Members of the population.</summary>
    protected int Members { get; init; } = 4;

    /// <summary>Begins a training.</summary>
    internal ToolRun Train(string policy, params string[] more) => Start(ArgumentsOf(policy, more));

    internal ToolRun Start(string[] arguments, params (string, string)[] environment) => StartOn(null, arguments, environment);

    /// <summary>Starts the tool on a machine; null for this one.</summary>
    internal ToolRun StartOn(Machine? machine, string[] arguments, params (string, string)[] environment) => new(
        Folder, [("PATHMIND_STUDIO", "off"), ("PATHMIND_DATA", Path.Combine(Folder, "data", "studio")), .. environment], arguments,
        machine);

    /// <summary>Arguments of a training.</summary>
    protected string[] ArgumentsOf(string policy, params string[] more) =>
    [
        "train", "coin.cs", "--population", $"{Members}", "--steps", "12000", "--seed", "3", "--options", "options.json",
        "--reward", "x => x[\"right\"]",
        "--out", policy, "--progress", "none", .. more,
    ];

    /// <summary>Starts another build of the tool.</summary>
    /// <param name="build">Its folder.</param>
    /// <param name="arguments">Of the tool.</param>
    internal ToolRun StartBuild(string build, string[] arguments) => new(
        Folder, [("PATHMIND_STUDIO", "off"), ("PATHMIND_DATA", Path.Combine(Folder, "data", "studio"))], arguments, build: build);

    /// <summary>The policy of a training on threads of one process.</summary>
    protected byte[] Alone()
    {
        Write("");
        using var training = Train("alone");
        training.Succeed(TimeSpan.FromMinutes(10));
        return PolicyOf("alone");
    }

    protected byte[] PolicyOf(string policy) => File.ReadAllBytes(Path.Combine(Folder, policy, "policy.onnx"));
}
