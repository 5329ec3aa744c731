namespace Pathmind;

/// <summary>How much an observation matters to a policy.</summary>
public sealed record ObservationImportance
{
    internal ObservationImportance(string name, Estimate loss) => (Name, Loss) = (name, loss);

    /// <summary>The observation's name; the numbers of a list belong together.</summary>
    public string Name { get; }

    /// <summary>How much less the policy earns per episode when it sees this observation of another moment, with the
    /// interval of 95 %.</summary>
    public Estimate Loss { get; }

    /// <summary>Whether the interval says that the loss is below the tolerance: the policy does not need it.</summary>
    public bool IsNeedless => Loss.High <= Small;

    /// <summary>The tolerance, as reward per episode.</summary>
    internal double Small { get; init; }

    internal string InWords => IsNeedless ? "can be left out" : Loss.Low > 0 ? "matters" : Loss.High < 0 ? "does harm" : "not told yet";
}
