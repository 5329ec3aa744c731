namespace Pathmind.Testing;

/// <summary>A simulation or a policy is not what a test expects. It belongs to no test framework: all of them report
/// its message as the reason of the failure.</summary>
public sealed class SimulationTestException : Exception
{
    internal SimulationTestException(string message, params IReadOnlyList<string> problems)
        : base(message) => Problems = problems;

    /// <summary>Each problem in a sentence or two.</summary>
    public IReadOnlyList<string> Problems { get; }
}
