using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pathmind.Comparisons;
using Pathmind.Policies;
using Pathmind.Studios.Experiments;
using Pathmind.Studios.Policies;

namespace Pathmind.Studios.Analyses;

/// <summary>Finds out about policies of experiments what the user asks for: one of a kind at a time for each
/// experiment, and two in all. Results are kept with the experiment; the same question about the same code and policy
/// is not asked twice.</summary>
internal sealed partial class PolicyAnalyses(
    ExperimentBoard board, PolicyFiles policies, AnalysisFiles files, AnalysisRun run, ILogger<PolicyAnalyses> logger)
    : IHostedService, IDisposable
{
    const int AtOnce = 2, MostNotices = 20;

    readonly ConcurrentDictionary<(int Number, AnalysisKind Kind), Work> works = new();
    readonly SemaphoreSlim places = new(AtOnce);

    /// <summary>Raised with the number of the experiment when something changed, on any thread.</summary>
    public event Action<int>? Changed;

    /// <summary>Why nothing can be found out about an experiment's policy, in words; null if it can.</summary>
    public string? WhyNot(Experiment experiment) =>
        policies.WhyNone(experiment) is { } why ? why
        : experiment.Source is null
            ? "This needs the simulation's code, which is in your own program: submit the script (pathmind submit), or compare there, "
                + "with simulation.Compare(policy)."
        : null;

    /// <summary>How far it is, and the last result.</summary>
    public AnalysisState Of(int number, AnalysisKind kind)
    {
        var work = works.GetValueOrDefault((number, kind));
        var result = files.Read(number, kind);
        return new()
        {
            Kind = kind, IsRunning = work is { IsRunning: true }, Fraction = work?.Fraction, Text = work?.Text ?? "", Error = work?.Error,
            Result = result, IsOfEarlierPolicy = result is not null && policies.DigestOf(number) is var now && now != result.Policy,
        };
    }

    /// <summary>Starts one; one that runs already goes on, and one whose result is there needs not run.</summary>
    /// <exception cref="InvalidDataException">It is not possible, and why.</exception>
    public void Start(int number, AnalysisOrder order)
    {
        order.Check();
        var experiment = board.Find(number) ?? throw new InvalidDataException($"There is no experiment {number}.");
        if (WhyNot(experiment) is { } why)
            throw new InvalidDataException(why);
        var (folder, digest) = (policies.FolderOf(number)!, policies.DigestOf(number)!);
        var key = KeyOf(experiment, digest, order);
        if (files.Read(number, order.Kind)?.Key == key)
        {
            works.TryRemove((number, order.Kind), out _);                // an error of another question
            Changed?.Invoke(number);
            return;
        }
        Work work = new(new());
        if (works.GetOrAdd((number, order.Kind), work) is { IsRunning: true } other && other != work)
            return;
        works[(number, order.Kind)] = work;
        work.Done = Task.Run(() => RunAsync(experiment, folder, digest, key, order, work));
    }

    /// <summary>Ends one.</summary>
    /// <returns>Whether it ran.</returns>
    public bool Cancel(int number, AnalysisKind kind)
    {
        if (works.GetValueOrDefault((number, kind)) is not { IsRunning: true } work)
            return false;
        work.Cancel();
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        board.Changed += Follow;
        return Task.CompletedTask;
    }

    /// <summary>No process outlives the studio.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        board.Changed -= Follow;
        foreach (var work in works.Values)
            work.Cancel();
        await Task.WhenAll(works.Values.Select(work => work.Done)).WaitAsync(cancellationToken);
    }

    public void Dispose() => places.Dispose();

    async Task RunAsync(Experiment experiment, string folder, string digest, string key, AnalysisOrder order, Work work)
    {
        var number = experiment.Number;
        ConcurrentQueue<string> notices = new();
        Tell(number, work, "Waiting for others");
        try
        {
            await places.WaitAsync(work.Cancellation);
            try
            {
                Tell(number, work, "Starting");
                await run.RunAsync(experiment, folder, order, Take, Keep, work.Cancellation);
            }
            finally
            {
                places.Release();
            }
            work.End(error: null);
        }
        catch (OperationCanceledException)
        {
            work.End(error: null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            work.End(exception.Message);
        }
        catch (Exception exception)
        {
            LogFailure(logger, number, exception);
            work.End($"It failed: {exception.Message}");
        }
        Changed?.Invoke(number);

        void Take(MeasuredLine line)
        {
            if (line.Event == MeasuredLine.Notice && line.Text is { } text && notices.Count < MostNotices)
                notices.Enqueue(text);
            else if (line.Event == MeasuredLine.Progress)
                Tell(number, work, line.Text ?? "", line.Fraction);
        }

        void Keep(MeasuredLine line, string place)
        {
            AnalysisResult result = new()
            {
                Key = key, Policy = digest, Order = order, Made = DateTime.UtcNow, Line = line, Notices = [.. notices],
            };
            if (board.Find(number) is not null)                          // it may have been deleted meanwhile
                files.Keep(number, result, place);
        }
    }

    void Tell(int number, Work work, string text, double? fraction = null)
    {
        (work.Text, work.Fraction) = (text, fraction is >= 0 and <= 1 ? fraction : null);
        Changed?.Invoke(number);
    }

    void Follow(ExperimentChange change)
    {
        if (change.Experiment is not { Deleted: not null, Number: var number })
            return;
        foreach (var kind in Enum.GetValues<AnalysisKind>())
            Cancel(number, kind);
    }

    static string KeyOf(Experiment experiment, string policy, AnalysisOrder order) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{PolicyMetadata.KitVersion}\n{experiment.Source}\n{experiment.Simulation}\n{policy}\n{order}")));

    [LoggerMessage(Level = LogLevel.Warning, Message = "An analysis of experiment {Number} failed.")]
    static partial void LogFailure(ILogger logger, int number, Exception exception);

    /// <summary>An analysis that runs, or how the last one ended.</summary>
    sealed class Work(CancellationTokenSource source)
    {
        public CancellationToken Cancellation => source.Token;

        public Task Done { get; set; } = Task.CompletedTask;

        public bool IsRunning { get; private set; } = true;

        public string Text { get; set; } = "";

        public double? Fraction { get; set; }

        public string? Error { get; private set; }

        public void Cancel() => source.Cancel();

        public void End(string? error) => (Error, IsRunning, Text, Fraction) = (error, false, "", null);
    }
}
