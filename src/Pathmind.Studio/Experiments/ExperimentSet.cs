using System.Globalization;
using System.Text.Json;
using Pathmind.Reporting;
using Pathmind.Words;

namespace Pathmind.Studios.Experiments;

/// <summary>Several trainings for which one experiment stands: with different seeds, the trials of a sweep, the members
/// of a population.</summary>
internal sealed class ExperimentSet
{
    ExperimentSet(Experiment head, IReadOnlyList<SetRow> rows, SetState? state) => (Head, Rows, State) = (head, rows, state);

    public Experiment Head { get; }

    /// <summary>The best first; those without a score after them, in their order.</summary>
    public IReadOnlyList<SetRow> Rows { get; }

    /// <summary>What the trainings said; null before they did.</summary>
    public SetState? State { get; }

    /// <summary>Names of what their settings differ in.</summary>
    public string[] Names => [.. Rows.SelectMany(row => row.Told?.Values.Keys ?? Enumerable.Empty<string>()).Distinct()];

    /// <param name="board">Where the parts are.</param>
    /// <param name="head">What stands for them.</param>
    public static ExperimentSet Of(ExperimentBoard board, Experiment head)
    {
        var state = Parse(head.SetText);
        var parts = board.PartsOf(head).ToLookup(part => part.Part);
        var told = (state?.Members ?? []).DistinctBy(member => member.Number).ToDictionary(member => member.Number);
        var sign = state?.Minimizes == true ? 1 : -1;
        var rows = parts.Select(group => group.Key).Union(told.Keys).Order()
            .Select(number => new SetRow(number, [.. parts[number]], told.GetValueOrDefault(number)))
            .OrderBy(row => row.Told?.IsBest != true).ThenBy(row => row.Score is null).ThenBy(row => sign * row.Score ?? 0);
        return new(head, [.. rows], state);
    }

    /// <summary>How many they are, as in <c>5 seeds</c>.</summary>
    /// <param name="head">What stands for them.</param>
    /// <param name="count">How many there are.</param>
    public static string CountOf(Experiment head, int count) => Counted.Of(count, WordOf(head));

    /// <summary>What one of them is called: <c>seed 3</c>, <c>trial 4</c>, <c>member 2</c>.</summary>
    public static string NameOf(Experiment head, Experiment part) => NameOf(
        head, part.Part, head.Set == SetKind.Seeds ? SettingsDifference.Of(part.Start).GetValueOrDefault("Seed") : null);

    /// <summary>The same of a number.</summary>
    public static string NameOf(Experiment head, int number, string? seed = null) =>
        $"{WordOf(head)} {seed ?? number.ToString(CultureInfo.InvariantCulture)}";

    static string WordOf(Experiment head) => head.Set switch
    {
        SetKind.Seeds => "seed",
        SetKind.Sweep => "trial",
        SetKind.Population => "member",
        _ => "training",
    };

    static SetState? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, StudioJson.Default.SetState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A training of a set, or the trainings of a trial.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Trainings">As experiments; none if the studio heard of none.</param>
/// <param name="Told">What was said of it; null before.</param>
internal sealed record SetRow(int Number, IReadOnlyList<Experiment> Trainings, SetMember? Told)
{
    /// <summary>By which all are judged; before, the mean reward of the last episodes.</summary>
    public double? Score => Told?.Score;

    public double? Reward => Trainings.Select(one => one.FinalReward ?? one.Reward).OfType<double>().ToArray() is { Length: > 0 } rewards
        ? rewards.Average() : null;

    public long Steps => Math.Max(Told?.Steps ?? 0, Trainings.Sum(one => one.Steps));

    /// <summary>In words.</summary>
    public string State => Told?.State switch
    {
        SetMember.Early => "ended early",
        { Length: > 0 } state => state,
        _ => Trainings.Count == 0 ? "" : Trainings.Any(one => one.Status == ExperimentStatus.Running) ? SetMember.Running
            : $"{Trainings[0].Status}".ToLowerInvariant(),
    };
}
