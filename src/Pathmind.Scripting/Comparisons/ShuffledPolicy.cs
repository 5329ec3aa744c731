using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Comparisons;

/// <summary>A policy that sees, in place of some observations, those of another moment: drawn, at each step again, from
/// what the agents of its kind saw. Numbers of one name stay together.</summary>
/// <param name="policy">Decides.</param>
/// <param name="name">In logs.</param>
/// <param name="names">What is replaced.</param>
/// <param name="seen">What is drawn from.</param>
/// <param name="stream">Of the draws; each episode begins it again, by its number.</param>
internal sealed class ShuffledPolicy(Policy policy, string name, string[] names, SeenObservations seen, int stream)
    : AlteredPolicy(policy, name)
{
    readonly RandomStream random = new(0, stream);
    SimulationSchema? schema;

    internal override void Prepare(SimulationSchema schema)
    {
        base.Prepare(schema);
        this.schema = schema;
    }

    internal override Policy? Fork() =>
        Inner.Fork() is { } another ? new ShuffledPolicy(another, Name, names, seen, stream) : null;

    internal override void EpisodeBegins(int number)
    {
        base.EpisodeBegins(number);
        random.Restart(number, stream);
    }

    protected override bool See(int kind, float[] values)
    {
        var layout = schema!.Kinds[kind].Observations;
        var isAltered = false;
        for (var i = 0; i < layout.Names.Length; i++)
            if (Array.IndexOf(names, layout.Names[i]) >= 0)
            {
                var (from, length) = (layout.Offset(i), layout.Lengths[i]);
                seen.Draw(kind, random).AsSpan(from, length).CopyTo(values.AsSpan(from));
                isAltered = true;
            }
        return isAltered;
    }
}

/// <summary>A sample of what the agents of each kind saw, every observation with equal chance (Vitter's reservoir,
/// algorithm R, 1985).</summary>
internal sealed class SeenObservations
{
    /// <summary>Observations that are kept of each kind.</summary>
    const int Kept = 4096;

    readonly RandomStream random = new(0, stream: 0);
    readonly List<List<float[]>> kinds = [];
    readonly List<long> counts = [];

    public void Add(int kind, float[] values)
    {
        while (kinds.Count <= kind)
        {
            kinds.Add([]);
            counts.Add(0);
        }
        var (rows, place) = (kinds[kind], counts[kind]++);
        if (rows.Count < Kept)
            rows.Add(values);
        else if (random.NextInt64(place + 1) is var at && at < Kept)
            rows[(int)at] = values;
    }

    public float[] Draw(int kind, Random draws) => kinds[kind][draws.Next(kinds[kind].Count)];
}
