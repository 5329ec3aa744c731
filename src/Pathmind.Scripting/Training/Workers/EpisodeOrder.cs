using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>An evaluation episode for a worker.</summary>
internal sealed class EpisodeOrder
{
    const int NoBaseline = -1;

    long offset;
    int mostSteps, baseline;
    bool isDrawn;

    /// <summary>From 0.</summary>
    public int Number { get; private set; }

    public static EpisodeOrder Of(EvaluationOrder order, int number) => new()
    {
        offset = order.Offset, mostSteps = order.MostSteps, baseline = order.Baseline?.Number ?? NoBaseline, isDrawn = order.IsDrawn,
        Number = number,
    };

    public static EpisodeOrder Read(StateReader reader)
    {
        EpisodeOrder order = new();
        order.Transfer(reader);
        return order;
    }

    /// <param name="actions">The space.</param>
    public EvaluationOrder ToEvaluation(ActionLayout actions) =>
        new(offset, mostSteps, baseline == NoBaseline ? null : BaselineActions.Of(baseline, actions), isDrawn);

    public void Transfer(StateTransfer state) => (offset, mostSteps, baseline, isDrawn, Number) =
        (state.Pass(offset), state.Pass(mostSteps), state.Pass(baseline), state.Pass(isDrawn), state.Pass(Number));

    /// <summary>Carries figures over.</summary>
    public static EpisodeFigures Transfer(StateTransfer state, EpisodeFigures figures) => new(
        state.Pass(figures.Reward), state.Pass(figures.Own), state.Pass(figures.Length), state.PassAll(figures.Limited ?? []));
}
