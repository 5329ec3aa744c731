using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Pages;

/// <summary>An experiment as a line of the list: what is shown, taken apart once per change.</summary>
internal sealed class ExperimentLine(Experiment experiment)
{
    public Experiment Experiment => experiment;

    public IReadOnlyList<double> Trend { get; } = Experiments.Trend.Parse(experiment.TrendText).Points;

    public IReadOnlyDictionary<string, string> Settings { get; } = SettingsDifference.Of(experiment.Start);

    /// <summary>What is judged: the policy without exploration if that was measured, else the last
    /// iterations.</summary>
    public double? Reward => experiment.FinalReward ?? experiment.Reward;

    /// <summary>Whether a search finds it: "#12" by number, all else in name, simulation and notes.</summary>
    public bool Matches(string search)
    {
        var text = search.Trim();
        return text.Length == 0
            || (text[0] == '#' ? experiment.Number.ToString() == text[1..]
                : Has(experiment.Title) || Has(experiment.Simulation) || Has(experiment.Notes));

        bool Has(string where) => where.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A setting as a number if it is one, so that 9 comes before 10.</summary>
    public object? SettingToSort(string name) => Settings.TryGetValue(name, out var text)
        ? double.TryParse(text.Replace("\u202f", ""), out var number) ? number.ToString("000000000000.000000000") : text : null;
}
