using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Pathmind.Displays;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Checks;

/// <summary>Lets new instances of a simulation walk with the same seed and the same actions, and compares what they
/// return.</summary>
/// <param name="create">Makes an instance.</param>
/// <param name="seed">Of the actions and the chance.</param>
/// <param name="steps">Of each walk, if there is time.</param>
/// <param name="time">How long it may take: the first walk ends when its share is over, all others are as long as
/// it.</param>
internal sealed class SimulationChecker(Func<Simulation> create, int seed, int steps, CheckTime time)
{
    /// <summary>Steps of the shortest walk, however long a step takes.</summary>
    const int LeastSteps = 3;

    /// <summary>Of a walk that was cut to fewer steps, what never changed in it says nothing.</summary>
    const int TellingSteps = 20;

    /// <summary>An observation beyond this is far from unit scale.</summary>
    const float FarFromUnitScale = 100;

    /// <summary>An observation that never leaves this around 0 may be lost in float32 and in what training adds to
    /// avoid divisions by 0.</summary>
    const float Tiny = 1e-4f;

    /// <summary>Names that one hint lists.</summary>
    const int Named = 6;

    readonly Findings findings = new();
    readonly SimulationInstances instances = new(create);
    int walked;                                                          // steps of each walk

    public SimulationCheck Make()
    {
        var name = "Simulation";
        try
        {
            var simulation = instances.New();
            name = simulation.GetType().Name;
            var first = new CheckedInstance(simulation, findings, seed);
            var alone = FirstWalk(first);
            LookAt(first);
            first.LookAtGoals();
            first.LookAtDrawing();
            Compare(first, alone, simulation.GetType());
            WaitForAnEnd(first);
        }
        catch (BrokenSimulationException)
        {
            // The finding names the exception and the place.
        }
        finally
        {
            if (instances.DisposeAll() is { } thrown)
                findings.Problem($"Dispose() threw {thrown.GetType().Name}: {thrown.Message}");
        }
        return new(name, findings, findings.Omissions.Count == 0 ? 0 : time.MinutesForMore(steps));
    }

    /// <summary>Whether what never changed in the walk may be of interest.</summary>
    bool IsTelling => walked == steps || walked >= TellingSteps;

    /// <summary>Three comparisons with the first instance's walk. If a second instance alone differs already, the other
    /// comparisons show nothing new.</summary>
    void Compare(CheckedInstance first, Trace alone, Type type)
    {
        var state = StaticState(type);
        const string agree = "whether two new instances with the same seed and the same actions agree",
            restored = "whether Reset puts back everything that Step changes", apart = "whether instances stepped by turns share state";
        if (IsLate(agree, restored, apart))
            return;
        var cause = state.Length > 0 ? $" Static fields are shared between instances: {string.Join(", ", state)}." : "";
        if (alone.FirstDifference(Walk(New())) is { } between)
        {
            findings.Problem((state.Length > 0
                ? $"Two new instances with the same seed and the same actions differ.{cause} Keep all state in the instance, and use no "
                + "chance but Random."
                : "Two new instances with the same seed and the same actions differ: use no chance but Random, and neither the clock nor "
                + "static state.") + First(between));
            return;
        }
        if (IsLate(restored, apart))
            return;
        if (alone.FirstDifference(Walk(first)) is { } again)
            findings.Problem(
                "After Reset the same seed and the same actions gave other observations or rewards: Reset must put back everything that "
                + "Step changes, and no chance but Random may be used." + First(again));
        if (IsLate(apart))
            return;
        var (left, right) = (New(), New());
        left.Restart();
        right.Restart();
        Trace traceOfLeft = new(), traceOfRight = new();
        for (var i = 0; i < walked; i++)
        {
            left.Step(traceOfLeft);
            right.Step(traceOfRight);
        }
        if ((alone.FirstDifference(traceOfLeft) ?? alone.FirstDifference(traceOfRight)) is { } byTurns)
            findings.Problem(
                $"Two instances stepped by turns differ from one stepped alone: they share state.{cause} Keep all state in the instance."
                + First(byTurns));

        static string First(string difference) => $" First difference: {difference}.";
    }

    /// <summary>Whether there is no time left; what is then left out is noted.</summary>
    bool IsLate(params string[] comparisons)
    {
        if (!time.IsOver)
            return false;
        foreach (var comparison in comparisons)
            findings.Omission($"Not looked at: {comparison}.");
        return true;
    }

    /// <summary>Goes on until an episode ends by itself, or the time is over.</summary>
    void WaitForAnEnd(CheckedInstance examinee)
    {
        var made = walked;
        for (Trace ignored = new(); examinee.Terminated == 0 && made < 10 * steps && !time.IsOver; made++, ignored.Clear())
            examinee.Step(ignored);
        if (examinee.Terminated == 0 && made < Math.Min(10 * steps, examinee.MaxSteps))
            findings.Omission(
                $"Not seen: the end of an episode. In {Counted.Of(made, "step")} none came, so IsDone may be right or wrong.");
        else if (examinee.Terminated == 0)
            findings.Hint(
                $"IsDone was never true for all agents in {made} random steps: each episode was cut at MaxSteps = {examinee.MaxSteps}. "
                + "That is right for an endless simulation; otherwise look at IsDone, or at whether chance alone can reach the end.");
    }

    void LookAt(CheckedInstance examinee)
    {
        if (examinee.AgentKinds.Count > 1)
            findings.Hint(
                $"The agents are of {examinee.AgentKinds.Count} kinds: {string.Join(", ", examinee.AgentKinds)}. "
                + "One policy learns for all of them and observes which kind decides. If they should be alike, return the same names and "
                + "the same space for each.");
        LookAtDecisions(examinee);
        LookAtRewards(examinee);
        List<(string Name, float Low, float High)> same = [], large = [], tiny = [];
        foreach (var (i, name) in examinee.Observations.ColumnNames().Index())
        {
            var (low, high) = (examinee.Low[i], examinee.High[i]);
            if (!float.IsFinite(low) || !float.IsFinite(high))
                continue;                                                // a problem, and reported as one
            if (low == high)
                same.Add((name, low, high));
            else if (Math.Max(Math.Abs(low), Math.Abs(high)) is var size && size is > FarFromUnitScale or < Tiny)
                (size < Tiny ? tiny : large).Add((name, low, high));
        }
        if (!IsTelling)
        {
            findings.Omission(
                $"Not looked at: which observations and rewards never change, or are tiny: {Counted.Of(walked, "step")} do not tell.");
            (same, tiny) = ([], []);
        }
        Tell(same, one => $"was {Number(one.Low)} in all {walked} random steps", $"never changed in {walked} random steps",
            "What never changes is of no use to the policy: leave it out, or check that it is computed.");
        Tell(large, one => $"lay between {Number(one.Low)} and {Number(one.High)}", "are far from unit scale",
            "Training scales by itself; dividing by the usual size makes learning more even.");
        Tell(tiny, one => $"lay between {Number(one.Low)} and {Number(one.High)}", "are tiny",
            "Differences so small may be lost to the network: divide by the usual size.");
    }

    /// <summary>Who decides on demand must be asked at some time.</summary>
    void LookAtDecisions(CheckedInstance examinee)
    {
        var never = examinee.WithoutDecision;
        if (never.Length == examinee.Agents && walked < steps)
            findings.Omission($"Not seen: a decision. NeedsDecision was false for every agent in {Counted.Of(walked, "step")}.");
        else if (never.Length == examinee.Agents)
            findings.Problem($"NeedsDecision was false for every agent at each of {walked} random steps, so there is nothing to learn: "
                + "return true when an agent must decide.");
        else if (never.Length > 0 && IsTelling)
            findings.Hint($"NeedsDecision was never true for agent {string.Join(", ", never)} in {walked} random steps: check that it is "
                + "asked when it must decide.");
    }

    void LookAtRewards(CheckedInstance examinee)
    {
        var ((low, high), (shortest, longest)) = (examinee.StepReward, examinee.EpisodeLength);
        if (examinee.Rewards is { Names.Length: 0 })
            findings.Problem("GetReward returns no term, so there is nothing to learn: write at least one, as in new() { [\"profit\"] "
                + "= profit }.");
        else if (!IsTelling)
            return;
        else if (low == high && (examinee.Terminated < 2 || shortest == longest))
            findings.Hint($"The reward was {Number(low)} at each of {walked} random steps: where all that happens earns the same, nothing "
                + $"can be learnt. Give terms that distinguish "
                + "better steps from worse ones; if only a far goal is rewarded, which chance did not reach, reward the way to it as "
                    + "well.");
        else if (examinee.Rewards is { Names.Length: > 1 } rewards)
            foreach (var finding in examinee.TermWatch.Findings(rewards.Names, walked))
                findings.Hint(finding);
    }

    /// <summary>One hint for all numbers with the same fault.</summary>
    void Tell(List<(string Name, float Low, float High)> found, Func<(string Name, float Low, float High), string> alone,
        string together, string advice)
    {
        if (found.Count == 1)
            findings.Hint($"The observation '{found[0].Name}' {alone(found[0])}. {advice}");
        else if (found.Count > 1)
            findings.Hint($"The observations "
                + $"{string.Join(", ", found.Take(Named).Select(one => $"'{one.Name}' ({Range(one.Low, one.High)})"))}"
                + $"{(found.Count > Named ? $" and {found.Count - Named} more" : "")} {together}. {advice}");

        static string Range(float low, float high) => low == high ? Number(low) : $"{Number(low)} to {Number(high)}";
    }

    /// <summary>As tables write it: of a number that was computed, the last digits are noise.</summary>
    static string Number(double number) => CellText.Number(number);

    CheckedInstance New() => new(instances.New(), findings, seed);

    /// <summary>The walk that decides how long the others are: all steps, or as many as its share of the time pays
    /// for.</summary>
    Trace FirstWalk(CheckedInstance examinee)
    {
        Trace trace = new();
        time.BeginWalk();
        examinee.Restart();
        for (walked = 0; walked < steps && !(time.IsWalkOver && walked >= LeastSteps); walked++)
            examinee.Step(trace);
        time.EndWalk(walked);
        if (walked < steps)
            findings.Omission(
                $"A step takes {Durations.Short(time.StepTime)}: looked at {Counted.Of(walked, "step")} instead of {steps:N0}, "
                + $"in {Counted.Of(examinee.Episodes, "episode")}.");
        return trace;
    }

    Trace Walk(CheckedInstance examinee)
    {
        Trace trace = new();
        examinee.Restart();
        for (var i = 0; i < walked; i++)
            examinee.Step(trace);
        return trace;
    }

    /// <summary>Static fields that can change, of the class and its bases.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Simulation is annotated: its classes keep their fields.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The bases of a simulation are simulations.")]
    static string[] StaticState(Type type)
    {
        List<string> names = [];
        for (var current = type; current != typeof(Simulation) && current is not null; current = current.BaseType)
            names.AddRange(current.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !field.IsLiteral && !(field.IsInitOnly && field.FieldType.IsValueType) && !field.Name.Contains('<'))
                .Select(field => field.Name));
        return [.. names];
    }
}
