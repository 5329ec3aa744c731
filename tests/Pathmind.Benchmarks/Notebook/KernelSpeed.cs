using System.Diagnostics;
using System.Text.Json;

namespace Pathmind.Benchmarks;

/// <summary>The Jupyter kernel as Jupyter's own client sees it, beside ipykernel in the same run.</summary>
/// <remarks>The kernel is the tool as users install it: published, ReadyToRun.</remarks>
internal static class KernelSpeed
{
    const int Starts = 20, Cells = 20;                                   // median of 20
    const int QuickStarts = 3;
    const string Seed = "1";

    public static void AddTo(Report report)
    {
        using var jupyter = new InstalledKernel();
        var starts = report.Effort == Effort.Full ? Starts : QuickStarts;
        foreach (var (kernel, suffix) in new[] { ("pathmind", ""), ("python3", ".ipykernel") })
        {
            var times = new Lazy<JsonElement>(() => jupyter.Run("kernel_times.py", kernel, $"{starts}", $"{Cells}"));
            report.Median($"notebook.start{suffix}", "s", suffix == "" ? Goal.AtMost(1) : null, () => Numbers(times.Value, "start", 1));
            report.Median($"notebook.cell{suffix}", "ms", suffix == "" ? Goal.AtMost(40) : null, () => Numbers(times.Value, "cell", 1000));
        }
        var (cells, interrupts) = report.Effort == Effort.Full ? ("1000", "100") : ("100", "10");
        var soak = new Lazy<JsonElement>(() => jupyter.Run("soak.py", "pathmind", cells, interrupts, Seed, "5"));
        report.Median("notebook.soak.cell", "ms", null, () => [1000 * soak.Value.GetProperty("cell").GetDouble()]);
        report.Median("notebook.soak.slowest-interrupt", "s", null, () => [soak.Value.GetProperty("slowest_interrupt").GetDouble()]);
        report.Median("notebook.soak.growth", "MB", null,
            () => [soak.Value.GetProperty("megabytes_late").GetDouble() - soak.Value.GetProperty("megabytes_early").GetDouble()]);
    }

    static double[] Numbers(JsonElement times, string name, double scale) =>
        [.. times.GetProperty(name).EnumerateArray().Select(seconds => scale * seconds.GetDouble())];

    /// <summary>The published tool as a kernel specification in a temporary folder.</summary>
    sealed class InstalledKernel : IDisposable
    {
        static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

        readonly string folder = Directory.CreateTempSubdirectory("pathmind-kernel-").FullName;

        public void Dispose() => Directory.Delete(folder, recursive: true);

        /// <summary>Runs a Python program and reads the JSON that it prints.</summary>
        public JsonElement Run(string program, params string[] arguments)
        {
            if (!Directory.Exists(Path.Combine(folder, "share")))
                Publish();
            var output = Shell("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Notebook", program), .. arguments]);
            return JsonDocument.Parse(output[output.LastIndexOf("{\"", StringComparison.Ordinal)..]).RootElement;
        }

        void Publish()
        {
            var tool = Path.Combine(folder, "tool");
            Shell("dotnet",
                ["publish", Path.Combine(RepositoryRoot(), "src/Pathmind.Tool"), "-c", "Release", "--use-current-runtime",
                    "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", tool, "-v", "q"]);
            Shell(Path.Combine(tool, "pathmind"), ["jupyter", "install", "--prefix", folder]);
        }

        string Shell(string command, string[] arguments)
        {
            var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["JUPYTER_PATH"] = Path.Combine(folder, "share", "jupyter");
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Limit))
                process.Kill(entireProcessTree: true);
            return process.ExitCode == 0
                ? output.Result
                : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} failed:\n{output.Result}\n{errors.Result}");
        }

        static string RepositoryRoot()
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Pathmind.slnx")))
                folder = Path.GetDirectoryName(folder)
                    ?? throw new InvalidOperationException("The benchmark of the notebook runs from the repository only.");
            return folder;
        }
    }
}
