using Pathmind.Networks;

namespace Pathmind.Training;

/// <summary>Measures in rollouts what an action has an effect on: what is seen next, the reward at once, later rewards,
/// much later ones (docs/ppo.md 15).</summary>
/// <remarks>u is what was drawn less what was expected (<see cref="PolicyScores"/>), x what was seen. The sums of u·y
/// and of u·x·y have mean 0 for any y that does not depend on the action, so a linear effect, or one that x turns,
/// shows in them. Of one agent only: what one does to others comes back to it unseen.</remarks>
internal sealed class CreditMeasure
{
    /// <summary>Most sums that are followed: beyond, measuring costs too much.</summary>
    const int MostSums = 1 << 16;

    /// <summary>Differences of normalised observations that are rounding.</summary>
    const float Rounding = 1e-5f;

    readonly PreparedRollout rollout;
    readonly PolicyScores scores;
    readonly DelayedEffects delayed;
    readonly int width;                                                  // of [1, x]
    readonly float[] features, rest, turned, slopes, levels;
    readonly int[] steps;                                                // [rows] of their episodes
    readonly bool[] isFirst;                                             // [trajectories] the episode may be cut, to begin staggered
    int? length;                                                         // of all whole episodes
    bool isPaidBefore, isPaidAtEnd, differs;

    CreditMeasure(PreparedRollout rollout, Network policy, float[] logStd)
    {
        this.rollout = rollout;
        scores = new(rollout, policy, logStd);
        width = policy.Shape.Inputs + 1;
        (features, steps) = (new float[width], new int[rollout.Collected.Rows.Length]);
        (rest, turned, slopes, levels) = (new float[width - 1], new float[width - 1], new float[width - 1], new float[width - 1]);
        Influence = new(2 * scores.Size * (width - 1));
        (AtOnce, Later) = (new(scores.Size * width), new(scores.Size * width));
        delayed = new(rollout.Collected.Trajectories, scores.Size * width);
        isFirst = new bool[rollout.Collected.Trajectories];
        Array.Fill(isFirst, true);
    }

    /// <summary>Effect of an action on what is seen next.</summary>
    public EffectTest Influence { get; }

    /// <summary>Effect on the reward of the step.</summary>
    public EffectTest AtOnce { get; }

    /// <summary>Effect on the sum of all later rewards of the episode, of rows whose episode ended in the same
    /// rollout.</summary>
    public EffectTest Later { get; }

    /// <summary>Effect of all decisions in a part of an episode on rewards much later.</summary>
    public EffectTest Far => delayed.Test;

    /// <summary>Whether every reward so far came with the end of an episode, and all episodes have one length: a plan
    /// that is judged when it is over.</summary>
    public bool IsJudgedAtEnd => MayBeJudgedAtEnd && isPaidAtEnd && length is not null;

    /// <summary>Whether nothing speaks against it so far.</summary>
    public bool MayBeJudgedAtEnd => !isPaidBefore && !differs;

    /// <summary>Episodes that ended.</summary>
    public long Endings { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Rows { get; private set; }

    public CreditMeasureState State
    {
        get => new(Influence.State, AtOnce.State, Later.State, delayed.State, Endings, Rows, length, isPaidBefore, isPaidAtEnd, differs);
        set
        {
            (Influence.State, AtOnce.State, Later.State, delayed.State) = (value.Influence, value.AtOnce, value.Later, value.Delayed);
            (Endings, Rows, length) = (value.Endings, value.Rows, value.Length);
            (isPaidBefore, isPaidAtEnd, differs) = (value.IsPaidBefore, value.IsPaidAtEnd, value.Differs);
        }
    }

    /// <summary>Null where nothing is measured: several agents, too many numbers, time discounts, or γ or λ are
    /// given.</summary>
    /// <param name="options">What is given.</param>
    /// <param name="rollout">Observations, actions, scaled rewards.</param>
    /// <param name="policy">That drew the actions.</param>
    /// <param name="logStd">[reals] with which it drew them.</param>
    public static CreditMeasure? For(PpoOptions options, PreparedRollout rollout, Network policy, float[] logStd) =>
        options is { Discount: null, GaeDecay: null } && rollout.Collected is { Agents: 1, DiscountSeconds: null }
            && (DelayedEffects.Parts + 4L) * policy.Shape.Outputs * (policy.Shape.Inputs + 1) <= MostSums
                ? new(rollout, policy, logStd) : null;

    /// <summary>All episodes under way were cut.</summary>
    public void Cut()
    {
        for (var trajectory = 0; trajectory < rollout.Collected.Trajectories; trajectory++)
            delayed.Restart(trajectory);
        Array.Fill(isFirst, true);
    }

    /// <summary>Takes the rollout into account that was normalised and scaled, with the policy that acted in
    /// it.</summary>
    public void Measure()
    {
        scores.Evaluate();
        MeasureDelayed();
        MeasureInfluence();
        MeasureAtOnce();
        MeasureLater();
    }

    /// <summary>First row and number of rows of each trajectory; without those with correlated noise, whose draws
    /// depend on each other.</summary>
    IEnumerable<(int Trajectory, int First, int Count)> Trajectories()
    {
        var collected = rollout.Collected;
        for (var trajectory = 0; trajectory < collected.Trajectories; trajectory++)
            if (collected.Actions.Reals == 0 || !ExplorationNoise.IsCorrelatedIn(trajectory))
                yield return (trajectory, trajectory * collected.Steps, collected.Lengths[trajectory]);
    }

    /// <summary>Rows that another row of the same episode follows.</summary>
    IEnumerable<int> Followed() =>
        from trajectory in Trajectories()
        from row in Enumerable.Range(trajectory.First, Math.Max(0, trajectory.Count - 1))
        where rollout.Collected.Endings[row] == Ending.None
        select row;

    ReadOnlySpan<float> Seen(int row) => rollout.NormalizedObservations.AsSpan(row * (width - 1), width - 1);

    /// <summary>Adds u ⊗ [1, x] · y of a row.</summary>
    void Add(EffectTest test, int row, float y)
    {
        var score = scores.Of(row);
        features[0] = 1;
        Seen(row).CopyTo(features.AsSpan(1));
        for (var output = 0; output < score.Length; output++)
            test.Add(output * width, score[output] * y, features);
    }

    /// <summary>Adds u ⊗ [1, x] of a row to a part of an episode, if it is in one.</summary>
    void Add(Span<float> part, int row)
    {
        var score = scores.Of(row);
        var seen = Seen(row);
        for (var output = 0; output < score.Length && !part.IsEmpty; output++)
        {
            var sums = part.Slice(output * width, width);
            sums[0] += score[output];
            for (var i = 0; i < seen.Length; i++)
                sums[i + 1] += score[output] * seen[i];
        }
    }

    void MeasureDelayed()
    {
        foreach (var (trajectory, first, count) in Trajectories())
            for (var row = first; row < first + count; row++)
            {
                steps[row] = delayed.StepOf(trajectory);
                Add(delayed.SumsOf(trajectory), row);
                var ending = rollout.Collected.Endings[row];
                delayed.Add(trajectory, rollout.ScaledRewards[row], ending);
                Count(trajectory, steps[row] + 1, rollout.ScaledRewards[row] != 0, ending != Ending.None);
            }
    }

    void Count(int trajectory, int step, bool isPaid, bool isEnd)
    {
        (Rows, Endings) = (Rows + 1, Endings + (isEnd ? 1 : 0));
        (isPaidBefore, isPaidAtEnd) = (isPaidBefore || (isPaid && !isEnd), isPaidAtEnd || (isPaid && isEnd));
        if (isEnd && !isFirst[trajectory])
            (length, differs) = (step, differs || (length is { } other && other != step));
        isFirst[trajectory] &= !isEnd;
    }

    /// <summary>y is the rest of what is seen next that a straight line does not make of the same number now.</summary>
    void MeasureInfluence()
    {
        FitLines();
        var (size, pairs) = (width - 1, 0);
        foreach (var row in Followed())
        {
            var score = scores.Of(row);
            var seen = Seen(row);
            var next = Seen(row + 1);
            for (var i = 0; i < size; i++)
            {
                var difference = next[i] - levels[i] - slopes[i] * seen[i];
                rest[i] = MathF.Abs(difference) < Rounding ? 0 : difference;
                turned[i] = seen[i] * rest[i];
            }
            for (var output = 0; output < score.Length; output++)
            {
                Influence.Add(2 * output * size, score[output], rest);
                Influence.Add((2 * output + 1) * size, score[output], turned);
            }
            pairs++;
        }
        Influence.Complete(pairs);
    }

    /// <summary>By least squares, for each number of the observation.</summary>
    void FitLines()
    {
        var (size, pairs) = (width - 1, 0);
        double[] sum = new double[size], sumNext = new double[size], squares = new double[size], both = new double[size];
        foreach (var row in Followed())
        {
            var seen = Seen(row);
            var next = Seen(row + 1);
            for (var i = 0; i < size; i++)
            {
                (sum[i], sumNext[i]) = (sum[i] + seen[i], sumNext[i] + next[i]);
                (squares[i], both[i]) = (squares[i] + (double)seen[i] * seen[i], both[i] + (double)seen[i] * next[i]);
            }
            pairs++;
        }
        for (var i = 0; i < size && pairs > 0; i++)
        {
            var variance = squares[i] - sum[i] * sum[i] / pairs;
            var slope = variance > 1e-9 * pairs ? (both[i] - sum[i] * sumNext[i] / pairs) / variance : 0;
            (slopes[i], levels[i]) = ((float)slope, (float)((sumNext[i] - slope * sum[i]) / pairs));
        }
    }

    void MeasureAtOnce()
    {
        int[] rows = [.. Trajectories().SelectMany(trajectory => Enumerable.Range(trajectory.First, trajectory.Count))];
        if (rows.Length == 0)
            return;
        var mean = rows.Average(row => rollout.ScaledRewards[row]);
        foreach (var row in rows)
            Add(AtOnce, row, rollout.ScaledRewards[row] - mean);
        AtOnce.Complete(rows.Length);
    }

    /// <summary>y is the sum of later rewards, less its mean at the same step of an episode.</summary>
    void MeasureLater()
    {
        List<(int Row, double Later)> all = [];
        Dictionary<int, (double Sum, int Count)> ofStep = [];
        foreach (var (_, first, count) in Trajectories())
        {
            var (isOver, later) = (false, 0.0);
            for (var row = first + count - 1; row >= first; row--)
            {
                if (rollout.Collected.Endings[row] != Ending.None)
                    (isOver, later) = (true, 0);
                if (isOver)
                {
                    all.Add((row, later));
                    var (sum, rows) = ofStep.GetValueOrDefault(steps[row]);
                    ofStep[steps[row]] = (sum + later, rows + 1);
                }
                later += rollout.ScaledRewards[row];
            }
        }
        foreach (var (row, later) in all)
            Add(Later, row, (float)(later - ofStep[steps[row]].Sum / ofStep[steps[row]].Count));
        Later.Complete(all.Count);
    }
}

/// <summary>Everything of <see cref="CreditMeasure"/> that a checkpoint must hold.</summary>
internal sealed record CreditMeasureState(
    EffectState Influence, EffectState AtOnce, EffectState Later, DelayedEffectsState Delayed, long Endings, long Rows,
    int? Length, bool IsPaidBefore, bool IsPaidAtEnd, bool Differs);
