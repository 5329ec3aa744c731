using System.Diagnostics;
using Pathmind.Reporting;
using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>The studio as a user starts it, and Chromium as a user has it, on this machine.</summary>
internal static class StudioSuite
{
    const int Watchers = 20, RowsPerSecond = 100, Kills = 50, QuickKills = 5;

    public static void AddTo(Report report)
    {
        report.Median("studio.start", "s", null, () => Times(report, Start));
        report.Median("studio.report.slowdown", "time with / without", Goal.AtMost(1.01), () => ReportingCost.Ratios(report));
        report.Median("studio.report.slowdown_process", "time with the studio's process / without any", Goal.AtMost(1.01),
            () => ReportingCost.RatiosOfProcess(report));
        if (StudioBrowser.IsInstalled)
        {
            AddPages(report);
            LabTimes.AddTo(report);
        }
        else
            report.Tell("studio.page.*, studio.lab.*: Chromium is not installed (apt-get install chromium).");
        var kills = report.Effort == Effort.Full ? Kills : QuickKills;
        Lazy<SoakResult> soak = new(() => Soak(report, kills));
        report.Median("studio.soak.lost", $"experiments of {kills} kills", Goal.AtMost(0), () => [soak.Value.Lost.Count]);
        report.Median("studio.soak.wrong", "states", Goal.AtMost(0), () => [soak.Value.Wrong.Count]);
    }

    static void AddPages(Report report)
    {
        InStudio(studio =>
        {
            studio.Client.Register(Training("Mouse"));
            using StudioBrowser browser = new(studio);
            browser.Open("");
            var steps = 100;
            report.Median("studio.page.event", "s to the pixel", Goal.AtMost(1), () => Times(report, () =>
            {
                steps++;
                var start = Stopwatch.GetTimestamp();
                studio.Client.Append(1, ProgressBatch.Of([[("iteration", steps), ("steps", steps)]]));
                browser.WaitForText(".experiments tbody", $"{steps}");
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            }, 5));
        });
        ListSpeed.AddTo(report);
        ChartSpeed.AddTo(report);
        Lazy<Watched> watched = new(() => Watch(report.Effort == Effort.Full ? 20 : 5));
        report.Median("studio.watchers.arrival", "s to 20 pages, before they draw", Goal.AtMost(1), () => watched.Value.Arrivals);
        report.Median("studio.watchers.event", "s to the pixel of 20 pages", Goal.AtMost(1), () => watched.Value.Events);
        report.Median("studio.watchers.event_95", "s, 95 % of the pages and requests", null,
            () => [Samples.Quantile(watched.Value.Events, 0.95)]);
        report.Median("studio.watchers.late", "s, the last of 20 pages", null, () => [watched.Value.Late]);
        report.Median("studio.watchers.append", "ms, 95 % of requests", null, () => [1e3 * watched.Value.Append]);
        report.Median("studio.watchers.processor", "cores of the studio", null, () => [watched.Value.Busy]);
    }

    /// <summary>Pages that watch a training which reports 100 rows a second, in batches as the kit sends
    /// them.</summary>
    static Watched Watch(int seconds)
    {
        Watched? watched = null;
        List<double> appends = [];
        List<(int Rows, long Sent)> sent = [];
        InStudio(studio =>
        {
            studio.Client.Register(Training("Mouse"));
            studio.Client.Append(1, Rows(1, 3));
            using StudioBrowser browser = new(studio);
            for (var page = 0; page < Watchers; page++)
                browser.OpenAnother("experiments/1", ".chart .js-plotly-plot");
            browser.WatchRows();
            using var process = Process.GetProcessById(studio.Id);
            var (before, start, rows) = (process.TotalProcessorTime, Stopwatch.GetTimestamp(), 3);
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                Thread.Sleep(300);
                var next = 3 + (int)(RowsPerSecond * Stopwatch.GetElapsedTime(start).TotalSeconds);
                sent.Add((next, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
                appends.Add(Timing.Seconds(() => studio.Client.Append(1, Rows(rows + 1, next))));
                rows = next;
            }
            process.Refresh();
            var busy = (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start);
            var late = Timing.Seconds(() => browser.WaitInAll($".chart-grid[data-rows='{rows}']"));
            watched = new(Delays(browser.RowsArrived()), Delays(browser.RowsSeen()), late, Samples.Quantile(appends, 0.95), busy);
        });
        return watched!;

        double[] Delays((double Rows, double At)[][] pages) =>
            [.. pages.SelectMany(page => sent.Select(one => (At(page, one.Rows) - one.Sent) / 1e3))];

        // a page that had not got so far when the last one of all had ended counts as late as that
        static double At((double Rows, double At)[] page, int rows) =>
            page.FirstOrDefault(noted => noted.Rows >= rows) is { Rows: > 0 } noted
                ? noted.At
                : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    }

    /// <summary>What came of it.</summary>
    /// <param name="Arrivals">Seconds from each request until each page had its rows.</param>
    /// <param name="Events">Seconds until they were drawn.</param>
    /// <param name="Late">Seconds from the last request until all pages had drawn all.</param>
    /// <param name="Append">Seconds of a request, 95 %.</param>
    /// <param name="Busy">Cores that the studio used.</param>
    sealed record Watched(double[] Arrivals, double[] Events, double Late, double Append, double Busy);

    static double Start()
    {
        var seconds = 0.0;
        var start = Stopwatch.GetTimestamp();
        InStudio(studio =>
        {
            studio.Http.GetStringAsync("").GetAwaiter().GetResult();
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return seconds;
    }

    static SoakResult Soak(Report report, int kills)
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-soak-").FullName;
        try
        {
            var result = new StudioSoak(folder, seed: 1).RunAsync(kills).GetAwaiter().GetResult();
            report.Tell($"studio.soak: {result.StudiosKilled} studios and {result.TrainingsKilled} trainings killed, "
                + $"{result.Trainings} trainings");
            foreach (var problem in result.Lost.Concat(result.Wrong))
                report.Tell($"studio.soak: {problem}");
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static double[] Times(Report report, Func<double> once, int more = 0)
    {
        once();                                                          // what is read from the disk at first is read now
        return [.. Enumerable.Range(0, report.Effort.Rounds + more).Select(_ => once())];
    }

    /// <summary>A studio with empty data.</summary>
    public static void InStudio(Action<StudioProcess> use)
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-benchmark-").FullName;
        try
        {
            using var studio = StudioProcess.Start(folder);
            use(studio);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A training that never ran, as it registers.</summary>
    public static ExperimentStart Training(string simulation, string options = "{}") => new()
    {
        Key = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()), Simulation = simulation,
        Options = System.Text.Json.JsonDocument.Parse(options).RootElement, Started = DateTimeOffset.UtcNow,
    };

    /// <summary>Rows of a training whose reward goes up and down.</summary>
    public static ProgressBatch Rows(int from, int to) => ProgressBatch.Of(
        Enumerable.Range(from, to - from + 1).Select(IEnumerable<(string, double?)> (iteration) =>
        [
            ("iteration", iteration), ("steps", 1_000 * iteration), ("episodes", 10 * iteration),
            ("reward_mean", 100 * Math.Sin(iteration / 300.0)), ("reward_min", -120), ("reward_max", 120),
            ("length_mean", 8 + iteration % 3),
            ("entropy", 1 / (1 + iteration / 1e4)), ("kl", 0.01), ("steps_per_second", 50_000), ("seconds", iteration / 50.0),
        ]));
}
