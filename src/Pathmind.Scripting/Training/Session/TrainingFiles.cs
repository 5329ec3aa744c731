using System.Globalization;
using Pathmind.Files;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>A training as recorded in its folder: what <see cref="TrainingOutput"/> wrote, read back.</summary>
internal static class TrainingFiles
{
    /// <summary>The policy, how its training went, and why it ended.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no training; the message says which file is
    /// missing.</exception>
    /// <exception cref="InvalidDataException">A file of the folder is damaged.</exception>
    public static TrainingResult Read(string folder)
    {
        var file = Path.Combine(folder, PolicyFolder.Training);
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"'{folder}' holds no training: {PolicyFolder.Training} is missing. Name a folder that train --out or "
                + "TrainingOptions.Folder wrote.", file);
        var record = TrainingRecord.Read(file)
            ?? throw new InvalidDataException(
                $"'{file}' is not the record of a training, or one of another version of the kit. Train again.");
        var policy = TrainedPolicy.Load(folder);
        var history = HistoryOf(folder, policy.Simulation)
            ?? throw new FileNotFoundException(
                $"'{folder}' has no {PolicyFolder.Progress}, which holds the curve of the training. Train again.");
        return new(policy, history, record.Stop, record.Message)
        {
            Reward = record.Reward, RandomReward = record.RandomReward, Limits = record.Limits, Hints = record.Hints,
            Teacher = record.Teacher,
        };
    }

    /// <summary>The rows of a folder's progress.csv; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is not one of this kit.</exception>
    public static TrainingHistory? HistoryOf(string folder, string simulation)
    {
        var file = Path.Combine(folder, PolicyFolder.Progress);
        if (!File.Exists(file))
            return null;
        using var reader = File.OpenText(file);
        try
        {
            var rows = CsvRows.Read(reader).ToArray();
            return new(simulation, rows.Skip(1).Select(row => RowOf(rows[0], row)));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new InvalidDataException($"'{file}' is not the progress of a training: {exception.Message}. Train again.", exception);
        }
    }

    static IterationRow RowOf(string[] header, string[] row)
    {
        if (row.Length != header.Length)
            throw new FormatException($"a row has {row.Length} columns, the header {header.Length}");
        return new()
        {
            Iteration = (int)Required("iteration"), Steps = (long)Required("steps"), Episodes = (long)Required("episodes"),
            RewardMean = Number(Column("reward_mean")), RewardMin = Number(Column("reward_min")), RewardMax = Number(Column("reward_max")),
            Terms = OfEpisodes(ProgressColumns.TermPrefix), Metrics = OfEpisodes(ProgressColumns.MetricPrefix),
            Limits = OfEpisodes(ProgressColumns.LimitPrefix), LimitWeights = OfEpisodes(ProgressColumns.WeightPrefix),
            LengthMean = Number(Column("length_mean")), Entropy = Number(Column("entropy")),
            Learner = Between(ProgressColumns.BeforeLearner, ProgressColumns.AfterLearner, prefix: ""),
            StepsPerSecond = Required("steps_per_second"), Seconds = Required("seconds"),
        };

        Dictionary<string, double> OfEpisodes(string prefix) => Between(ProgressColumns.BeforeTerms, ProgressColumns.AfterTerms, prefix);

        Dictionary<string, double> Between(string before, string after, string prefix) =>
            Enumerable.Range(Column(before) + 1, Column(after) - Column(before) - 1)
                .Where(column => row[column].Length > 0 && header[column].StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(column => header[column][prefix.Length..], column => Number(column)!.Value);

        int Column(string name) =>
            Array.IndexOf(header, name) is >= 0 and var column ? column : throw new FormatException($"the column {name} is missing");

        double Required(string name) => Number(Column(name)) ?? double.NaN;

        double? Number(int column) => row[column].Length == 0 ? null : double.Parse(row[column], CultureInfo.InvariantCulture);
    }
}
