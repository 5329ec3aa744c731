using System.CommandLine;
using System.Globalization;
using Pathmind.Files;
using Pathmind.Policies;

namespace Pathmind.Commands;

/// <summary><c>policies [FOLDER]</c>: lists variables and folders that hold a policy.</summary>
internal sealed class PoliciesCommand : SessionCommand
{
    readonly Argument<string> folder = new("FOLDER") { HelpName = "FOLDER", Description = "Where to look for policy folders, three levels deep; here unless given.", DefaultValueFactory = _ => "." };

    public PoliciesCommand(CommandPlace place)
        : base("policies", "Lists the policies there are, with simulation, steps and reward.", place)
    {
        Add(folder);
        folder.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete));
    }

    protected override void Act(ParseResult given, CommandScope scope)
    {
        var path = given.GetValue(folder)!;
        if (!Directory.Exists(path))
            throw new CommandException($"There is no folder '{path}'.");
        object?[][] rows = [.. PolicyReference.Variables(scope.Host).Select(variable => OfVariable(scope.Host, variable.Key, variable.Value)), .. PolicyFolders.Under(path).Select(OfFolder)];
        scope.Host.Display.Show(rows.Length == 0
            ? new TextLine($"There is no policy in a variable, and none in a folder below '{path}': train one, with --out to save it.")
            : new Table([new("policy", ColumnAlignment.Left), new("simulation", ColumnAlignment.Left), new("actions", ColumnAlignment.Left), new("steps", Format: "N0"), new("mean reward")], rows) { ShownRows = 100 });
    }

    static object?[] OfVariable(CommandHost host, string name, Policy policy)
    {
        var variables = host.Variables();
        var training = variables.Select(variable => variable.Value).OfType<TrainingResult>().LastOrDefault(result => ReferenceEquals(result.Policy, policy));
        var companion = name == PolicyReference.DefaultVariable ? "history" : $"{name}_history";
        var history = training?.History ?? variables.LastOrDefault(variable => variable.Key == companion).Value as TrainingHistory;
        return policy is TrainedPolicy trained
            ? [name, trained.Simulation, trained.Space.ToString(), history is { Count: > 0 } ? history[^1].Steps : null, history?.LastOrDefault(row => row.RewardMean is not null)?.RewardMean]
            : [name, $"any ({policy.Name})", null, null, null];
    }

    static object?[] OfFolder(string path)
    {
        try
        {
            var policy = TrainedPolicy.Load(path);
            var (steps, reward) = LastRow(Path.Combine(path, PolicyFolder.Progress));
            return [path, policy.Simulation, policy.Space.ToString(), steps, reward];
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
        {
            return [path, $"cannot be read: {exception.Message}", null, null, null];
        }
    }

    /// <summary>Steps and the last known mean reward of a progress.csv; nothing if there is none.</summary>
    static (long? Steps, double? Reward) LastRow(string path)
    {
        if (!File.Exists(path))
            return (null, null);
        using var reader = File.OpenText(path);
        var rows = CsvRows.Read(reader).ToArray();
        var (steps, reward) = (Array.IndexOf(rows.FirstOrDefault([]), "steps"), Array.IndexOf(rows.FirstOrDefault([]), "reward_mean"));
        if (steps < 0 || reward < 0 || rows.Any(row => row.Length != rows[0].Length))
            throw new FormatException($"{PolicyFolder.Progress} is not a training's");
        var mean = rows[1..].LastOrDefault(row => row[reward].Length > 0)?[reward];
        return (rows.Length == 1 ? null : long.Parse(rows[^1][steps], CultureInfo.InvariantCulture), mean is null ? null : double.Parse(mean, CultureInfo.InvariantCulture));
    }
}
