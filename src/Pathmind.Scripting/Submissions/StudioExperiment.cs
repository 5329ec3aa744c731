using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind;

/// <summary>A training in a studio, as the program that submitted it sees it
/// (<see cref="SimulationSubmission.Submit"/>). Each property asks the studio.</summary>
/// <remarks>Every member throws <see cref="InvalidOperationException"/> if the studio does not answer, or knows the
/// experiment no more.</remarks>
public sealed class StudioExperiment
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(300);

    readonly Func<StudioFile?> find;
    TrainingResult? result;

    internal StudioExperiment(int number, Uri url, Func<StudioFile?> find) => (Number, Url, this.find) = (number, url, find);

    /// <summary>Its number in the studio, from 1.</summary>
    public int Number { get; }

    /// <summary>The address of its page.</summary>
    public Uri Url { get; }

    /// <summary>What it does now.</summary>
    public TrainingStatus Status => Enum.Parse<TrainingStatus>(Summary().Status);

    /// <summary>Steps of all its simulations together that are made.</summary>
    public long Steps => Summary().Steps;

    /// <summary>Why it ended, in words; null while it trains.</summary>
    public string? Message => Summary().Message;

    /// <summary>The best policy of the training, which must have ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended, or ended before anything was learnt.</exception>
    public TrainedPolicy Policy => Result().Policy;

    /// <summary>One row per iteration of the training, which must have ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended, or ended before anything was learnt.</exception>
    public TrainingHistory History => Result().History;

    /// <summary>Waits until the training has ended.</summary>
    /// <param name="longest">Longest time to wait; null for no limit.</param>
    /// <param name="cancellation">Ends the waiting, not the training.</param>
    /// <returns>The policy, the history, and why the training ended.</returns>
    /// <exception cref="TimeoutException">It still trains.</exception>
    /// <exception cref="InvalidOperationException">It failed, with its message; or it waits for its start.</exception>
    public TrainingResult Wait(TimeSpan? longest = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        while (Summary() is var now && now.Status is nameof(TrainingStatus.Running) or nameof(TrainingStatus.Lost))
        {
            if (watch.Elapsed > longest)
                throw new TimeoutException($"Experiment {Number} still trains after {longest}: {now.Steps:N0} steps. See {Url}.");
            cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
        }
        return Result();
    }

    /// <summary>Asks the training to stop and to keep its best policy; returns at once.</summary>
    public void Stop() => Ask(client => client.Stop(Number));

    /// <summary>Number and address.</summary>
    public override string ToString() => $"experiment {Number} at {Url}";

    TrainingResult Result()
    {
        if (result is not null)
            return result;
        var summary = Summary();
        if (summary.Status is not (nameof(TrainingStatus.Completed) or nameof(TrainingStatus.Stopped)))
            throw new InvalidOperationException(summary.Status == nameof(TrainingStatus.Failed)
                ? $"Experiment {Number} failed: {summary.Message}"
                : $"Experiment {Number} is {summary.Status}: it has no policy before its training has ended. Call Wait().");
        var folder = Directory.CreateTempSubdirectory("pathmind-experiment-").FullName;
        try
        {
            using MemoryStream zip = new(Ask(client => client.Files(Number) ?? throw new InvalidOperationException(
                $"Experiment {Number} has no policy: {summary.Message}")));
            ZipFile.ExtractToDirectory(zip, folder);
            return result = TrainingFiles.Read(folder);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new InvalidOperationException($"The policy of experiment {Number} cannot be read: {exception.Message}", exception);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    ExperimentSummary Summary() => Ask(client => client.Get(Number));

    T Ask<T>(Func<StudioClient, T> ask)
    {
        try
        {
            using StudioClient client = new(find() ?? throw new HttpRequestException("no studio runs"), Timeout);
            return ask(client);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            throw new InvalidOperationException($"The studio at {Url} says nothing of experiment {Number}: {exception.Message}", exception);
        }
    }
}
