namespace Pathmind.Simulations;

/// <summary>Positions of the numbers of one kind of agents in the observations and actions of the policy for all
/// kinds.</summary>
internal sealed class KindPlaces
{
    readonly int kindAt = -1;
    readonly int[] missingHeads = [];                                    // first logit of each

    /// <summary>Positions of the only kind: every number keeps its position.</summary>
    public KindPlaces(AgentKind kind)
    {
        Kind = kind;
        Observations = Numbers(kind.Observations.Size);
        (Heads, Logits) = (Numbers(kind.Actions.Heads.Length), Numbers(kind.Actions.Logits));
        (Reals, Action) = (Numbers(kind.Actions.Reals), Numbers(kind.Actions.Size));
    }

    /// <param name="kind">One of several.</param>
    /// <param name="number">Of the kind.</param>
    /// <param name="all">What the policy reads: with <see cref="AgentUnion.KindName"/>.</param>
    /// <param name="union">What it decides.</param>
    /// <param name="parts">[parts of the kind's space] positions among those of the union.</param>
    public KindPlaces(AgentKind kind, int number, ObservationLayout all, ActionLayout union, int[] parts)
    {
        Kind = kind;
        kindAt = all.Offset(Array.IndexOf(all.Names, AgentUnion.KindName)) + number;
        Observations = [.. kind.Observations.Names.SelectMany((name, i) =>
            Enumerable.Range(all.Offset(Array.IndexOf(all.Names, name)), kind.Observations.Lengths[i]))];
        List<int> heads = [], logits = [], reals = [], action = [], missing = [];
        var (head, logit, real, flat) = (0, 0, 0, 0);
        foreach (var (position, part) in union.Space.Parts.Index())
        {
            var isOwn = parts.Contains(position);
            var size = part is Discrete discrete ? discrete.Size : ((Continuous)part).Size;
            for (var i = 0; i < size; i++, flat++)
            {
                if (isOwn)
                    action.Add(flat);
                if (part is Discrete choice)
                {
                    if (isOwn)
                    {
                        heads.Add(head);
                        logits.AddRange(Enumerable.Range(logit, choice.Choices));
                    }
                    else
                        missing.Add(logit);
                    (head, logit) = (head + 1, logit + choice.Choices);
                }
                else
                {
                    if (isOwn)
                        reals.Add(real);
                    real++;
                }
            }
        }
        (Heads, Logits, Reals, Action, missingHeads) = ([.. heads], [.. logits], [.. reals], [.. action], [.. missing]);
        if (Reals.Length < union.Reals)
            Presence = [.. Enumerable.Range(0, union.Reals).Select(i => Reals.Contains(i) ? 1f : 0f)];
    }

    public AgentKind Kind { get; }

    /// <summary>[own observation] place of each number.</summary>
    public int[] Observations { get; }

    /// <summary>[own choices] place of each.</summary>
    public int[] Heads { get; }

    /// <summary>[own alternatives] place of each.</summary>
    public int[] Logits { get; }

    /// <summary>[own real numbers] place of each.</summary>
    public int[] Reals { get; }

    /// <summary>[own flat action] place of each number.</summary>
    public int[] Action { get; }

    /// <summary>[real numbers of all] 1 for those of the kind, 0 for the others; null if the kind has all of
    /// them.</summary>
    public float[]? Presence { get; }

    /// <summary>Whether other kinds make choices that this one does not make.</summary>
    public bool LacksChoices => missingHeads.Length > 0;

    /// <summary>Writes an observation of the kind to its places, 0 to all others, and which kind it is.</summary>
    /// <param name="own">[own observation].</param>
    /// <param name="all">[observations of all].</param>
    public void Spread(ReadOnlySpan<float> own, Span<float> all)
    {
        all.Clear();
        for (var i = 0; i < own.Length; i++)
            all[Observations[i]] = own[i];
        if (kindAt >= 0)
            all[kindAt] = 1;
    }

    /// <summary>Writes a mask of the kind to its places. Of a choice that the kind does not make only the first
    /// alternative is allowed: it is certain, and nothing is learnt from it.</summary>
    /// <param name="own">[own alternatives]; null allows all.</param>
    /// <param name="all">[alternatives of all].</param>
    /// <param name="allowed">Written where a choice is allowed.</param>
    /// <param name="forbidden">Written elsewhere.</param>
    public void Spread(bool[]? own, Span<float> all, float allowed, float forbidden)
    {
        all.Fill(forbidden);
        for (var i = 0; i < Logits.Length; i++)
            all[Logits[i]] = own is null || own[i] ? allowed : forbidden;
        foreach (var logit in missingHeads)
            all[logit] = allowed;
    }

    static int[] Numbers(int count) => [.. Enumerable.Range(0, count)];
}
