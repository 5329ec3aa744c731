using Pathmind.Files;
using Pathmind.Simulations;
using Pathmind.Training;

namespace Pathmind.Clusters.Work;

/// <summary>Runs slices one after the other in a process of its own: a line for each comes in, lines about it go out.
/// The code is compiled once.</summary>
/// <param name="create">Makes simulations.</param>
/// <param name="reward">Makes the reward of the terms; null for their sum.</param>
/// <param name="write">Takes a line.</param>
internal sealed class SliceServer(Func<Simulation> create, Func<Reward, double>? reward, Action<string> write)
{
    /// <summary>Serves as long as the process lives.</summary>
    /// <param name="next">Waits for the next line.</param>
    public void Serve(Func<string> next)
    {
        while (true)
            write(SliceFiles.Write(Run(SliceFiles.ReadJob(next()))));
    }

    /// <summary>Runs one slice, and says how it ended.</summary>
    public SliceNews Run(SliceJob job)
    {
        SimulationInstances instances = new(create);
        try
        {
            var options = SliceFiles.ReadOptions(job.Options) with { Reward = reward, Threads = job.Threads };
            var from = job.From is { } file ? SliceFiles.ReadCheckpoint(File.ReadAllBytes(file)) : null;
            TrainingSlice slice = new(instances.New, options, from, job.EvaluationSeed);
            var result = slice.Run(job.Until, steps => write(SliceFiles.Write(new SliceNews(Steps: steps))), CancellationToken.None)!;
            using AtomicFile to = new(job.To);
            to.Stream.Write(SliceFiles.Write(result.Checkpoint));
            to.Commit();
            return new(End: SliceFiles.Write(new SliceEnd(result.Played, result.IsOver)));
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or IOException))
        {
            return new(Failure: exception.Message);                      // the simulation's, or options that do not fit it
        }
        finally
        {
            instances.DisposeAll();
        }
    }
}
