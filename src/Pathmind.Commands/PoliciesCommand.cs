using System.CommandLine;
using System.Globalization;
using Pathmind.Displays;
using Pathmind.Policies;

namespace Pathmind.Commands;

/// <summary><c>policies [FOLDER]</c>: lists variables and folders that hold a policy.</summary>
internal sealed class PoliciesCommand : SessionCommand
{
    static readonly TableColumn[] Columns =
    [
        new("policy", ColumnAlignment.Left), new("simulation", ColumnAlignment.Left),
        new("actions", ColumnAlignment.Left) { Rank = ColumnRank.Detail },
        new("steps", Format: "N0"), new("mean reward"), new("date", ColumnAlignment.Left),
    ];

    readonly Argument<string> folder = new("FOLDER")
    {
        HelpName = "FOLDER", DefaultValueFactory = _ => ".",
        Description = "Where to look for policy folders, three levels deep.",
    };

    public PoliciesCommand(CommandPlace place)
        : base("policies", "Lists the available policies, with simulation, steps, reward and date.", place)
    {
        Add(folder);
        folder.CompletionSources.Add(context => CommandCompletions.Paths(context.WordToComplete));
    }

    protected override void Act(ParseResult given, CommandScope scope)
    {
        var path = given.GetValue(folder)!;
        if (!Directory.Exists(path))
            throw new CommandException($"There is no folder '{path}'.");
        object?[][] rows =
        [
            .. PolicyReference.Variables(scope.Host).Select(variable => OfVariable(scope.Host, variable.Key, variable.Value)),
            .. PolicyFolders.Under(path).Select(OfFolder),
        ];
        scope.Host.Display.Show(rows.Length == 0
            ? new TextLine($"There is no policy in a variable, nor in a folder below '{path}': train one, with --out to save it.")
            : new Table(Columns, rows) { ShownRows = 100 });
    }

    static object?[] OfVariable(CommandHost host, string name, Policy policy)
    {
        if (policy is not TrainedPolicy trained)
            return [name, $"any ({policy.Name})", null, null, null, null];
        var variables = host.Variables();
        var training = variables.Select(variable => variable.Value).OfType<TrainingResult>()
            .LastOrDefault(result => ReferenceEquals(result.Policy, policy));
        var companion = name == PolicyReference.DefaultVariable ? "history" : $"{name}_history";
        var history = training?.History ?? variables.LastOrDefault(variable => variable.Key == companion).Value as TrainingHistory;
        var record = PolicyRecord.Of(trained);
        return
        [
            name, trained.Simulation, trained.Space.ToString(), history is { Count: > 0 } ? history[^1].Steps : record.Steps,
            training?.Reward ?? record.Reward ?? history?.LastOrDefault(row => row.RewardMean is not null)?.RewardMean,
            Date(record.Finished),
        ];
    }

    static object?[] OfFolder(string path)
    {
        try
        {
            var policy = TrainedPolicy.Load(path);
            var record = PolicyRecord.Of(policy);
            var finished = record.Finished ?? File.GetLastWriteTimeUtc(Path.Combine(path, PolicySource.FileName));
            return [path, policy.Simulation, policy.Space.ToString(), record.Steps, record.Reward, Date(finished)];
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException
            or FormatException)
        {
            return [path, $"cannot be read: {exception.Message}", null, null, null, null];
        }
    }

    /// <summary>A date in the local time zone.</summary>
    static string? Date(DateTimeOffset? moment) => moment?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
