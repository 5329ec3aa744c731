namespace Pathmind.Training;

/// <summary>Plays evaluation episodes of the greedy policy, or of a baseline, in separate simulations: always the same
/// episodes (docs/ppo.md 25).</summary>
/// <param name="players">Play them.</param>
/// <param name="isStopped">Whether to end before the next step.</param>
/// <param name="limits">What is limited; null for nothing.</param>
/// <param name="isSum">Whether what is trained on is the sum of the terms.</param>
internal sealed class GreedyEvaluation(IEvaluationPlayers players, Func<bool> isStopped, LimitWeights? limits, bool isSum)
{
    /// <summary>Fewest and most episodes by which a policy is judged during a training; an imitation by fewer, where
    /// the steps do not pay for more.</summary>
    public const int Least = 20, Most = 100;

    /// <summary>Most episodes by which policies are compared at its end; where its steps do not pay for
    /// <see cref="Least"/>, they are fewer.</summary>
    public const int MostAtEnd = 400;

    /// <summary>Episodes that show whether a goal may be reached at all.</summary>
    public const int FirstEpisodes = 4;

    /// <summary>Fewest by which two policies can be compared at all.</summary>
    public const int Fewest = 3;

    const int Round = 8;

    readonly EpisodeFigures[] figures = new EpisodeFigures[MostAtEnd];
    EvaluationOrder order = new(0, 0, null, false);
    Func<bool> isEnded = () => true;                                     // before the next step

    /// <summary>Plays the greedy policy; only the first few episodes if those already fall short of the goal.</summary>
    /// <param name="episodes">1 .. <see cref="MostAtEnd"/>.</param>
    /// <param name="length">Mean length of the training's own episodes: one that lasts ten times as long (and 1 000
    /// steps) is broken off, since a bad policy may run to MaxSteps.</param>
    /// <param name="goal">Mean reward below which the first few episodes suffice; -∞ to play all.</param>
    /// <param name="series">Which episodes: those of one series are the same every time.</param>
    /// <returns>The episodes played; complete if all were played to the end that they were given.</returns>
    public EvaluationEpisodes Measure(int episodes, double length, double goal = double.NegativeInfinity, int series = 0)
    {
        Begin(null, length, series);
        if (double.IsNegativeInfinity(goal))
        {
            Play(0, episodes);
            return Played(episodes, !isStopped());
        }
        Play(0, FirstEpisodes);
        var isEnough = figures.Take(FirstEpisodes).Average(played => played.Reward) >= goal;
        if (isEnough)
            Play(FirstEpisodes, episodes);
        return Played(isEnough ? episodes : FirstEpisodes, isEnough && !isStopped());
    }

    /// <summary>Plays the greedy policy in as many episodes as their own length asks for: first in as many as there
    /// would be if all had to be broken off.</summary>
    /// <param name="episodes">Gets mean steps, at least 1; gives <see cref="Fewest"/> .. <see cref="MostAtEnd"/>, the
    /// fewer the longer they are.</param>
    /// <param name="length">As in <see cref="Measure"/>.</param>
    /// <param name="series">Which episodes.</param>
    public EvaluationEpisodes MeasureBy(Func<double, int> episodes, double length, int series)
    {
        Begin(null, length, series);
        var first = episodes(order.MostSteps);
        Play(0, first);
        var all = episodes(Math.Max(1, figures.Take(first).Average(played => played.Length)));
        Play(first, all);
        return Played(all, !isStopped());
    }

    /// <summary>Plays the greedy policy under limits: few episodes where they show that a limit is broken, many where
    /// it is close; in rounds that double.</summary>
    /// <param name="usual">Episodes that tell the reward of a policy that keeps the limits; at least
    /// <see cref="Least"/>.</param>
    /// <param name="most">At most; up to <see cref="MostAtEnd"/>.</param>
    /// <param name="length">As in <see cref="Measure"/>.</param>
    public EvaluationEpisodes MeasureLimits(int usual, int most, double length)
    {
        Begin(null, length, series: 0);
        var played = 0;
        do
            Play(played, played = Math.Min(played == 0 ? Least : 2 * played, most));
        while (played < most && !isStopped() && limits!.Told(LimitedOf(played)) switch
        {
            null => true,
            true => played < usual,
            false => false,
        });
        return Played(played, !isStopped());
    }

    /// <summary>Plays the policy as it is trained: with actions that it draws.</summary>
    /// <inheritdoc cref="Measure"/>
#pragma warning disable CS1573 // the parameters are inherited
    public EvaluationEpisodes MeasureDrawn(int episodes, double length, int series)
    {
        Begin(null, length, series);
        order = order with { IsDrawn = true };
        Play(0, episodes);
        return Played(episodes, !isStopped());
    }
#pragma warning restore CS1573

    /// <summary>Plays a baseline in the episodes of a series, as many of them as the steps pay for.</summary>
    /// <param name="actions">What is done in place of what the policy would do.</param>
    /// <param name="episodes">At most; 1 .. <see cref="MostAtEnd"/>.</param>
    /// <param name="length">As in <see cref="Measure"/>.</param>
    /// <param name="series">Which episodes.</param>
    /// <param name="isOver">Whether to end before the next step, as the training's own stop does.</param>
    /// <param name="budget">Steps after which no further episodes are begun.</param>
    /// <returns>The episodes played; complete if there was time for all that the steps pay for.</returns>
    public EvaluationEpisodes Play(
        BaselineActions actions, int episodes, double length, int series, Func<bool> isOver, long budget = long.MaxValue)
    {
        Begin(actions, length, series);
        isEnded = () => isStopped() || isOver();
        var (played, steps) = (0, 0L);
        while (played < episodes && !isEnded() && (played == 0 || steps + steps / played * Round <= budget))
        {
            Play(played, played = Math.Min(played + Round, episodes));
            steps = figures.Take(played).Sum(made => (long)made.Length);
        }
        return Played(played, played > 0 && !isEnded());
    }

    void Begin(BaselineActions? actions, double length, int series)
    {
        order = new((long)series * Most, (int)Math.Clamp(10 * length, 1_000, int.MaxValue), actions, IsDrawn: false);
        isEnded = isStopped;
    }

    EvaluationEpisodes Played(int count, bool isComplete)
    {
        var first = figures.AsSpan(0, count).ToArray();
        EvaluationEpisodes played = new([.. first.Select(one => one.Reward)], [.. first.Select(one => one.Length)], isComplete)
        {
            Limited = LimitedOf(count),
            Excess = limits is null ? 0 : isComplete ? limits.Excess(LimitedOf(count)) : double.PositiveInfinity,
        };
        return isSum ? played : played with { Own = [.. first.Select(one => one.Own)] };
    }

    double[][] LimitedOf(int count) => [.. figures.Take(count).Select(played => played.Limited)];

    void Play(int from, int to) => players.Play(order, from, to, isEnded, figures);
}
