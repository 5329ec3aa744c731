using System.Diagnostics;
using Pathmind.Commands;
using Pathmind.Comparisons;
using Pathmind.Displays;
using Pathmind.Notebook.Scripts;
using Pathmind.Reporting;
using Pathmind.Simulations;
using Pathmind.Studios.Lab;
using Pathmind.Training;

namespace Pathmind.Tool.Lab;

/// <summary>A simulation that is compiled and warm, on which rewards are tried.</summary>
/// <param name="session">That compiled it.</param>
/// <param name="create">Makes the simulation.</param>
/// <param name="report">Its names.</param>
internal sealed class LabBench(ScriptSession session, Func<Simulation> create, CodeReport report)
{
    const int FewestSteps = 4_000, MostSteps = 200_000, FewestEpisodes = 5, MostEpisodes = 200;

    /// <summary>Seed of the episodes, the same for all tries: what differs are the policies.</summary>
    const int EpisodeSeed = 1;

    /// <summary>What a try has of the 2 s from the change to the table.</summary>
    static readonly TimeSpan TrainingTime = TimeSpan.FromMilliseconds(700), PlayingTime = TimeSpan.FromMilliseconds(250);

    /// <summary>What no try exceeds, also where one iteration takes long.</summary>
    static readonly TimeSpan LongestTraining = TimeSpan.FromSeconds(20), LongestPlaying = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    readonly ExpressionEditor editor = new(session, typeof(Func<Reward, double>), typeof(Reward), report.Terms);
    readonly KeptTries tries = new();
    readonly Lock compiling = new();
    double stepsPlayedPerSecond = 100_000;

    /// <summary>Steps of a training that there is time for: 1, 2 or 5 times a power of ten.</summary>
    public long Steps { get; private set; } = FewestSteps;

    /// <summary>Trains twice: the first time compiles, the second shows how fast it is.</summary>
    public void WarmUp()
    {
        var first = Train(new() { Time = TrainingTime }, CancellationToken.None);
        _ = Play(first.Policy, FewestEpisodes, CancellationToken.None);
        var trained = Train(new() { Time = TrainingTime / 2 }, CancellationToken.None);
        if (trained.History is [.., { Seconds: > 0 } last])
            Steps = Math.Clamp(Round(last.Steps / last.Seconds * TrainingTime.TotalSeconds), FewestSteps, MostSteps);
        var watch = Stopwatch.StartNew();
        var log = Play(trained.Policy, FewestEpisodes, CancellationToken.None);
        stepsPlayedPerSecond = log.EpisodesOf("steps").Sum() / Math.Max(1e-3, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Trains with the options of an order, and lets the policy play.</summary>
    /// <param name="order">What is tried.</param>
    /// <param name="report">Takes the rows, some at a time.</param>
    /// <param name="cancellation">Ends it.</param>
    public LabAnswer Try(LabOrder order, Action<ProgressBatch> report, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var (options, code) = OptionsFile.Parse("options", order.Options?.GetRawText() ?? "{}");
        List<IterationRow> rows = [];
        var reportedAt = TimeSpan.Zero;
        var training = Train(options with
        {
            Steps = options.Steps ?? Steps,
            Time = LongestTraining,
            Reward = code is null ? options.Reward : Compile(code),
            OnIteration = row =>
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add(row);
                if (watch.Elapsed - reportedAt >= Pace)
                    Report();
            },
        }, cancellation);
        Report();
        cancellation.ThrowIfCancellationRequested();
        var log = Play(training.Policy, EpisodesFor(training), cancellation);
        cancellation.ThrowIfCancellationRequested();
        var goals = GoalsOf(order);
        var numbers = LabTable.Of(log, goals, order.Beside is { } beside ? tries.Find(beside) : null);
        tries.Keep(order.Id, log);
        return new()
        {
            Event = LabAnswer.End, Message = training.Text, Steps = training.History is [.., var last] ? last.Steps : 0,
            Seconds = watch.Elapsed.TotalSeconds, Numbers = numbers,
        };

        void Report()
        {
            if (rows.Count > 0)
                report(ProgressBatch.Of(rows.Select(ProgressColumns.Of)));
            rows.Clear();
            reportedAt = watch.Elapsed;
        }
    }

    /// <summary>What is wrong with a reward's code.</summary>
    public LabAnswer Check(LabOrder order)
    {
        lock (compiling)
            return new()
            {
                Event = LabAnswer.Checked,
                Problems =
                [
                    .. editor.Problems(order.Code ?? "").Select(problem => new LabProblem(
                        problem.Line, problem.Column, problem.EndLine, problem.EndColumn, problem.Message)),
                ],
            };
    }

    /// <summary>What can be written at a place of a reward's code. The first answer takes seconds; tries go on
    /// meanwhile.</summary>
    public LabAnswer Complete(LabOrder order)
    {
        var found = editor.Complete(order.Code ?? "", order.Position ?? 0);
        return new()
        {
            Event = LabAnswer.Completed, From = found.Start, To = found.End,
            Suggestions = [.. found.Suggestions.Select(suggestion => suggestion.Text)],
        };
    }

    /// <summary>An exception in words for the user, whose code may have thrown it.</summary>
    public string Explain(Exception exception) =>
        exception is CommandException or ArgumentException or SimulationException or TrainingException
            ? exception.Message : session.Explain(exception).Message;

    Func<Reward, double> Compile(string code)
    {
        lock (compiling)
            try
            {
                return (Func<Reward, double>)session.Evaluate(code, typeof(Func<Reward, double>))!;
            }
            catch (ScriptException exception)
            {
                throw new CommandException(exception.Message, exception);
            }
    }

    /// <summary>Nothing of it stays, nothing is shown, and it appears in no studio.</summary>
    TrainingResult Train(TrainingOptions options, CancellationToken cancellation)
    {
        using var reflection = session.EnterReflection();
        return Trainer.Train(create, options with
        {
            Folder = null,
            TensorBoard = null,
            CheckpointEvery = null,
            Population = null,
            Workers = null,
            StepTimeLimit = null,
            UntilReward = null,
            Display = Display.None,
            Studio = null,
        }, cancellation);
    }

    EpisodeLog Play(Policy policy, int episodes, CancellationToken cancellation)
    {
        using var reflection = session.EnterReflection();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestPlaying);
        SimulationInstances instances = new(create);
        ComparisonOptions options = new()
        {
            Episodes = episodes, Seed = EpisodeSeed, Create = create, Display = Display.None, Cancellation = limit.Token,
        };
        try
        {
            using SimilarSimulations simulations = new(instances.New(), options);
            return new PairedEpisodes(simulations, [policy], ["try"], options, TimeProvider.System).Play("Playing", _ => true)[0];
        }
        finally
        {
            instances.DisposeAll();
        }
    }

    /// <summary>As many as there is time for, by their length in the last iterations.</summary>
    int EpisodesFor(TrainingResult training)
    {
        var length = training.History.LastOrDefault(row => row.LengthMean is not null)?.LengthMean ?? 1_000;
        return (int)Math.Clamp(stepsPlayedPerSecond * PlayingTime.TotalSeconds / length, FewestEpisodes, MostEpisodes);
    }

    Goals GoalsOf(LabOrder order)
    {
        Goals goals = [];
        foreach (var (name, words) in order.Goals ?? report.Goals)
            goals[name] = GoalConverter.OfWords(words, name);
        return goals;
    }

    static long Round(double number)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, number))));
        return (long)(unit * (number / unit) switch { >= 5 => 5, >= 2 => 2, _ => 1 });
    }
}
