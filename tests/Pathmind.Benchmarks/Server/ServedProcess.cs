using System.Diagnostics;
using System.Globalization;

namespace Pathmind.Benchmarks;

/// <summary>A policy server in another process, with a policy of random weights 4-64-64-2 in a folder of its
/// own.</summary>
internal sealed class ServedProcess : IDisposable
{
    public const string Verb = "serve-policy", Key = "key";

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pathmind-load-");
    readonly Process process;

    public ServedProcess()
    {
        Save(seed: 1);
        process = OwnProcess.Start(Verb, PolicyFolder);
        Address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>As in http://127.0.0.1:8000/.</summary>
    public string Address { get; }

    string PolicyFolder => Path.Combine(folder.FullName, "policy");

    /// <summary>What the other process does, until its parent goes.</summary>
    public static async Task ServeAsync(string policyFolder)
    {
        await using var server = await PolicyServer.StartAsync(new()
        {
            Policies = [policyFolder], ApiKey = Key, Port = 0, Log = ServerLog.None, ReloadInterval = TimeSpan.FromMilliseconds(50),
        });
        Console.WriteLine(server.Address);
        await server.WaitAsync();
    }

    /// <summary>Puts another policy in the place of the one that is served.</summary>
    public void Save(int seed) => PolePolicy.Of(seed).Save(PolicyFolder);

    /// <summary>Sum of the values of /metrics whose lines begin so.</summary>
    /// <param name="beginning">Of the line.</param>
    /// <param name="containing">What else the line has; empty for nothing.</param>
    public double Metric(string beginning, string containing = "")
    {
        using HttpClient client = new();
        var lines = client.GetStringAsync($"{Address}metrics").Result.Split('\n');
        return lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)
            && line.Contains(containing, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
