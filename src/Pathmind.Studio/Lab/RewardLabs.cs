using Microsoft.Extensions.Hosting;
using Pathmind.Studios.Engines;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Lab;

/// <summary>The reward labs that pages look at, and those that help to write a reward: one process for each experiment,
/// a few at a time, ended when it is not looked at any more, or when nothing was wanted of it for long.</summary>
/// <param name="tool">How processes are started.</param>
/// <param name="code">The code that was submitted.</param>
/// <param name="data">Where the studio keeps its files.</param>
/// <param name="clock">For what is over.</param>
internal sealed class RewardLabs(ToolProcess tool, CodeStore code, StudioData data, TimeProvider clock) : BackgroundService
{
    const string FolderName = "labs";

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    readonly Lock gate = new();
    readonly Dictionary<int, RewardLab> labs = [];

    /// <summary>Processes at a time that try.</summary>
    public int Most { get; init; } = 3;

    /// <summary>Processes at a time that only answer questions about code; the one that was asked longest ago sleeps
    /// when there are more.</summary>
    public int MostForCode { get; init; } = 3;

    /// <summary>How long a lab stays after the last page has left it: a page that is loaded again finds it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a process waits for the next try.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long one that is not tried with waits for the next question.</summary>
    public TimeSpan IdleForCode { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The lab of an experiment, for one more page; it must be left again.</summary>
    /// <exception cref="InvalidDataException">Its code is not here, or too many labs are looked at.</exception>
    public RewardLab Enter(Experiment experiment)
    {
        RewardLab lab;
        lock (gate)
        {
            if (WhyNone(experiment) is { } why)
                throw new InvalidDataException(why);
            if (!labs.TryGetValue(experiment.Number, out lab!) || !IsTried(lab))
                MakeRoom();
            lab ??= Make(experiment);
            lab.Viewers++;
            lab.Triers++;
        }
        lab.Begin(experiment);
        return lab;
    }

    /// <summary>Says that a page does not look at it any more.</summary>
    public void Leave(RewardLab lab)
    {
        lock (gate)
            (lab.Viewers, lab.Triers) = (lab.Viewers - 1, lab.Triers - 1);
    }

    /// <summary>What helps to write the reward of an experiment: a lab that knows its code. It must be left again; its
    /// process starts when something is asked.</summary>
    /// <returns>Null if the code is not here.</returns>
    public RewardLab? EnterForCode(Experiment experiment)
    {
        lock (gate)
        {
            if (WhyNone(experiment) is not null)
                return null;
            var lab = labs.GetValueOrDefault(experiment.Number) ?? labs.Values.FirstOrDefault(one => one.HasCodeOf(experiment))
                ?? Make(experiment);
            lab.Viewers++;
            return lab;
        }
    }

    /// <summary>Says that a page does not write code any more.</summary>
    public void LeaveCode(RewardLab lab)
    {
        lock (gate)
            lab.Viewers--;
    }

    /// <summary>Why an experiment has no lab; null if it has one.</summary>
    public string? WhyNone(Experiment experiment) => experiment.CodeDigest is not { } digest
        ? $"Experiment {experiment.Number} is a training of your own program, whose code is not here: submit the script, and open the lab "
            + "of that experiment."
        : Directory.Exists(code.FolderOf(digest)) ? null : $"The code of experiment {experiment.Number} is not there any more.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Tidy();
        }
        finally
        {
            lock (gate)
                foreach (var number in labs.Keys.ToArray())
                    Close(number);
        }
    }

    void Tidy()
    {
        lock (gate)
        {
            foreach (var (number, lab) in labs.ToArray())
            {
                lab.Watch();
                if (lab.Viewers > 0)
                    lab.LeftAt = null;
                else if (clock.GetUtcNow() - (lab.LeftAt ??= clock.GetUtcNow()) > Grace)
                    Close(number);
                else
                    continue;
                var idle = lab.Triers > 0 ? Idle : IdleForCode;
                if (lab.IsRunning && clock.GetUtcNow() - lab.UsedAt > idle)
                    lab.Sleep($"Nothing was tried for {idle.TotalMinutes:0} min: the lab sleeps. The next change wakes it.");
            }
            foreach (var lab in labs.Values.Where(lab => lab is { Triers: 0, IsRunning: true }).OrderByDescending(lab => lab.UsedAt)
                .Skip(MostForCode))
                lab.Sleep("Others are used more: the lab sleeps. The next change wakes it.");
            RemoveFolders();
        }
    }

    /// <summary>Deletes the folders of labs that are closed, also of a studio that was killed.</summary>
    void RemoveFolders()
    {
        if (!Directory.Exists(data.PathOf(FolderName)))
            return;
        foreach (var folder in Directory.GetDirectories(data.PathOf(FolderName)))
            if (!int.TryParse(Path.GetFileName(folder), out var number) || !labs.ContainsKey(number))
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    continue;                                            // its process is ending: the next time
                }
    }

    RewardLab Make(Experiment experiment) => labs[experiment.Number] = new(experiment, () => Start(experiment), clock);

    /// <summary>Whether it counts among those that try: a page of it is open, or was a moment ago.</summary>
    static bool IsTried(RewardLab lab) => lab.Triers > 0 || lab.Viewers == 0;

    /// <summary>Ends the process of a lab that is not looked at, the one that was used longest ago first.</summary>
    void MakeRoom()
    {
        foreach (var (number, _) in labs.Where(lab => lab.Value.Viewers == 0).OrderBy(lab => lab.Value.UsedAt).ToArray())
            if (labs.Values.Count(IsTried) >= Most)
                Close(number);
        int[] open = [.. labs.Where(lab => IsTried(lab.Value)).Select(lab => lab.Key).Order()];
        if (open.Length >= Most)
            throw new InvalidDataException($"{open.Length} reward labs are open, of the experiments {string.Join(", ", open)}, "
                + "and more would slow each other: close one of those pages.");
    }

    void Close(int number)
    {
        labs.Remove(number, out var lab);
        lab!.Sleep(null);
    }

    /// <summary>In a copy of the code: a simulation may write beside it.</summary>
    LabProcess Start(Experiment experiment)
    {
        var folder = data.PathOf(Path.Combine(FolderName, $"{experiment.Number}"));
        var (digest, file) = CodeStore.Split(experiment.Source!);
        var copy = Path.Combine(folder, "code");
        FolderCopy.Make(code.FolderOf(digest), copy);
        return LabProcess.Start(tool, folder, Path.Combine(copy, file), experiment.Simulation);
    }
}
