namespace Pathmind;

/// <summary>How a simulation that is written in Python is run.</summary>
public sealed record PythonOptions
{
    /// <summary>The Python that runs it, as a path or as a name in PATH; it needs numpy, and for <c>gym:NAME</c>
    /// gymnasium or gym. Default: what the environment variable PATHMIND_PYTHON names, else <c>python3</c>.</summary>
    public string Python { get; init; } = Environment.GetEnvironmentVariable("PATHMIND_PYTHON") is { Length: > 0 } named ? named
        : OperatingSystem.IsWindows() ? "python" : "python3";

    /// <summary>Arguments of the environment by name, as a JSON object: <c>{"map_name": "8x8"}</c>. Null for
    /// none.</summary>
    public string? Arguments { get; init; }

    /// <summary>Longest time of a step or a reset, above 0: a process that takes longer is ended and
    /// replaced.</summary>
    public TimeSpan StepTimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time in which a process imports its libraries and makes an environment, above 0.</summary>
    public TimeSpan StartTimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="ArgumentException">Options out of range; the message names every one.</exception>
    internal void Validate()
    {
        (bool IsRight, string Message)[] rules =
        [
            (!string.IsNullOrWhiteSpace(Python), "Python is empty, but must name the Python to run, as in python3"),
            (StepTimeLimit > TimeSpan.Zero, $"StepTimeLimit is {StepTimeLimit}, but must be above 0"),
            (StartTimeLimit > TimeSpan.Zero, $"StartTimeLimit is {StartTimeLimit}, but must be above 0"),
        ];
        string[] broken = [.. rules.Where(rule => !rule.IsRight).Select(rule => rule.Message)];
        if (broken.Length > 0)
            throw new ArgumentException($"PythonOptions: {string.Join("; ", broken)}.");
    }
}
