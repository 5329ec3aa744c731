using Pathmind.Checks;
using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind;

/// <summary>What an examination of a simulation found, in plain words; after Gymnasium's <c>check_env</c>, but all of
/// it, not only the first.</summary>
public sealed class SimulationCheck : IDisplayable
{
    internal SimulationCheck(string simulation, IReadOnlyList<string> problems, IReadOnlyList<string> hints) =>
        (Simulation, Problems, Hints) = (simulation, problems, hints);

    /// <summary>The simulation's name.</summary>
    public string Simulation { get; }

    /// <summary>What must be put right before a training can be trusted.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What may be intended, but often is not.</summary>
    public IReadOnlyList<string> Hints { get; }

    /// <summary>Examines new instances of a simulation under random actions.</summary>
    /// <param name="create">Makes an instance; called several times. The instances must share nothing.</param>
    /// <param name="seed">Seed of the actions and of <see cref="Simulation.Random"/>.</param>
    /// <param name="steps">Steps in each of the four walks that are compared; at least 2. To see an episode end, up to
    /// ten times as many are made.</param>
    /// <exception cref="ArgumentException">Fewer than 2 steps.</exception>
    public static SimulationCheck Of(Func<Simulation> create, int seed = 0, int steps = 2_000)
    {
        if (steps < 2)
            throw new ArgumentException($"steps is {steps}, but a check makes at least 2 in each of its walks.");
        return new SimulationChecker(create, seed, steps).Make();
    }

    /// <summary>Fails if there is a problem; hints do not count.</summary>
    /// <exception cref="InvalidOperationException">There is a problem; the message lists all.</exception>
    public void ThrowIfAny()
    {
        if (Problems.Count > 0)
            throw new InvalidOperationException(Text);
    }

    /// <summary>The text.</summary>
    public DisplayContent ToDisplay() => new TextLine(Text);

    /// <summary>Problems, then hints under a separate heading; one per line, broken where the terminal ends.</summary>
    public override string ToString() => ConsoleDisplay.TerminalWidth is { } width ? WrappedText.Of(Text, width) : Text;

    string Text
    {
        get
        {
            var head = $"{Simulation}: {(Problems.Count == 0 ? "no problem found" : Counted.Of(Problems.Count, "problem"))}";
            return string.Join('\n',
            [
                head, .. Problems.Select(problem => $"  ✗ {problem}"),
                .. Hints.Count > 0 ? ["Worth a look; it may be intended:"] : Array.Empty<string>(),
                .. Hints.Select(hint => $"  ? {hint}"),
            ]);
        }
    }
}
