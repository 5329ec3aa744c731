using System.Globalization;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Pages;

/// <summary>How the reward is made of the terms.</summary>
public enum RewardWay
{
    Sum,
    Weights,
    Code,
}

/// <summary>A design while it is edited in a page.</summary>
public sealed class DesignDraft
{
    /// <summary>Largest weight that a slider shows.</summary>
    public const double MostWeight = 5;

    DesignDraft(string[] terms, string[] metrics, string[] observations) => (Terms, Metrics, Observations) = (terms, metrics, observations);

    public IReadOnlyList<string> Terms { get; }

    public IReadOnlyList<string> Metrics { get; }

    public IReadOnlyList<string> Observations { get; }

    public RewardWay Way { get; set; }

    public Dictionary<string, double> Weights { get; private init; } = [];

    public string Code { get; set; } = "";

    /// <summary>What is wanted of each metric and term.</summary>
    internal Dictionary<string, Wish> Wishes { get; private init; } = [];

    /// <summary>Observations that the policy sees.</summary>
    public HashSet<string> Seen { get; private init; } = [];

    /// <summary>Options of training as they are entered, by name; those that are not there have their
    /// defaults.</summary>
    public Dictionary<string, string> Entered { get; private init; } = [];

    /// <summary>What is wrong with options that are entered, by name.</summary>
    public Dictionary<string, string> Faults { get; } = [];

    /// <summary>Whether an option has a meaning with the algorithm that is named. One that has not is not saved, but
    /// stays as it was entered until the page is left.</summary>
    public bool Has(TrainingOption option) => TrainingOptionList.Has(option, Entered.GetValueOrDefault(TrainingOptionList.Algorithm));

    IEnumerable<TrainingOption> EnteredOptions => TrainingOptionList.All.Where(option => Entered.ContainsKey(option.Name) && Has(option));

    /// <summary>Enters an option; nothing, for its default.</summary>
    public void Enter(TrainingOption option, string text)
    {
        Faults.Remove(option.Name);
        if (string.IsNullOrWhiteSpace(text))
        {
            Entered.Remove(option.Name);
            return;
        }
        Entered[option.Name] = text;
        _ = option.Read(text, out var fault);
        if (fault is not null)
            Faults[option.Name] = fault;
    }

    /// <summary>The draft of an experiment's design.</summary>
    /// <exception cref="System.Text.Json.JsonException">Its options are not as they must be.</exception>
    public static DesignDraft Of(Experiment experiment)
    {
        var design = ExperimentDesign.Of(experiment);
        var (terms, metrics, observations) = ExperimentDesign.NamesOf(experiment);
        terms = [.. terms.Union(design.TermWeights?.Keys ?? [])];
        var goals = design.Goals ?? new Dictionary<string, string>();
        metrics = [.. metrics.Union(design.Limits.Keys.Union(goals.Keys).Except(terms))];
        return new(terms, metrics, observations)
        {
            Way = design.Code is not null ? RewardWay.Code : design.TermWeights is not null ? RewardWay.Weights : RewardWay.Sum,
            Weights = terms.ToDictionary(term => term, term => design.TermWeights is { } given ? given.GetValueOrDefault(term) : 1),
            Code = design.Code ?? $"x => {string.Join(" + ", terms.Select(term => $"x[\"{term}\"]"))}",
            Wishes = metrics.Union(terms).ToDictionary(name => name, name => design.Limits.TryGetValue(name, out var limit)
                ? Wish.Of(limit) with { IsLimit = true } : Wish.Of(goals.GetValueOrDefault(name, ""))),
            Seen = [.. design.Observations ?? observations],
            Entered = TrainingOptionList.All.Where(option => design.Training.ContainsKey(option.Name))
                .ToDictionary(option => option.Name, option => option.TextOf(design.Training[option.Name])),
        };
    }

    /// <summary>The design as it stands.</summary>
    /// <exception cref="InvalidDataException">An option is not possible.</exception>
    internal ExperimentDesign ToDesign() => FaultsNow is { Length: > 0 } faults ? throw new InvalidDataException(faults) : new()
    {
        TermWeights = Way == RewardWay.Weights ? new Dictionary<string, double>(Weights) : null,
        Code = Way == RewardWay.Code ? Code : null,
        Observations = Seen.SetEquals(Observations) ? null : [.. Observations.Where(Seen.Contains)],
        Limits = Wishes.Where(one => one.Value is { IsLimit: true, HasBound: true }).ToDictionary(one => one.Key, one => one.Value.InWords),
        Goals = Wishes.Where(one => one.Value.Kind.Length > 0).ToDictionary(one => one.Key, one => one.Value.InWords),
        Training = EnteredOptions.ToDictionary(option => option.Name, option => option.Read(Entered[option.Name], out _)),
    };

    string FaultsNow => string.Join(
        '\n', EnteredOptions.Where(option => Faults.ContainsKey(option.Name)).Select(option => Faults[option.Name]));
}

/// <summary>What is wanted of a number.</summary>
/// <param name="Kind"><c>minimise</c>, <c>maximise</c>, <c>at most</c>, <c>at least</c>; empty for nothing.</param>
/// <param name="Bound">Of the last two.</param>
/// <param name="IsLimit">Whether training is to keep it.</param>
internal sealed record Wish(string Kind, double Bound, bool IsLimit = false)
{
    public const string AtMost = "at most", AtLeast = "at least";

    public static readonly string[] Kinds = ["minimise", "maximise", AtMost, AtLeast];

    public bool HasBound => Kind is AtMost or AtLeast;

    public string InWords => HasBound ? string.Create(CultureInfo.InvariantCulture, $"{Kind} {Bound}") : Kind;

    public static Wish Of(string words) => Array.Find(Kinds, kind => words.StartsWith(kind, StringComparison.Ordinal)) is { } found
        ? new(found, double.TryParse(words.AsSpan(found.Length), CultureInfo.InvariantCulture, out var bound) ? bound : 0) : new("", 0);
}
