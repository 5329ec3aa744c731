using System.Globalization;
using Pathmind.Files;
using Pathmind.Policies;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>What a policy's training recorded, wherever the policy is kept: in a variable or in a folder.</summary>
/// <param name="Steps">Steps of the training; null if there is no record.</param>
/// <param name="Reward">Mean reward per episode of the policy itself, without exploration; of trainings that did not
/// measure it, the last mean of the training's episodes.</param>
/// <param name="Finished">When the training ended; null if the record does not have it.</param>
internal sealed record PolicyRecord(long? Steps, double? Reward, DateTimeOffset? Finished)
{
    /// <summary>The record that a policy carries.</summary>
    /// <exception cref="FormatException">progress.csv or training.json is not a training's.</exception>
    public static PolicyRecord Of(TrainedPolicy policy)
    {
        var (steps, reward) = Text(policy, PolicyFolder.Progress) is { } progress ? LastRow(progress) : (null, null);
        var end = Bytes(policy, PolicyFolder.Training) is { } json ? TrainingRecord.Parse(json) : null;
        return new(steps, end?.Reward ?? reward, end?.Finished);
    }

    static (long? Steps, double? Reward) LastRow(TextReader progress)
    {
        var rows = CsvRows.Read(progress).ToArray();
        var (steps, reward) = (Array.IndexOf(rows.FirstOrDefault([]), "steps"), Array.IndexOf(rows.FirstOrDefault([]), "reward_mean"));
        if (steps < 0 || reward < 0 || rows.Any(row => row.Length != rows[0].Length))
            throw new FormatException($"{PolicyFolder.Progress} is not a training's");
        var mean = rows[1..].LastOrDefault(row => row[reward].Length > 0)?[reward];
        return (rows.Length == 1 ? null : long.Parse(rows[^1][steps], CultureInfo.InvariantCulture),
            mean is null ? null : double.Parse(mean, CultureInfo.InvariantCulture));
    }

    static StringReader? Text(TrainedPolicy policy, string name) =>
        Bytes(policy, name) is { } bytes ? new(System.Text.Encoding.UTF8.GetString(bytes)) : null;

    static byte[]? Bytes(TrainedPolicy policy, string name)
    {
        if (!policy.FurtherFiles.TryGetValue(name, out var write))
            return null;
        using MemoryStream stream = new();
        write(stream);
        return stream.ToArray();
    }
}
