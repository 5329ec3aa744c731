using Pathmind.Checks;
using Pathmind.Displays;
using Pathmind.Words;

namespace Pathmind;

/// <summary>What an examination of a simulation found, in plain words; after Gymnasium's <c>check_env</c>, but all of
/// it, not only the first.</summary>
public sealed class SimulationCheck : IDisplayable
{
    /// <summary>About how long an examination takes at most, unless another time is given.</summary>
    internal static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(20);

    internal SimulationCheck(string simulation, Findings findings, int minutesForMore) =>
        (Simulation, Problems, Hints, Omissions, MinutesForMore) =
            (simulation, findings.Problems, findings.Hints, findings.Omissions, minutesForMore);

    /// <summary>The simulation's name.</summary>
    public string Simulation { get; }

    /// <summary>What must be put right before a training can be trusted.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What may be intended, but often is not.</summary>
    public IReadOnlyList<string> Hints { get; }

    /// <summary>What was looked at less, or not at all, because the simulation is slow and the time was over; empty if
    /// all was looked at.</summary>
    public IReadOnlyList<string> Omissions { get; }

    /// <summary>A time in which more would be looked at; of interest only if there are omissions.</summary>
    internal int MinutesForMore { get; }

    /// <summary>Examines new instances of a simulation under random actions.</summary>
    /// <param name="create">Makes an instance; called several times. The instances must share nothing.</param>
    /// <param name="seed">Seed of the actions and of <see cref="Simulation.Random"/>.</param>
    /// <param name="steps">Steps in each of the four walks that are compared; at least 2. To see an episode end, up to
    /// ten times as many are made.</param>
    /// <param name="time">About how long it may take, above 0: of a slow simulation fewer steps are made, and
    /// <see cref="Omissions"/> says what was not looked at. Null for 20 seconds; <see cref="TimeSpan.MaxValue"/> for as
    /// long as it takes. Where it suffices the same seed gives the same result.</param>
    /// <exception cref="ArgumentException">Fewer than 2 steps, or no time.</exception>
    public static SimulationCheck Of(Func<Simulation> create, int seed = 0, int steps = 2_000, TimeSpan? time = null)
    {
        if (steps < 2)
            throw new ArgumentException($"steps is {steps}, but a check makes at least 2 in each of its walks.");
        if (time <= TimeSpan.Zero)
            throw new ArgumentException($"time is {time}, but must be above 0.");
        return new SimulationChecker(create, seed, steps, new(time ?? UsualTime, TimeProvider.System)).Make();
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

    /// <summary>Problems, then hints and what was not looked at, each under a heading; one per line, broken where the
    /// terminal ends.</summary>
    public override string ToString() => ConsoleDisplay.TerminalWidth is { } width ? WrappedText.Of(Text, width) : Text;

    string Text
    {
        get
        {
            var head = $"{Simulation}: {(Problems.Count == 0 ? NoProblem(Omissions.Count) : Counted.Of(Problems.Count, "problem"))}";
            return string.Join('\n',
            [
                head, .. Problems.Select(problem => $"  ✗ {problem}"),
                .. Hints.Count > 0 ? ["Worth a look; it may be intended:"] : Array.Empty<string>(),
                .. Hints.Select(hint => $"  ? {hint}"),
                .. OmissionLines(Omissions, $"Check(time: TimeSpan.FromMinutes({MinutesForMore}))"),
            ]);
        }
    }

    /// <summary>What is said of a simulation without a problem.</summary>
    internal static string NoProblem(int omissions) =>
        omissions == 0 ? "no problem found" : "no problem found in what was looked at";

    /// <summary>Lines that say what was not looked at; none if all was.</summary>
    /// <param name="omissions">One per line.</param>
    /// <param name="more">What to write in order to look at more.</param>
    internal static IEnumerable<string> OmissionLines(IReadOnlyList<string> omissions, string more) => omissions.Count == 0
        ? []
        : [$"Not all was looked at, to save time; {more} looks at more:", .. omissions.Select(omission => $"  – {omission}")];
}
