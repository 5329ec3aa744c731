using Pathmind.Displays;
using Pathmind.Numerics;
using Pathmind.Words;

namespace Pathmind;

/// <summary>Which observations a policy needs: how much reward it loses when one of them is shuffled, that is, replaced
/// at each step by what was seen at another moment.</summary>
/// <remarks>An observation that says the same as another one may seem needless while the other is there: what can be
/// left out is tried together. What a policy does not use could still help another one: train with fewer to
/// know.</remarks>
public sealed class Importance : IDisplayable
{
    readonly EpisodeLog log;

    internal Importance(
        EpisodeLog log, Estimate reward, IReadOnlyList<ObservationImportance> observations, Estimate all, double tolerance,
        IReadOnlyList<string> needless, Estimate? together)
    {
        (this.log, Reward, Observations, All, Tolerance, Needless, Together) = (log, reward, observations, all, tolerance, [], null);
        if (!SaysNothing)
            (Needless, Together) = (needless, together);
    }

    /// <summary>The reward per episode of the policy as it is.</summary>
    public Estimate Reward { get; }

    /// <summary>The observations, the most important one first.</summary>
    public IReadOnlyList<ObservationImportance> Observations { get; }

    /// <summary>The loss if the policy sees nothing rightly.</summary>
    public Estimate All { get; }

    /// <summary>A loss below this, in reward per episode, does not matter: a share of the reward or of
    /// <see cref="All"/>, whichever is larger.</summary>
    public double Tolerance { get; }

    /// <summary>What can be left out, all of it together, at a loss below the tolerance.</summary>
    public IReadOnlyList<string> Needless { get; }

    /// <summary>What is left then, for <see cref="TrainingOptions.Observations"/>.</summary>
    public IReadOnlyList<string> Needed => [.. Observations.Select(one => one.Name).Where(name => !Needless.Contains(name))];

    /// <summary>The loss if all of <see cref="Needless"/> is shuffled; null for a single one or none.</summary>
    public Estimate? Together { get; }

    /// <summary>Whether neither the reward nor what is lost without any observation can be told from 0, or both are
    /// within rounding: then no loss says anything, and <see cref="Advice"/> says so.</summary>
    public bool SaysNothing => (Reward.Contains(0) || IsRounding(Reward)) && (All.Contains(0) || IsRounding(All));

    /// <summary>What to do, in words.</summary>
    public string Advice => SaysNothing
        ? $"Importance says nothing about {log.Policy} in {log.Simulation}: in {Played} its reward is {Rounded(Reward)}, and it loses "
            + $"{Rounded(All)} when it sees nothing rightly. What earns nothing has nothing to lose: train first, or measure a policy that "
            + "earns more than chance."
        : Needless.Count == 0
        ? $"Nothing can be left out at a loss below {CellText.Number(Tolerance)} as far as {Played} tell."
        : $"{string.Join(", ", Needless)} can be left out at no cost{(Needless.Count > 1 ? ", all of them together" : "")} (a loss below "
            + $"{CellText.Number(Tolerance)}). "
            + (Needed.Count == 0
                ? "The policy needs none of its observations."
                : $"Train with Observations = [{string.Join(", ", Needed.Select(name => $"\"{name}\""))}].");

    /// <summary>One row per observation: the loss with its interval, and what it means.</summary>
    public Table ToTable() => new(
        [new("observation", ColumnAlignment.Left), new("loss when shuffled") { Rank = ColumnRank.Always }, new("", ColumnAlignment.Left)],
        [
            .. Observations.Select(one => (object?[])[one.Name, one.Loss, one.InWords]),
            ["all of them", All, $"of a reward of {Reward}"],
        ])
    {
        Title = $"What {log.Policy} looks at in {log.Simulation}: {Played} (mean ± 95 % interval)", ShownRows = 100,
    };

    /// <summary>The loss of each observation with its interval.</summary>
    public IntervalPlot Plot() => new([.. Observations.Select(one => one.Name)], [.. Observations.Select(one => one.Loss)])
    {
        Title = $"What {log.Policy} looks at in {log.Simulation}", XLabel = "loss of reward per episode when shuffled, with 95 % interval",
        Mark = 0,
    };

    /// <summary>Table, advice and plot; the advice alone where they would say nothing.</summary>
    public DisplayContent ToDisplay() => SaysNothing
        ? new TextLine(Advice) : new ContentList(ToTable(), new TextLine(Advice), Plot() with { Title = null });

    /// <summary>Table and advice as text; the advice alone where the table would say nothing.</summary>
    public override string ToString() =>
        (SaysNothing ? new ContentList(new TextLine(Advice)) : new ContentList(ToTable(), new TextLine(Advice))).ToString();

    /// <summary>Whether it is no more than the rounding of sums of the reward terms.</summary>
    bool IsRounding(Estimate estimate) => Math.Max(Math.Abs(estimate.Low), Math.Abs(estimate.High))
        <= Estimated.Rounding * log.Terms.Values.Sum(term => Math.Max(Math.Abs(term.Min), Math.Abs(term.Max)));

    string Rounded(Estimate estimate) => IsRounding(estimate) ? "0" : $"{estimate}";

    string Played => Counted.Of(log.Episodes.Count, "episode");
}
