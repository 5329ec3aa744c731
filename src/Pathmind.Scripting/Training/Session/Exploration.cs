using Pathmind.Numerics;

namespace Pathmind.Training;

/// <summary>The options of the members of a population: spread at the beginning, changed a little where one goes on
/// from another.</summary>
/// <param name="given">The user's.</param>
/// <param name="size">Members.</param>
internal sealed class Exploration(TrainingOptions given, int size)
{
    /// <summary>A number is multiplied by this, or divided by it, where a member goes on from another one
    /// (arXiv:1711.09846, appendix A).</summary>
    const double Factor = 1.25;

    readonly IReadOnlyList<TunedOption> tuned = given.OfAlgorithm.Tuned;

    /// <summary>What a member begins with: the first one as the user said, the others evenly over the whole range of
    /// each number, in another order for each.</summary>
    public IEnumerable<TrainingOptions> Beginnings()
    {
        yield return Of(given.OfAlgorithm, given.Seed);
        var random = new RandomStream(given.Seed, RandomStreams.Population);
        var places = tuned.Select(_ =>
        {
            var order = Enumerable.Range(0, size - 1).ToArray();
            random.Shuffle(order.AsSpan());
            return order;
        }).ToArray();
        for (var member = 0; member < size - 1; member++)
        {
            var algorithm = given.OfAlgorithm;
            for (var i = 0; i < tuned.Count; i++)
            {
                var place = 2 * (places[i][member] + random.NextDouble()) / (size - 1) - 1;
                algorithm = tuned[i].Set(algorithm, tuned[i].Get(algorithm) * Math.Pow(tuned[i].Spread, place));
            }
            yield return Of(algorithm, random.Next());
        }
    }

    /// <summary>Options near those of a better member.</summary>
    /// <param name="better">Its options; its seed stays, since its networks were made by it.</param>
    /// <param name="random">Chooses the direction of each number.</param>
    public TrainingOptions Near(TrainingOptions better, RandomStream random)
    {
        var algorithm = better.OfAlgorithm;
        foreach (var option in tuned)
            algorithm = option.Set(algorithm, option.Get(algorithm) * (random.Next(2) == 0 ? Factor : 1 / Factor));
        return Of(algorithm, better.Seed);
    }

    /// <summary>A member is a training like any other: alone, and without files.</summary>
    TrainingOptions Of(AlgorithmOptions algorithm, int seed) =>
        given.With(algorithm) with { Seed = seed, Population = null };
}
