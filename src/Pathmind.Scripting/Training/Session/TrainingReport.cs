using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Who hears of a training while it goes on, beside those who watch it: a studio and TensorBoard, if there are
/// any.</summary>
internal sealed class TrainingReport : IDisposable
{
    readonly TensorBoardRun? run;

    TrainingReport(StudioReport studio, TensorBoardRun? run, TensorBoardReport board) => (Studio, this.run, Board) = (studio, run, board);

    /// <summary>Cancelled when the studio's user asks the training to stop.</summary>
    public CancellationToken Stopped => Studio.Stopped;

    StudioReport Studio { get; }

    TensorBoardReport Board { get; }

    /// <summary>Begins to report.</summary>
    /// <param name="training">Whose folder is claimed.</param>
    /// <param name="from">Where it goes on; null if it begins.</param>
    /// <param name="population">Members, if it is one; null for a single training.</param>
    /// <exception cref="ArgumentException">The folder for TensorBoard cannot be written to.</exception>
    public static TrainingReport Begin(TrainingLoop training, Checkpoint? from, int? population)
    {
        var state = training.State;
        var run = TensorBoardRun.Open(state.Options, state.Schema.Simulation, isResumed: from is not null);
        try
        {
            var board = TensorBoardReport.Begin(
                run, state.Schema.Simulation, AlgorithmChoice.With(training.Algorithm, state.Options), from?.Steps ?? 0,
                TimeProvider.System);
            return new(StudioReport.Begin(training, isResumed: from is not null, population), run, board);
        }
        catch
        {
            run?.Dispose();
            throw;
        }
    }

    /// <summary>Takes the row of an iteration.</summary>
    public void Add(IterationRow row)
    {
        Studio.Add(row);
        Board.Add(row);
    }

    /// <summary>Begins to report the members of a population.</summary>
    public PopulationReport Begin(PopulationTraining population, string simulation) => new(population, Studio, run, simulation);

    /// <summary>Shows what there is to say, each thing once: where the training can be seen, what could not be
    /// written.</summary>
    public void Show(IDisplay display)
    {
        Studio.ShowPage(display);
        run?.ShowNotice(display);
    }

    /// <summary>How it ended.</summary>
    public void End(TrainingResult result)
    {
        Studio.End(result);
        Board.End(result);
    }

    /// <summary>An error before anything was learnt.</summary>
    public void Fail(Exception exception)
    {
        Studio.Fail(exception);
        Board.End(StopReason.Failed, ThrowPlace.MessageOf(exception));
    }

    public void Dispose()
    {
        Studio.Dispose();
        Board.Dispose();
        run?.Dispose();
    }
}
