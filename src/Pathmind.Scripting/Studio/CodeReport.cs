namespace Pathmind.Reporting;

/// <summary>What an examination of submitted code found (<c>pathmind check … --json</c>): the simulation that is to be
/// trained, or the fault that stands in the way.</summary>
internal sealed record CodeReport
{
    /// <summary>A word of <see cref="CodeFault"/>; null if it can be trained.</summary>
    public string? Fault { get; init; }

    /// <summary>What is wrong, in words, with file and line where there is one.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the simulation's class.</summary>
    public string Simulation { get; init => field = value ?? ""; } = "";

    /// <summary>File that declares it, relative to the folder, with / between folders.</summary>
    public string File { get; init => field = value ?? ""; } = "";

    /// <summary>All simulations that were found, by name.</summary>
    public string[] Simulations { get; init => field = value ?? []; } = [];

    public int Agents { get; init; }

    /// <summary>Names of what the agents observe.</summary>
    public string[] Observations { get; init => field = value ?? []; } = [];

    /// <summary>Names of the reward terms and of the metrics, as a first random step has them.</summary>
    public string[] Terms { get; init => field = value ?? []; } = [];

    public string[] Metrics { get; init => field = value ?? []; } = [];

    /// <summary>What the simulation wants of them, by name and in words: <c>at most 0.02</c>.</summary>
    public Dictionary<string, string> Goals { get; init => field = value ?? []; } = [];

    /// <summary>What the agents decide, in words.</summary>
    public string Actions { get; init => field = value ?? ""; } = "";

    /// <summary>What must be put right before a training can be trusted, and what may be intended.</summary>
    public string[] Problems { get; init => field = value ?? []; } = [];

    public string[] Hints { get; init => field = value ?? []; } = [];

    /// <summary>What was looked at less, or not at all, since the simulation is slow; empty if all was.</summary>
    public string[] Omissions { get; init => field = value ?? []; } = [];

    /// <summary>A time in which more would be looked at; of interest only if there are omissions.</summary>
    public int MinutesForMore { get; init; }
}

/// <summary>What can be wrong with submitted code, in one word for programs.</summary>
internal static class CodeFault
{
    public const string NoScript = "no_script", NoSimulation = "no_simulation", SeveralSimulations = "several_simulations",
        UnknownSimulation = "unknown_simulation", Compilation = "compilation", Packages = "packages", Constructor = "constructor",
        Check = "check", Time = "time", Memory = "memory", Crash = "crash", TooLarge = "too_large",
        TooManyFiles = "too_many_files", NotZip = "not_a_zip", Outside = "outside", Link = "link", Name = "name",
        Options = "options", Observations = "observations", Reward = "reward";
}
