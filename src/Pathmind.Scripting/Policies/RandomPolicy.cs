using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind;

/// <summary>Uniform over the space; the baseline that every policy must beat.</summary>
internal sealed class RandomPolicy(int seed) : Policy
{
    readonly RandomStream random = new(seed, stream: 0);
    ActionLayout[] actions = [];                                         // [agents]

    public override string Name => "random";

    public override AgentAction Decide(in PolicyInput input)
    {
        if (actions.Length == 0)
            throw new InvalidOperationException("A random policy needs a simulation: use it with Run or Compare.");
        var layout = actions[input.Agent];
        if (layout.IsSingleChoice && input.ActionMask is null)
            return random.Next(layout.Heads[0]);
        var (choices, values) = (new int[layout.Heads.Length], new float[layout.Reals]);
        var from = 0;
        for (var head = 0; head < choices.Length; head++)
        {
            choices[head] = Choose(input.ActionMask.AsSpan(), from, layout.Heads[head]);
            from += layout.Heads[head];
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = Draw(random, layout.Low[i], layout.High[i]);
        return layout.ToAction(choices, values);
    }

    internal override void Prepare(SimulationSchema schema)
    {
        random.Restart(seed, stream: 0);                                 // each run begins alike
        actions = [.. Enumerable.Range(0, schema.Agents).Select(agent => schema.KindOf(agent).Actions)];
    }

    int Choose(ReadOnlySpan<bool> mask, int from, int count)
    {
        if (mask.IsEmpty)
            return random.Next(count);
        var allowed = mask.Slice(from, count);
        var skip = random.Next(allowed.Count(true));
        for (var choice = 0; ; choice++)
            if (allowed[choice] && skip-- == 0)
                return choice;
    }

    /// <summary>A number of a space: uniform between two bounds, exponentially distributed from the only one, N(0, 1)
    /// without any.</summary>
    internal static float Draw(RandomStream random, float low, float high) => (float.IsFinite(low), float.IsFinite(high)) switch
    {
        (true, true) when float.IsFinite(high - low) => low + random.NextSingle() * (high - low),
        (true, true) => (float)(low + random.NextSingle() * ((double)high - low)),
        (true, false) => low - MathF.Log(1 - random.NextSingle()),
        (false, true) => high + MathF.Log(1 - random.NextSingle()),
        _ => random.NextNormal(),
    };
}
