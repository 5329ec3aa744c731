namespace Pathmind.Training;

/// <summary>Decides how far back rewards are credited to actions, by what was measured so far; a decision may be taken
/// back (docs/ppo.md 15).</summary>
/// <param name="rollout">Of which it is measured.</param>
/// <param name="measure">Null where nothing is: usual values to the end.</param>
internal sealed class CreditChoice(RolloutBuffer rollout, CreditMeasure? measure)
{
    /// <summary>Of an effect that leaves the usual values for good; of one on which other values depend; of one whose
    /// absence they depend on.</summary>
    const double Likely = 1e-3, Certain = 1e-4, Possible = 0.05;

    /// <summary>Episodes that must have ended before anything is decided, and before later rewards are left out: what
    /// is rare must have had its chance.</summary>
    const int FewestEndings = 32, FewestForNear = 128;

    /// <summary>What was decided so far.</summary>
    public CreditReach Reach { get; private set; }

    /// <summary>Mean steps of an episode when a far reach was decided.</summary>
    public double Length { get; private set; }

    /// <summary>Whether nothing more is measured.</summary>
    public bool IsSettled => measure is null;

    public CreditChoiceState State
    {
        get => new(Reach, Length, measure?.State);
        set
        {
            (Reach, Length) = (value.Reach, value.Length);
            if (measure is not null && value.Measure is { } measured)
                measure.State = measured;
            else
                measure = null;                                          // settled, or γ or λ are given, then or now
        }
    }

    /// <summary>All episodes under way were cut.</summary>
    public void Cut() => measure?.Cut();

    /// <summary>Looks at the rollout that was normalised and scaled, before the policy changes.</summary>
    public void Update()
    {
        if (measure is null)
            return;
        if (rollout.RowCount != rollout.Capacity)
        {
            Settle();                                                    // an action also decides when the next decision comes
            return;
        }
        measure.Measure();
        var isSeen = measure.Influence.Shows(Likely);                    // then what is seen carries credit: the value network knows
        if (isSeen && (Reach == CreditReach.Near || !measure.MayBeJudgedAtEnd))
            Settle();
        else if (measure.Endings < FewestEndings || Reach == CreditReach.Far)
            return;
        else if (measure.Far.Shows(Certain) && (!isSeen || measure.IsJudgedAtEnd))
            (Reach, Length) = (CreditReach.Far, (double)measure.Rows / measure.Endings);
        else if (isSeen)
            return;
        else if (measure.Later.Shows(Likely))
            Reach = CreditReach.Usual;
        else if (Reach == CreditReach.Usual && OnlyAtOnce(measure.AtOnce, measure.Later, measure.Endings))
            Reach = CreditReach.Near;
    }

    /// <summary>The decision in words; null for the usual one.</summary>
    /// <param name="plan">What followed from it.</param>
    public string? InWords(PpoDefaults plan) => Reach switch
    {
        CreditReach.Near => "An action was measured to matter for the reward of its own step alone: later rewards are not credited to it "
            + "(Ppo.Discount and Ppo.GaeDecay 0).",
        CreditReach.Far => "Decisions were measured to matter much later: rewards are credited back to the beginning of an episode "
            + FormattableString.Invariant($"(Ppo.Discount {plan.Discount:0.####}, Ppo.GaeDecay 1)."),
        _ => null,
    };

    /// <summary>Usual values to the end.</summary>
    void Settle() => (Reach, measure) = (CreditReach.Usual, null);

    /// <summary>An effect at once is certain, none on later rewards is visible, and where that at once is clearest one
    /// of half its size would be.</summary>
    /// <param name="atOnce">Effect on the reward of the step.</param>
    /// <param name="later">Effect on later rewards, the same sums.</param>
    /// <param name="endings">Episodes that ended.</param>
    internal static bool OnlyAtOnce(EffectTest atOnce, EffectTest later, long endings)
    {
        if (endings < FewestForNear || 2 * later.Count < atOnce.Count)
            return false;
        if (!atOnce.Shows(Certain) || later.Shows(Possible))
            return false;
        var index = atOnce.Strongest();
        var (mean, error) = later.Mean(index);
        return error > 0 && Math.Abs(mean) + 2 * error < 0.5 * Math.Abs(atOnce.Mean(index).Mean);
    }
}

/// <summary>Everything of <see cref="CreditChoice"/> that a checkpoint must hold.</summary>
internal sealed record CreditChoiceState(CreditReach Reach, double Length, CreditMeasureState? Measure);
