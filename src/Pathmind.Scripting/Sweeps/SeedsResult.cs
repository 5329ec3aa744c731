using System.Globalization;
using System.Text.Json;
using Pathmind.Comparisons;
using Pathmind.Displays;
using Pathmind.Files;
using Pathmind.Words;

namespace Pathmind;

/// <summary>One training with several seeds: a band, and the policy that is kept.</summary>
public sealed class SeedsResult : IDisplayable
{
    const string FileName = "seeds.json";

    readonly int asked, episodes;

    internal SeedsResult(IReadOnlyList<SeedResult> seeds, SeedResult kept, Estimate keptReward, int asked, int episodes)
    {
        (Seeds, Kept, KeptReward, this.asked, this.episodes) = (seeds, kept, keptReward, asked, episodes);
        Reward = new MeanInterval(0.95).Of([.. seeds.Select(seed => seed.Reward.Mean)]);
    }

    /// <summary>Each training that learnt something, by its seed.</summary>
    public IReadOnlyList<SeedResult> Seeds { get; }

    /// <summary>Mean reward per episode over the seeds, with the 95 % interval for the mean of all seeds (Student's t):
    /// what to expect of this training.</summary>
    public Estimate Reward { get; }

    /// <summary>The seed whose policy earned least in the same episodes.</summary>
    public SeedResult Worst => Seeds.MinBy(seed => seed.Reward.Mean)!;

    /// <summary>The seed whose policy earned most in the same episodes.</summary>
    public SeedResult Best => Seeds.MaxBy(seed => seed.Reward.Mean)!;

    /// <summary>The seed whose policy is kept: of those that broke the fewest limits, the one that earned
    /// most.</summary>
    public SeedResult Kept { get; }

    /// <summary>Reward per episode of the policy that is kept, in further episodes: by those that chose it, it would
    /// look better than it is.</summary>
    public Estimate KeptReward { get; }

    /// <summary>The policy that is kept.</summary>
    public TrainedPolicy Policy => Kept.Training.Policy;

    /// <summary>Whether every training ended by itself, and none was stopped.</summary>
    public bool IsComplete => Seeds.Count == asked && Seeds.All(seed => seed.Training.Stop is not StopReason.Interrupted);

    /// <summary>What came of it, and which policy is kept, and why.</summary>
    public string Message => $"Reward {Reward} over {Counted.Of(Seeds.Count, "seed")} (mean, 95 % interval), "
        + (AreEqual ? "the same for each" : $"from {Number(Worst)} (seed {Worst.Seed}) to {Number(Best)} (seed {Best.Seed})")
        + $". Kept is the policy of seed {Kept.Seed}, {Reason}; in "
        + $"{Counted.Of(episodes, "further episode")} it earned {KeptReward}."
        + (IsComplete ? "" : $" It was stopped: {Counted.Of(asked - Ended, "training")} of {asked} had not ended.");

    bool AreEqual => Worst.Reward.Mean.Equals(Best.Reward.Mean);

    int Ended => Seeds.Count(seed => seed.Training.Stop is not StopReason.Interrupted);

    string Reason => Seeds.Any(seed => Broken(seed) != Broken(Kept)) ? "which broke the fewest limits and of those earned most"
        : AreEqual ? $"the first of equal ones in {Counted.Of(episodes, "episode")} that all policies played"
        : $"which earned most in {Counted.Of(episodes, "episode")} that all policies played";

    /// <summary>One row per seed: its reward in the episodes that all policies played, its steps, and why it
    /// ended.</summary>
    public Table ToTable() => new(
        [new("seed"), new("reward"), new("steps"), new("ended by", ColumnAlignment.Left), new("", ColumnAlignment.Left)],
        [
            .. Seeds.Select(seed => (IReadOnlyList<object?>)
            [
                seed.Seed.ToString(CultureInfo.InvariantCulture), $"{seed.Reward}", seed.Training.History[^1].Steps,
                seed.Training.Stop.ToString(), Remark(seed),
            ]),
            ["mean", $"{Reward}", null, "", "95 % interval over the seeds"],
        ])
    {
        Title = $"{Counted.Of(Seeds.Count, "seed")} of {Policy.Simulation}: reward per episode, {Counted.Of(episodes, "episode")} each",
        ShownRows = Math.Max(2, Seeds.Count + 1),
    };

    /// <summary>Mean reward of the training episodes over the steps, between the lowest and the highest seed.</summary>
    public LinePlot Plot() =>
        TrainingHistory.Compare([.. Seeds.Select(seed => ("mean of the seeds", seed.Training.History))]);

    /// <summary>The message, one row per seed, and the band over the steps.</summary>
    public DisplayContent ToDisplay() => new ContentList(new TextLine(Message), ToTable(), Plot());

    /// <summary>The message, broken where the terminal ends.</summary>
    public override string ToString() =>
        ConsoleDisplay.TerminalWidth is { } width ? WrappedText.Of(Message, width) : Message;

    /// <summary>Order of merit: limits, reward, seed.</summary>
    internal static (int, double, int) Merit(SeedResult seed) =>
        (Broken(seed), double.IsNaN(seed.Reward.Mean) ? double.PositiveInfinity : -seed.Reward.Mean, seed.Seed);

    internal static string? FolderOf(string? folder, int seed) =>
        folder is null ? null : Path.Combine(folder, $"seed-{seed.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The policy that is kept, and the band as JSON.</summary>
    internal void Save(string folder)
    {
        Policy.Save(folder);
        using AtomicFile file = new(Path.Combine(folder, FileName));
        using (Utf8JsonWriter writer = new(file.Stream, new() { Indented = true }))
        {
            writer.WriteStartObject();
            Write(writer);
            writer.WriteEndObject();
        }
        file.Commit();
    }

    /// <summary>The properties of the JSON: what the message says, and every seed.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        WriteNumber(writer, "mean", Reward.Mean);
        WriteNumber(writer, "low", Reward.Low);
        WriteNumber(writer, "high", Reward.High);
        writer.WriteNumber("kept", Kept.Seed);
        WriteNumber(writer, "kept_reward", KeptReward.Mean);
        writer.WriteNumber("episodes", episodes);
        writer.WriteBoolean("complete", IsComplete);
        writer.WriteString("message", Message);
        writer.WriteStartArray("seeds");
        foreach (var seed in Seeds)
        {
            writer.WriteStartObject();
            writer.WriteNumber("seed", seed.Seed);
            WriteNumber(writer, "reward", seed.Reward.Mean);
            writer.WriteNumber("steps", seed.Training.History[^1].Steps);
            writer.WriteString("stop", seed.Training.Stop.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    internal static void WriteNumber(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    static int Broken(SeedResult seed) => seed.Training.Limits.Count(limit => !limit.IsKept);

    static string Number(SeedResult seed) => CellText.Number(seed.Reward.Mean);

    string Remark(SeedResult seed) => string.Join(", ",
    [
        .. seed == Kept ? ["kept"] : Array.Empty<string>(), .. seed == Best && !AreEqual ? ["best"] : Array.Empty<string>(),
        .. seed == Worst && !AreEqual ? ["worst"] : Array.Empty<string>(),
    ]);
}

/// <summary>One training of several that differ in their seed.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Training">As if it had been made alone.</param>
/// <param name="Reward">Reward per episode of its policy, the sum of all terms as the simulation gives them, with the
/// 95 % interval, in episodes that are the same for all seeds.</param>
public sealed record SeedResult(int Seed, TrainingResult Training, Estimate Reward);
