using System.CommandLine;

namespace Pathmind.Commands;

/// <summary><c>importance [SIMULATION] [POLICY]</c>: shows which observations a policy needs; the result becomes a
/// variable.</summary>
internal sealed class ImportanceCommand(CommandPlace place, CommandCompletions completions) : JudgingCommand(
    "importance", "Shows which observations a policy needs, and which can be left out.", place, completions,
    new("POLICY")
    {
        Arity = ArgumentArity.ZeroOrMore, HelpName = "POLICY",
        Description = "The policy, as for run --policy. Default: the variable policy if there is one, else the only trained policy of "
            + "the session and of the folders here.",
    },
    OptionValues.Text("--as", "NAME", "Variable for the result. Default: importance."))
{
    protected override string DefaultVariable => "importance";

    protected override IDisplayable Judge(
        ParseResult given, Simulation simulated, KnownPolicies known, string[] words, ComparisonOptions options) =>
        simulated.Importance(words.Length > 0 ? Only([.. words.SelectMany(known.Named)], "named") : Trained(known), options);

    static Policy Trained(KnownPolicies known)
    {
        var trained = known.Trained();
        return trained.FirstOrDefault(policy => policy.Name == PolicyReference.DefaultVariable) ?? Only(trained, "trained");
    }

    static Policy Only(IReadOnlyList<Policy> policies, string what) => policies switch
    {
        [var only] => only,
        [] => throw new CommandException("Which policy? There is no trained one for this simulation: train one, with --out to save it, "
            + "or name one."),
        _ => throw new CommandException($"Importance is that of one policy, but {policies.Count} are {what}: name one of "
            + $"{string.Join(", ", policies.Select(policy => policy.Name))}."),
    };
}
