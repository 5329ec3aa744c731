using Pathmind.Displays;

namespace Pathmind.Training;

/// <summary>Turns the state of a training into what people look at: how far, how long still, how fast, how
/// good.</summary>
internal sealed class ProgressReporter(TrainingState training, ILiveDisplay live)
{
    const int TrendPoints = 200;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly List<double> trend = [];
    TimeSpan last = -Pause;

    string Title => $"Training {training.Schema.Simulation}";

    /// <summary>What is trained, before the first iteration: it may take a while.</summary>
    public void Begin() => live.Update(new ProgressReport(Title));

    /// <summary>Called at every step in which a teacher is imitated; shows at most ten updates per second.</summary>
    /// <param name="teacher">Its name.</param>
    /// <param name="decisions">That were imitated.</param>
    /// <param name="steps">That it took.</param>
    public void Imitate(string teacher, int decisions, long steps)
    {
        if (training.Elapsed - last < Pause)
            return;
        last = training.Elapsed;
        live.Update(new ProgressReport(Title)
        {
            Fraction = Fraction(steps), Values = [new("imitating", teacher), new("decisions", $"{decisions:N0}")],
        });
    }

    /// <summary>Called after every iteration; shows at most ten updates per second and remembers the others.</summary>
    public void Report()
    {
        trend.Add(training.Recent.Mean);
        if (trend.Count >= 2 * TrendPoints)
            Halve();
        if (training.Elapsed - last < Pause)
            return;
        last = training.Elapsed;
        live.Update(Now());
    }

    /// <summary>The last state, and in words why training ended. What ended by itself is done, however early; what was
    /// stopped, or failed, is not.</summary>
    public void End(StopReason reason, string message)
    {
        var last = Now() with { Remaining = null };
        var shown = reason is StopReason.Interrupted or StopReason.Failed ? last : last with { Fraction = 1 };
        live.Update(training.History.Count == 0 ? new TextLine(message) : new ContentList(shown, new TextLine(message)));
    }

    ProgressReport Now()
    {
        var (elapsed, fraction) = (training.Elapsed, Fraction(training.Steps));
        return new(Title)
        {
            Fraction = fraction,
            Remaining = fraction > 1e-6 ? elapsed * ((1 - fraction) / fraction) : null,
            Values =
            [
                new("steps", $"{training.Steps:N0}"),
                new("steps/s", $"{training.Steps / Math.Max(elapsed.TotalSeconds, 1e-9):N0}"),
                new(training.Options.NameOfTrainingReward is null ? "mean reward" : "mean training reward",
                    double.IsNaN(training.Recent.Mean) ? "no episode yet" : CellText.Number(training.Recent.Mean)),
                .. Limits(),
            ],
            Trend = [.. trend],
            Picture = live.ShowsPictures && training.History.Count > 0 ? training.History.PlotAll() : null,
        };
    }

    double Fraction(long steps)
    {
        var bySteps = (double)steps / training.Plan.Steps;
        return Math.Clamp(training.Options.Time is { } limit ? Math.Max(bySteps, training.Elapsed / limit) : bySteps, 0, 1);
    }

    /// <summary>What is limited, of the last episodes that ended, with its bound: <c>late 0.031 of 0.02</c>.</summary>
    IEnumerable<ProgressValue> Limits()
    {
        foreach (var limit in training.Limits?.Limits ?? [])
            if (training.History.LastOrDefault(row => row.RewardMean is not null) is { } row)
                yield return new(limit.Name, $"{CellText.Number(row.Limited(limit.Name))} {(limit.Sign > 0 ? "≤" : "≥")} "
                    + CellText.Number(limit.Bound));
    }

    void Halve()
    {
        for (var i = 0; i < trend.Count / 2; i++)
            trend[i] = (trend[2 * i] + trend[2 * i + 1]) / 2;
        trend.RemoveRange(trend.Count / 2, trend.Count - trend.Count / 2);
    }
}
