using System.CommandLine;

namespace Pathmind.Commands;

/// <summary><c>compare [SIMULATION] [POLICY…]</c>: lets policies play the same episodes and shows which is better; the
/// comparison becomes a variable.</summary>
internal sealed class CompareCommand : JudgingCommand
{
    readonly Option<string?> file;

    public CompareCommand(CommandPlace place, CommandCompletions completions)
        : this(place, completions, OptionValues.Text("--out-csv", "FILE", "CSV file to write, one row per policy."))
    {
    }

    CompareCommand(CommandPlace place, CommandCompletions completions, Option<string?> file)
        : base("compare", "Compares policies in the same episodes: which is better, and which keeps the goals.", place, completions,
            new("POLICY")
            {
                Arity = ArgumentArity.ZeroOrMore, HelpName = "POLICY",
                Description = "Policies, as for run --policy, or a folder of them; the others are compared with the first. A single one is "
                    + "compared with the heuristics and random. Default: the heuristics (static members of the class; variables), the "
                    + "trained policies of variables and of the folders here, random.",
            },
            OptionValues.Text("--as", "NAME", "Variable for the comparison. Default: comparison."), file) => this.file = file;

    protected override string DefaultVariable => "comparison";

    protected override IDisplayable Judge(
        ParseResult given, Simulation simulated, KnownPolicies known, string[] words, ComparisonOptions options)
    {
        var comparison = simulated.Compare(options, Policies(known, words, options.Seed));
        if (given.GetValue(file) is { } path)
            comparison.WriteCsv(path);
        return comparison;
    }

    /// <summary>The first heuristic is the one to beat; without any, random actions are.</summary>
    static Policy[] Policies(KnownPolicies known, string[] words, int seed)
    {
        Policy[] named = [.. words.SelectMany(known.Named)];
        if (named.Length > 1)
            return named;
        var heuristics = known.Heuristics().Where(policy => !named.Contains(policy)).ToArray();
        Policy[] others = named.Length > 0 ? named : [.. known.Trained()];
        return heuristics.Length > 0
            ? [.. heuristics, .. others, Policy.Random(seed)]
            : [Policy.Random(seed), .. others];
    }
}
