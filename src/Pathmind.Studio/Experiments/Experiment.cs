using Pathmind.Reporting;

namespace Pathmind.Studios.Experiments;

/// <summary>A training in the studio: what is known of it but its curve. A row of the database; replaced as a whole
/// when something changes.</summary>
public sealed record Experiment
{
    /// <summary>From 1, in the order of registering.</summary>
    public required int Number { get; init; }

    /// <summary>By which the training knows it.</summary>
    public required string Key { get; init; }

    /// <summary>Name of the simulation's class.</summary>
    public required string Simulation { get; init; }

    /// <summary>A name of the user's; empty for that of the simulation.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the user wrote about it.</summary>
    public string Notes { get; init; } = "";

    public bool IsFavourite { get; init; }

    public bool IsArchived { get; init; }

    public ExperimentStatus Status { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>When it was last heard of, UTC.</summary>
    public DateTime LastSign { get; init; }

    /// <summary>Steps after which it ends; null if time bounds it.</summary>
    public long? TotalSteps { get; init; }

    /// <summary>Seconds after which it ends; null for no limit.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>The newest row's iteration, and how many rows there are: fewer if some were dropped on the
    /// way.</summary>
    public int Iteration { get; init; }

    public int Rows { get; init; }

    public long Steps { get; init; }

    public long Episodes { get; init; }

    public double StepsPerSecond { get; init; }

    /// <summary>Time that it trained.</summary>
    public double Seconds { get; init; }

    /// <summary>Mean reward per episode in the last iteration in which one ended.</summary>
    public double? Reward { get; init; }

    /// <summary>Mean reward per episode of the policy without exploration, and of random actions; null if not
    /// measured.</summary>
    public double? FinalReward { get; init; }

    public double? RandomReward { get; init; }

    /// <summary>How far its policy keeps the limits, as JSON (<see cref="MeasuredLimit"/>); empty if that was not
    /// measured.</summary>
    public string Limits { get; init; } = "";

    /// <summary>The reward's course as a few points: <see cref="Trend"/>.</summary>
    public string TrendText { get; init; } = "";

    /// <summary>The newest values of its reward terms and metrics: <see cref="LastFigures"/>.</summary>
    public string Figures { get; init; } = "";

    /// <summary>The training as it registered, as JSON: options, observations, folder, machine.</summary>
    public required string Start { get; init; }

    /// <summary>Its folder; null if it writes none.</summary>
    public string? Folder { get; init; }

    /// <summary>The submitted file that is trained, below the studio's folder; null for a training that someone else
    /// started.</summary>
    public string? Source { get; init; }

    /// <summary>The machine and the process that train.</summary>
    public string Machine { get; init; } = "";

    public int Process { get; init; }

    /// <summary>Why it ended, in one word and in words; null while it runs.</summary>
    public string? Stop { get; init; }

    public string? Message { get; init; }

    /// <summary>What is worth a look, one in a line.</summary>
    public string Hints { get; init; } = "";

    /// <summary>Names of the columns that its rows have, one in a line.</summary>
    public string Columns { get; init; } = "";

    /// <summary>What happened, one event in a line, with its time: <see cref="WithLog"/>.</summary>
    public string Log { get; init; } = "";

    /// <summary>Whether its user asked it to stop, which it hears of with its next rows.</summary>
    public bool IsAskedToStop { get; init; }

    /// <summary>What trainings it stands for: a word of <see cref="SetKind"/>; empty for a single training.</summary>
    public string Set { get; init; } = "";

    /// <summary>How these stand, as JSON (<see cref="SetState"/>); empty before that was told.</summary>
    public string SetText { get; init; } = "";

    /// <summary>Key of the experiment that stands for it and its siblings, and its number among them; empty for
    /// none.</summary>
    public string PartOf { get; init; } = "";

    public int Part { get; init; }

    /// <summary>When its user deleted it, UTC; null for not. Soon after nothing of it is left but its number.</summary>
    public DateTime? Deleted { get; init; }

    /// <summary>The name that is shown.</summary>
    internal string Title => Name.Length > 0 ? Name : Simulation;

    /// <summary>The digest of its code (<c>code/DIGEST/FILE</c>); null for a training that someone else
    /// started.</summary>
    internal string? CodeDigest => Source?.Split('/', '\\') is [_, var digest, _, ..] ? digest : null;

    /// <summary>Whether it has not ended, as far as is known.</summary>
    internal bool IsOpen => Status is ExperimentStatus.Running or ExperimentStatus.Lost;

    /// <summary>Share of the steps or of the time that is over, in [0, 1]; null if nothing bounds it.</summary>
    internal double? Fraction => Status == ExperimentStatus.Completed ? 1
        : TotalSteps is > 0 and var total ? Math.Min(1, (double)Steps / total)
        : TimeLimit is > 0 and var limit ? Math.Min(1, Seconds / limit)
        : null;

    /// <summary>Time left at the present speed; null if unknown.</summary>
    internal TimeSpan? Remaining => Status == ExperimentStatus.Running && Fraction is > 1e-3 and var fraction
        ? TimeSpan.FromSeconds(Math.Min(Seconds * (1 - fraction) / fraction, 1e7)) : null;

    /// <summary>The names of its columns.</summary>
    internal string[] ColumnNames => Columns.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same with more lines in its log; the oldest lines go when there are many.</summary>
    internal Experiment WithLog(DateTime now, params IReadOnlyList<string> texts)
    {
        const int MostLines = 1_000;
        var lines = texts.TakeLast(MostLines).Select(text => $"{now:yyyy-MM-dd HH:mm:ss}Z  {text.ReplaceLineEndings(" ")}");
        var before = Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return this with { Log = string.Join('\n', before.Concat(lines).TakeLast(MostLines)) };
    }

    /// <summary>What the API says of it.</summary>
    internal ExperimentSummary ToSummary() => new()
    {
        Number = Number, Name = Title, Simulation = Simulation, Status = Status.ToString(), Started = Started, Ended = Ended, Steps = Steps,
        TotalSteps = TotalSteps, Rows = Rows, Reward = Reward, FinalReward = FinalReward, Message = Message,
        Set = Set.Length == 0 ? null : Set,
    };
}
