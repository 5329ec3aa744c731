using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Lets new instances of a simulation walk with the same seed and the same actions, and compares what they return.</summary>
internal sealed class Examination(Func<Simulation> create, int seed, int steps)
{
    /// <summary>An observation beyond this is far from unit scale.</summary>
    const float FarFromUnitScale = 100;

    readonly Findings findings = new();
    readonly SimulationInstances instances = new(create);

    public SimulationCheck Make()
    {
        var name = "Simulation";
        try
        {
            var simulation = instances.New();
            name = simulation.GetType().Name;
            var first = new Examinee(simulation, findings, seed);
            var alone = Walk(first);
            LookAt(first);
            Compare(first, alone, simulation.GetType());
            WaitForAnEnd(first);
        }
        catch (BrokenSimulationException)
        {
            // The finding says what was thrown where.
        }
        finally
        {
            if (instances.DisposeAll() is { } thrown)
                findings.Problem($"Dispose() threw {thrown.GetType().Name}: {thrown.Message}");
        }
        return new(name, findings.Problems, findings.Hints);
    }

    /// <summary>Three comparisons with the first instance's walk. If a second instance alone differs already, the others would tell nothing new.</summary>
    void Compare(Examinee first, List<double> alone, Type type)
    {
        var state = StaticState(type);
        var cause = state.Length > 0 ? $" Static fields are shared between instances: {string.Join(", ", state)}." : "";
        if (!Same(alone, Walk(New())))
        {
            findings.Problem(state.Length > 0
                ? $"Two new instances with the same seed and the same actions differ.{cause} Keep all state in the instance, and use no chance but Random."
                : "Two new instances with the same seed and the same actions differ: use no chance but Random, and neither the clock nor static state.");
            return;
        }
        if (!Same(alone, Walk(first)))
            findings.Problem("After Reset the same seed and the same actions gave other observations or rewards: Reset must put back everything that Step changes, and no chance but Random may be used.");
        var (left, right) = (New(), New());
        left.Restart();
        right.Restart();
        List<double> traceOfLeft = [], traceOfRight = [];
        for (var i = 0; i < steps; i++)
        {
            left.Step(traceOfLeft);
            right.Step(traceOfRight);
        }
        if (!Same(alone, traceOfLeft) || !Same(alone, traceOfRight))
            findings.Problem($"Two instances stepped by turns differ from one stepped alone: they share state.{cause} Keep all state in the instance.");
    }

    /// <summary>Goes on until an episode ends by itself.</summary>
    void WaitForAnEnd(Examinee examinee)
    {
        var made = steps;
        for (List<double> ignored = []; examinee.Terminated == 0 && made < 10 * steps; made++, ignored.Clear())
            examinee.Step(ignored);
        if (examinee.Terminated == 0)
            findings.Hint($"IsDone was never true for all agents in {made} random steps: each episode was cut at MaxSteps = {examinee.MaxSteps}. That is right for an endless simulation; otherwise look at IsDone, or at whether chance alone can reach the end.");
    }

    void LookAt(Examinee examinee)
    {
        var names = examinee.Observations.ColumnNames();
        for (var i = 0; i < names.Length; i++)
        {
            var (low, high) = (examinee.Low[i], examinee.High[i]);
            if (!float.IsFinite(low) || !float.IsFinite(high))
                continue;                                                // a problem, and reported as one
            if (low == high)
                findings.Hint($"The observation '{names[i]}' was {low} in all {steps} random steps. What never changes tells the policy nothing: leave it out, or check that it is computed.");
            else if (Math.Max(Math.Abs(low), Math.Abs(high)) > FarFromUnitScale)
                findings.Hint($"The observation '{names[i]}' lay between {low} and {high}. Training scales it by itself; dividing it by its usual size makes learning more even.");
        }
    }

    Examinee New() => new(instances.New(), findings, seed);

    List<double> Walk(Examinee examinee)
    {
        List<double> trace = [];
        examinee.Restart();
        for (var i = 0; i < steps; i++)
            examinee.Step(trace);
        return trace;
    }

    /// <summary>Equal in every number; NaN equals NaN.</summary>
    static bool Same(List<double> one, List<double> other) => one.SequenceEqual(other);

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
