using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Runtime.InteropServices;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Work;
using Pathmind.Commands;
using Pathmind.Displays;
using Pathmind.Reporting;
using Pathmind.Studios.Engines;
using Pathmind.Words;

namespace Pathmind.Tool;

/// <summary><c>worker --cluster REDIS</c>: one more machine that trains members of populations and runs
/// simulations.</summary>
internal sealed class WorkerCommand : Command
{
    /// <summary>As the option --cluster, but not in a list of processes: for one with a password.</summary>
    public const string ClusterVariable = "PATHMIND_CLUSTER";

    readonly Option<string?> cluster = ClusterOption(), database = DatabaseOption();
    readonly Option<int> slots = new("--slots")
    {
        HelpName = "N", Description = "Slices that it runs side by side. Default: one per core.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };
    readonly Option<IPAddress?> listen = new("--listen")
    {
        HelpName = "ADDRESS", CustomParser = AddressOf,
        Description = "Address of this machine at which the other nodes reach it. Default: the one from which it reaches Redis.",
    };
    readonly Option<int> port = new("--port") { HelpName = "N", Description = "Port of it. Default: a free one." };
    readonly Option<string> name = new("--name")
    {
        HelpName = "NAME", Description = "Its name in lists. Default: that of the machine.",
        DefaultValueFactory = _ => Environment.MachineName,
    };
    readonly Option<string[]> labels = new("--label")
    {
        HelpName = "KEY=VALUE", Description = "What this machine has, as in gpu=yes; may be given several times. Trainings --require it.",
    };
    readonly Option<string?> data = new("--data")
    {
        HelpName = "DIR", Description = "Folder for the files of slices. Default: a folder of the user.",
    };
    readonly Option<double> memory = new("--slice-memory")
    {
        HelpName = "GB", Description = "Memory of .NET objects that a slice may use.", DefaultValueFactory = _ => 4,
    };
    readonly Option<double> hours = new("--slice-hours")
    {
        HelpName = "N", Description = "Hours after which a slice is ended.", DefaultValueFactory = _ => 24,
    };
    readonly Option<bool> verbose = new("--verbose") { Description = "Prints warnings of the engine as well." };

    public WorkerCommand()
        : base(
            "worker", "Trains members of populations, and runs simulations of trainings (train --workers), for a cluster. After Ctrl+C it "
            + "finishes what it has taken; a second one ends it.")
    {
        foreach (Option option in new Option[] { cluster, database, slots, listen, port, name, labels, data, memory, hours, verbose })
            Add(option);
        SetAction((given, _) => RunAsync(given));
    }

    public static Option<string?> ClusterOption() => new("--cluster")
    {
        HelpName = "REDIS",
        Description = "Redis at which the cluster meets, as in redis:6379,ssl=true. Default: the variable " + ClusterVariable
            + ", which hides a password.",
    };

    public static Option<string?> DatabaseOption() => new("--database")
    {
        HelpName = "CONNECTION",
        Description = "PostgreSQL in which the cluster keeps its state. Default: the variable "
            + $"{StudioCommand.DatabaseVariable}, else Redis.",
    };

    /// <summary>The Redis that is meant.</summary>
    /// <exception cref="CommandException">None is named.</exception>
    public static string RedisOf(string? given) => given ?? ClusterTraining.Variable(ClusterVariable)
        ?? throw new CommandException($"Name the cluster's Redis: --cluster redis:6379, or the variable {ClusterVariable}.");

    /// <summary>How a worker of this program runs slices: confined and limited, as trainings of the studio
    /// are.</summary>
    public static WorkerOptions Work(string name, string folder, int slots, TrainingLimits limits, TimeSpan longest)
    {
        ToolProcess tool = new(StudioCommand.Tool, limits, Path.GetDirectoryName(folder)!, Path.GetFullPath(StudioSearch.DataFolder));
        return new()
        {
            Name = name, Folder = folder, Slots = slots,
            Program = new()
            {
                Start = (own, arguments) =>
                {
                    var command = tool.Command(own, arguments);
                    System.Diagnostics.ProcessStartInfo start = new(command[0], command.Skip(1));
                    tool.Limit(start, own);
                    return start;
                },
                Violation = process => ToolProcess.MemoryOf(process) is var used && used > limits.MostResident
                    ? $"The slice used {used >> 20:N0} MB of memory, more than the {limits.MostResident >> 20:N0} MB that it may, and was "
                        + "ended."
                    : null,
                Longest = longest,
            },
        };
    }

    async Task<int> RunAsync(ParseResult given)
    {
        var redis = RedisOf(given.GetValue(cluster));
        if (given.GetValue(slots) is < 1 or > 1024)
            throw new CommandException($"--slots is {given.GetValue(slots)}, but must be in 1 .. 1024.");
        if (given.GetValue(port) is < 0 or > 65_535)
            throw new CommandException($"--port is {given.GetValue(port)}, but must be in 0 .. 65535.");
        using CancelKey cancelKey = new(ending: null, PosixSignal.SIGTERM);
        try
        {
            return await WorkAsync(given, redis, cancelKey.Token);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or WorkerLostException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    async Task<int> WorkAsync(ParseResult given, string redis, CancellationToken leave)
    {
        var root = Path.GetFullPath(given.GetValue(data) ?? Path.Combine(Path.GetDirectoryName(StudioSearch.DataFolder)!, "worker"));
        using OwnFolder folder = new(root);
        var options = Work(
            given.GetValue(name)!, folder.FullName, given.GetValue(slots),
            new() { MostMemory = (long)(given.GetValue(memory) * (1L << 30)) },
            TimeSpan.FromHours(given.GetValue(hours))) with
        {
            Labels = ClusterLabels.Of(labels.Name, given.GetValue(labels)),
            Say = line => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {line}"),
        };
        using var figures = ClusterFigures.Begin();
        await using var node = await ClusterNode.StartAsync(ClusterTraining.Options(redis, given.GetValue(database)) with
        {
            Address = given.GetValue(listen),
            Port = given.GetValue(port),
            Warn = given.GetValue(verbose) ? Console.Error.WriteLine : null,
        }, leave);
        using Worker worker = new(node, options);
        Console.WriteLine(
            $"Pathmind worker {options.Name} at {node.Address.Endpoint}: {Counted.Of(options.Slots, "slot")}, {KitVersion.Here}");
        using var said = leave.Register(
            () => Console.WriteLine("It finishes what it has taken, and leaves. Once more ends it at once."));
        await worker.RunAsync(leave, CancellationToken.None);
        return 0;
    }

    static IPAddress? AddressOf(ArgumentResult given)
    {
        if (IPAddress.TryParse(given.Tokens[0].Value, out var address) && !address.Equals(IPAddress.Any))
            return address;
        given.AddError(
            $"--listen is '{given.Tokens[0].Value}', not an address of this machine such as 192.168.1.7, which others can reach.");
        return null;
    }
}
