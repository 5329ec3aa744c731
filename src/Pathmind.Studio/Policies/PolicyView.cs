using System.Globalization;

namespace Pathmind.Studios.Policies;

/// <summary>What a policy looks at and does, as names and bars.</summary>
internal static class PolicyView
{
    /// <summary>[inputs] names of the numbers of an observation: <c>stock</c>, <c>orders[2]</c>.</summary>
    public static string[] NamesOf(TrainedPolicy policy)
    {
        var observations = policy.Description.Observations;
        return
        [
            .. observations.Names.Index().SelectMany(entry => observations.IsList[entry.Index]
                ? Enumerable.Range(0, observations.Lengths[entry.Index]).Select(i => $"{entry.Item}[{i}]") : [entry.Item]),
        ];
    }

    /// <summary>What it does at an observation: the probability of each alternative; each real number's mean ±
    /// deviation, whose share is 0.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="observation">[inputs].</param>
    public static IReadOnlyList<(string Name, double Share, string Text)> Bars(TrainedPolicy policy, float[] observation)
    {
        var actions = policy.Description.Actions;
        var outputs = policy.Evaluate(observation, policy.Description.HasMask ? [.. Enumerable.Repeat(true, actions.Logits)] : null);
        List<(string Name, double Share, string Text)> bars = [];
        var place = 0;
        for (var head = 0; head < actions.Heads.Length; head++)
            for (var i = 0; i < actions.Heads[head]; i++, place++)
            {
                var name = actions.HasNames ? actions.NameOf(head, i) : $"{i}";
                var share = outputs.Probabilities[place];
                bars.Add((
                    actions.Heads.Length == 1 ? name : $"choice {head}: {name}", share,
                    share.ToString("P1", CultureInfo.InvariantCulture)));
            }
        for (var i = 0; i < actions.Reals; i++)
            bars.Add(($"number {i}", 0, string.Create(
                CultureInfo.InvariantCulture, $"{outputs.Mean[i]:G4} ± {Math.Exp(outputs.LogStd[i]):G3}")));
        return bars;
    }
}
