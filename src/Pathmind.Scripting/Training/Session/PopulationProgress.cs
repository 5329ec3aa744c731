using Pathmind.Displays;

namespace Pathmind.Training;

/// <summary>Turns the state of a population into what people look at.</summary>
/// <param name="population">All members.</param>
/// <param name="state">Of a training with the options as they were given.</param>
/// <param name="live">Where it is shown.</param>
internal sealed class PopulationProgress(PopulationTraining population, TrainingState state, ILiveDisplay live)
{
    readonly List<double> trend = [];
    int reported;

    public void Show()
    {
        var (made, elapsed) = (population.Steps, state.Elapsed);
        var fraction = Math.Clamp((double)made / population.TotalSteps, 0, 1);
        live.Update(new ProgressReport($"Training {population.Size} members: {state.Schema.Simulation}")
        {
            Fraction = fraction, Remaining = fraction > 1e-6 ? elapsed * ((1 - fraction) / fraction) : null, Trend = [.. trend],
            Values =
            [
                new("steps", $"{made:N0}"), new("steps/s", $"{made / Math.Max(elapsed.TotalSeconds, 1e-9):N0}"),
                new("best", trend.Count == 0 ? "not judged yet" : CellText.Number(trend[^1])),
            ],
        });
    }

    /// <summary>Rows of the best member's history that were not given out before.</summary>
    public IEnumerable<IterationRow> NewRows(PopulationMember leader)
    {
        trend.Add(leader.Played?.Mean ?? double.NaN);
        IterationRow[] rows = [.. leader.Checkpoint!.History.Where(row => row.Iteration > reported)];
        reported = Math.Max(reported, leader.Checkpoint.History.Length);
        return rows;
    }
}
