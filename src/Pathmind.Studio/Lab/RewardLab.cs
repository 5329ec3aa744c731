using System.Text.Json;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lab;

/// <summary>The reward lab of an experiment: short trainings with other rewards, beside an earlier one. All pages that
/// look at it see the same. Until a page of the lab is opened it only answers questions about code.</summary>
/// <param name="first">Whose design it begins with.</param>
/// <param name="start">Starts a process.</param>
/// <param name="clock">For what takes too long.</param>
internal sealed class RewardLab(Experiment first, Func<LabProcess> start, TimeProvider clock) : ICodeHelp
{
    readonly Lock gate = new();
    readonly CodeQuestions questions = new();
    Experiment experiment = first;
    LabProcess? process;
    TaskCompletionSource started = new();                                // of this process: it answers, or it has ended
    LabTry? running;
    ExperimentDesign? wanted;
    bool isBeforeKnown;                                                  // whether this process has the episodes of the earlier try
    int ids;
    DateTimeOffset usedAt = clock.GetUtcNow(), heardAt = clock.GetUtcNow();

    /// <summary>Longest time without a sign of the process while it has something to do.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Raised after each change, on any thread.</summary>
    public event Action? Changed;

    public int Number => experiment.Number;

    public LabView View { get; private set; } = new();

    /// <summary>Pages that use it in any way.</summary>
    public int Viewers { get; set; }

    /// <summary>Pages of the lab among them; the others write code.</summary>
    public int Triers { get; set; }

    /// <summary>Whether it knows the code of another experiment, too.</summary>
    public bool HasCodeOf(Experiment other) => (other.Source, other.Simulation) == (experiment.Source, experiment.Simulation);

    /// <summary>When the last page left it; null while one looks.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>When a page last wanted something of it; now, if one waits for an answer.</summary>
    public DateTimeOffset UsedAt => View.State == LabState.Starting || !questions.AreAnswered ? clock.GetUtcNow() : usedAt;

    public bool IsRunning => process is not null;

    /// <summary>Number of the process; null if none runs.</summary>
    public int? Process => process?.Id;

    /// <summary>Tries from now on, first the design that its experiment has now.</summary>
    public void Begin(Experiment now)
    {
        Change(() =>
        {
            if (View.Before is not null && now.Start == experiment.Start)
                return;                                                  // a page that was loaded again
            (experiment, isBeforeKnown, running, wanted) = (now, false, null, null);
            View = View with { Seed = ExperimentDesign.Of(now).Seed, Before = null, Now = null, Last = null };
        });
        Wake();
        Change(Next);
    }

    /// <summary>Starts the process.</summary>
    public void Wake() => Change(() =>
    {
        usedAt = clock.GetUtcNow();
        if (process is not null)
            return;
        heardAt = usedAt;
        (isBeforeKnown, running) = (false, null);
        View = View with { State = LabState.Starting, Fault = null };
        try
        {
            process = start();
            _ = FollowAsync(process, started = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            View = View with { State = LabState.Ended, Fault = exception.Message };
            started.TrySetResult();
        }
    });

    /// <summary>Tries a design, in the place of the one that is tried now.</summary>
    /// <exception cref="InvalidDataException">It is not possible.</exception>
    public void Try(ExperimentDesign design)
    {
        _ = OptionsOf(design);
        Change(() => wanted = design);
        Wake();
        Change(Next);
    }

    /// <summary>Makes the newest try that is over the one that later ones are compared with.</summary>
    public void KeepBeside() => Change(() =>
    {
        if (View.Last is { Numbers: not null } last)
            View = View with { Before = last, Now = null, Last = null };
    });

    /// <summary>Trains as many steps from now on, beginning with the earlier design.</summary>
    public void SetLength(long steps, int seed)
    {
        Change(() =>
        {
            wanted = View.Now?.Design ?? wanted;
            View = View with { Steps = steps, Seed = seed };
            (isBeforeKnown, running) = (false, null);
        });
        Wake();
        Change(Next);
    }

    public async Task<IReadOnlyList<string>> ProblemsAsync(string code) =>
    [
        .. ((await AskAsync(new() { Do = LabOrder.Check, Code = code }))?.Problems ?? [])
            .Select(problem => $"Line {problem.Line}, column {problem.Column}: {problem.Message}"),
    ];

    public async Task<CodeSuggestions?> CompleteAsync(string code, int position) =>
        await AskAsync(new() { Do = LabOrder.Complete, Code = code, Position = position })
            is { From: { } from, To: { } to, Suggestions: { Length: > 0 } texts } ? new(from, to, texts) : null;

    public void Prepare() => Wake();

    /// <summary>Asks about code, once the process has started; null if it cannot answer in time.</summary>
    async Task<LabAnswer?> AskAsync(LabOrder order)
    {
        Wake();
        await Task.WhenAny(started.Task, Task.Delay(Patience));
        return View.State == LabState.Ready && process is { } asked
            ? await questions.AskAsync(asked, order with { Id = Interlocked.Increment(ref ids) }) : null;
    }

    /// <summary>Ends the process.</summary>
    /// <param name="why">What pages say; null if it may be forgotten.</param>
    public void Sleep(string? why) => Change(() =>
    {
        if (process is not { } ended)
            return;
        (process, running) = (null, null);
        View = View with { State = LabState.Asleep, Fault = why, IsTraining = false };
        ended.End(why ?? "");
    });

    /// <summary>Ends a process that uses too much, or does not come back.</summary>
    public void Watch()
    {
        if (process is not { } watched)
            return;
        watched.Watch();
        var isBusy = View.State == LabState.Starting || running is not null;
        if (isBusy && clock.GetUtcNow() - heardAt > Patience)
            watched.End($"Nothing was heard of the process that tries rewards for {Patience.TotalSeconds:0} s: is there an endless loop in "
                + "the simulation or in the reward? It was ended.");
    }

    async Task FollowAsync(LabProcess followed, TaskCompletionSource itsStart)
    {
        string why;
        try
        {
            why = await followed.FollowAsync(answer =>
            {
                Take(followed, answer);
                if (answer.Event == LabAnswer.Ready)
                    itsStart.TrySetResult();
            });
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            why = $"The process that tries rewards cannot be read any more: {exception.Message}";
        }
        Change(() =>
        {
            if (!ReferenceEquals(process, followed))
                return;
            (process, running, wanted) = (null, null, null);
            View = View with { State = LabState.Ended, Fault = View.Fault ?? why, IsTraining = false };
        });
        itsStart.TrySetResult();
        followed.Dispose();
    }

    void Take(LabProcess from, LabAnswer answer) => Change(() =>
    {
        if (!ReferenceEquals(process, from))
            return;
        heardAt = clock.GetUtcNow();
        if (questions.Take(answer))
            return;
        switch (answer.Event)
        {
            case LabAnswer.Fault:
                View = View with { Fault = answer.Message };
                break;
            case LabAnswer.Ready:
                usedAt = heardAt;
                View = View with
                {
                    State = LabState.Ready,
                    Terms = answer.Report?.Terms ?? [],
                };
                Next();
                break;
            case LabAnswer.Warm:
                View = View with { Steps = View.Steps > 0 ? View.Steps : answer.Steps ?? 0 };
                break;
            default:
                if (running is { } tried && tried.Id == answer.Id)
                    Take(tried.With(answer));
                break;
        }
    });

    void Take(LabTry tried)
    {
        running = tried.IsOver ? null : tried;
        if (!isBeforeKnown)
        {
            View = View with { Before = tried, IsTraining = !tried.IsOver };
            isBeforeKnown = tried.IsOver;
        }
        else
            View = View with { Now = tried, Last = tried.IsOver ? tried : View.Last, IsTraining = !tried.IsOver };
        if (tried.IsOver)
            Next();
    }

    /// <summary>Sends what is to be tried next: the earlier design, then what is wanted. The process itself ends the
    /// try before.</summary>
    void Next()
    {
        if (Triers == 0 || View.State != LabState.Ready || process is null || !isBeforeKnown && running is not null)
            return;
        if (!isBeforeKnown)
            Send(View.Before?.Design ?? ExperimentDesign.Of(experiment), beside: null);
        else if (wanted is { } design)
        {
            wanted = null;
            Send(design, View.Before is { Numbers: not null } before ? before.Id : null);
        }
    }

    void Send(ExperimentDesign design, int? beside)
    {
        running = new(Interlocked.Increment(ref ids), design);
        heardAt = clock.GetUtcNow();
        View = isBeforeKnown ? View with { Now = running, IsTraining = true } : View with { Before = running, IsTraining = true };
        _ = process!.SendAsync(new()
        {
            Do = LabOrder.Try, Id = running.Id, Options = OptionsOf(design), Beside = beside,
            Goals = design.Goals?.ToDictionary(goal => goal.Key, goal => goal.Value),
        });
    }

    JsonElement OptionsOf(ExperimentDesign design)
    {
        var options = design.With("Steps", View.Steps > 0 ? View.Steps : null).With("Seed", View.Seed).ApplyTo(experiment).OptionsOf();
        return JsonSerializer.Deserialize<JsonElement>(options.ToJsonString());
    }

    void Change(Action change)
    {
        LabView before;
        lock (gate)
        {
            before = View;
            change();
        }
        if (!ReferenceEquals(before, View))
            Changed?.Invoke();
    }
}
