using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using Pathmind.Reporting;
using Pathmind.Studios;
using Pathmind.Studios.Isolation;

namespace Pathmind.Tool;

/// <summary>The verb <c>studio</c>: the web page in which trainings appear.</summary>
internal static class StudioCommand
{
    /// <summary>As the option, but not in a list of processes: for a connection with a password.</summary>
    internal const string DatabaseVariable = "PATHMIND_DATABASE";

    const string WebhookVariable = "PATHMIND_WEBHOOK";

    /// <summary>A command that runs the studio until Ctrl+C. Exit codes: 0 after a stop that was asked for, 1 if the
    /// folder or the port cannot be used.</summary>
    public static Command Create()
    {
        Option<string?> data = new("--data")
        {
            HelpName = "DIR",
            Description = "Folder of the studio's data. Default: PATHMIND_DATA, or else a folder of the user, where trainings look for it.",
        };
        Option<int?> port = new("--port")
        {
            HelpName = "N", Description = $"Port to listen at; 0 takes a free one. Default: {StudioOptions.DefaultPort}, or a free one.",
        };
        Option<bool> noOpen = new("--no-open") { Description = "Does not open a browser." };
        Option<string?> database = new("--database")
        {
            HelpName = "CONNECTION",
            Description = "PostgreSQL database, as in \"Host=localhost;Database=pathmind;Username=ada\". Default: the variable "
                + $"{DatabaseVariable}, or else a file of SQLite in the data folder.",
        };
        Option<IPAddress> listen = new("--listen")
        {
            HelpName = "ADDRESS", Description = "Address of this machine at which others reach the studio, as in 0.0.0.0. Default: none.",
            DefaultValueFactory = _ => IPAddress.Loopback, CustomParser = AddressOf,
        };
        Option<string[]> names = new("--name")
        {
            HelpName = "HOST", Description = "A further name by which it is reached, as that of a proxy; may be given several times.",
        };
        Option<string?> certificate = new("--certificate")
        {
            HelpName = "FILE", Description = "Certificate with its key (.pfx, .pem) for --listen: others then come by HTTPS.",
        };
        Option<Uri?> webhook = new("--webhook")
        {
            HelpName = "URL", Description = $"Is told by a POST when a training has ended. Default: the variable {WebhookVariable}.",
        };
        Option<double> hours = new("--training-hours")
        {
            HelpName = "N", Description = "Hours after which a training that the studio started is stopped; it keeps its best policy.",
            DefaultValueFactory = _ => 168,
        };
        Option<double> memory = new("--training-memory")
        {
            HelpName = "GB", Description = "Memory of .NET objects that such a training may use.", DefaultValueFactory = _ => 4,
        };
        Option<string?> cluster = new("--cluster")
        {
            HelpName = "REDIS",
            Description = "Redis at which workers meet (pathmind worker): they train the members of populations that the studio starts. "
                + $"Default: the variable {WorkerCommand.ClusterVariable}, or else processes of this machine.",
        };
        Command command = new("studio", "Shows trainings of scripts, notebooks and commands in a web page, live.")
        {
            data, port, noOpen, listen, names, certificate, webhook, database, hours, memory, cluster,
        };
        command.SetAction((arguments, cancellation) => RunAsync(
            new()
            {
                Data = arguments.GetValue(data) ?? StudioSearch.DataFolder, Port = arguments.GetValue(port), Tool = Tool,
                Database = arguments.GetValue(database) ?? Environment.GetEnvironmentVariable(DatabaseVariable),
                Listen = arguments.GetValue(listen)!, Names = arguments.GetValue(names) ?? [],
                Certificate = arguments.GetValue(certificate),
                Webhook = arguments.GetValue(webhook) ?? WebhookOfVariable,
                Limits = new()
                {
                    MostMemory = (long)(arguments.GetValue(memory) * (1L << 30)), MostTime = TimeSpan.FromHours(arguments.GetValue(hours)),
                },
            },
            arguments.GetValue(cluster) ?? ClusterTraining.Variable(WorkerCommand.ClusterVariable),
            opens: !arguments.GetValue(noOpen), arguments.InvocationConfiguration, cancellation));
        return command;
    }

    static Uri? WebhookOfVariable =>
        Environment.GetEnvironmentVariable(WebhookVariable) is { Length: > 0 } url ? new(url, UriKind.RelativeOrAbsolute) : null;

    static IPAddress? AddressOf(ArgumentResult given)
    {
        if (IPAddress.TryParse(given.Tokens[0].Value, out var address))
            return address;
        given.AddError(
            $"--listen is '{given.Tokens[0].Value}', not an address of this machine such as 0.0.0.0 or 192.168.1.7.");
        return null;
    }

    /// <summary>How this program was started.</summary>
    internal static string[] Tool => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? [path, typeof(StudioCommand).Assembly.Location]
        : [Environment.ProcessPath ?? "pathmind"];

    static async Task<int> RunAsync(
        StudioOptions options, string? redis, bool opens, InvocationConfiguration console, CancellationToken cancellation)
    {
        var database = options.Database is { Length: > 0 } named ? named : null;
        try
        {
            await using var cluster = redis is null ? null : await StudioCluster.StartAsync(
                ClusterTraining.Options(redis, database), console.Error.WriteLine, cancellation);
            options = options with { Cluster = cluster };
            await using var studio = await StudioServer.StartAsync(options, cancellation);
            await console.Output.WriteLineAsync($"Pathmind studio: {studio.SignInAddress}");
            await console.Output.WriteLineAsync($"Data: {Path.GetFullPath(options.Data)}");
            if (Path.GetFullPath(options.Data) != Path.GetFullPath(StudioSearch.DataFolder))
                await console.Output.WriteLineAsync(
                    $"Trainings find this studio with {StudioSearch.DataVariable}={Path.GetFullPath(options.Data)} in their environment.");
            if (options is { IsOpen: true, Certificate: null })
                await console.Output.WriteLineAsync(
                    "Warning: others reach this studio without TLS: who sees the network sees the token. Give --certificate, or put a "
                    + "proxy with TLS before it.");
            if (!Confinement.IsSupported)
                await console.Output.WriteLineAsync(
                    "Trainings that are started here can read this studio's files: only Linux 5.19 or later, with Landlock, prevents it.");
            await console.Output.FlushAsync(cancellation);
            if (opens)
                _ = OpenAsync(studio.Opener, studio.SignInAddress, console.Output);
            await studio.WaitAsync(cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>Opens a page in the user's browser; without one the address is said once more, as what to do.</summary>
    static async Task OpenAsync(string page, Uri address, TextWriter output)
    {
        if (!await IsOpenedAsync(page))
            await output.WriteLineAsync($"Open this address in a browser, for none was found here: {address}");
    }

    static async Task<bool> IsOpenedAsync(string page)
    {
        // xdg-open, and the browsers that it tries in turn, write to the terminal.
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("/bin/sh", ["-c", "exec xdg-open \"$1\" < /dev/null > /dev/null 2>&1", "sh", page])
            : new ProcessStartInfo(page) { UseShellExecute = true };
        try
        {
            using var opener = Process.Start(start);
            if (opener is null || !OperatingSystem.IsLinux())
                return true;
            await opener.WaitForExitAsync();
            return opener.ExitCode == 0;
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }
}
