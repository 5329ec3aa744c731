namespace Pathmind.Studios.Experiments;

/// <summary>Experiments that are compared as one: they differ in nothing but their seed; or a single one.</summary>
/// <param name="Members">At least one, the smallest number first.</param>
internal sealed record ExperimentGroup(IReadOnlyList<Experiment> Members)
{
    const string Seed = "Seed";

    /// <summary>What it is called in the place of its numbers; null for those.</summary>
    public string? Label { get; init; }

    /// <summary>As in <c>#12</c>, <c>#12, #13 · 2 seeds</c>.</summary>
    public string Name => Label is not null ? Label : Members.Count == 1 ? $"#{Members[0].Number}"
        : $"{string.Join(", ", Members.Select(member => $"#{member.Number}"))} · {Members.Count} seeds";

    /// <summary>Options, by name and as text, and the version of the code; without the seed where a group beside it
    /// has several.</summary>
    public IReadOnlyDictionary<string, string> SettingsBeside(IReadOnlyList<ExperimentGroup> all) =>
        SettingsDifference.Of(Members[0].Start)
            .Where(setting => setting.Key != Seed || all.All(group => group.Members.Count == 1))
            .Append(new("Code", Members[0].CodeDigest ?? "not submitted")).ToDictionary();

    /// <summary>The experiments in groups, in the order in which they are given.</summary>
    /// <param name="experiments">Any.</param>
    /// <param name="bySeed">Whether those that differ in their seed only are one group.</param>
    public static IReadOnlyList<ExperimentGroup> Of(IReadOnlyList<Experiment> experiments, bool bySeed) =>
    [
        .. experiments.GroupBy(experiment => bySeed ? KeyOf(experiment) : $"{experiment.Number}")
            .Select(group => new ExperimentGroup([.. group.OrderBy(member => member.Number)])),
    ];

    /// <summary>Equal for experiments that differ in their seed only.</summary>
    static string KeyOf(Experiment experiment) => string.Join('\n',
    [
        experiment.Simulation, experiment.CodeDigest ?? "",
        .. SettingsDifference.Of(experiment.Start).Where(setting => setting.Key != Seed)
            .Select(setting => $"{setting.Key}={setting.Value}"),
    ]);
}
