using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What a simulation looked like when it was trained, to be compared when the training is resumed.</summary>
/// <param name="Agents">Their number.</param>
/// <param name="Observations">Those that the policy sees, in its order: <c>stock</c>, or <c>stock[3]</c> for a list of
/// three numbers.</param>
/// <param name="Actions">The space in words, with all its bounds.</param>
/// <param name="HasMask">Whether agents have an action mask.</param>
/// <param name="RewardTerms">In the order of writing.</param>
/// <param name="Kinds">What agents of each kind see and may do, where they differ; null where all are alike.</param>
internal sealed record CheckpointSchema(
    int Agents, string[] Observations, string Actions, bool HasMask, string[] RewardTerms, string[]? Kinds = null)
{
    public static CheckpointSchema Of(TrainingState training)
    {
        var (schema, inputs) = (training.Schema, training.Inputs);
        return new(
            schema.Agents, [.. inputs.Names.Select((name, i) => inputs.IsList[i] ? $"{name}[{inputs.Lengths[i]}]" : name)],
            Words(schema.Actions.Space), schema.HasMask, schema.Rewards!.Names,
            schema.HasKinds ? [.. schema.Kinds.Select(Words)] : null);
    }

    static string Words(AgentKind kind) =>
        $"{kind.Who}: {string.Join(", ", kind.Observations.Names)}; {Words(kind.Actions.Space)}{(kind.HasMask ? "; masked" : "")}";

    /// <summary>The space in words, with every bound, even where the space's own text leaves equal ones out.</summary>
    static string Words(ActionSpace space) =>
        string.Join(", ", space.Parts.Select(part => part is Continuous numbers ? Words(numbers) : $"{part}"));

    static string Words(Continuous numbers)
    {
        var bounds = Runs(numbers.Low.Zip(numbers.High, (low, high) => $"{low} .. {high}"));
        return $"Continuous({string.Join("×", numbers.Shape)}: {string.Join(", ", bounds)})";
    }

    /// <summary>Equal neighbours once, with their number.</summary>
    static IEnumerable<string> Runs(IEnumerable<string> bounds)
    {
        var (last, count) = ("", 0);
        foreach (var bound in bounds.Append(""))
        {
            if (count > 0 && bound != last)
                yield return count == 1 ? last : $"{count} times {last}";
            (last, count) = (bound, bound == last ? count + 1 : 1);
        }
    }
}
