using Pathmind.Reporting;

namespace Pathmind.Benchmarks;

/// <summary>The list of many experiments: until it is seen, until a search has changed it, and whether it is scrolled
/// without a gap.</summary>
internal static class ListSpeed
{
    /// <summary>Scrolls a box down by a row and a half per frame, and tells the frames that took long, and those in
    /// which no row was in the middle of the box.</summary>
    const string Scroll = """
        async () => {
          const box = document.querySelector('.list-box'), place = box.getBoundingClientRect();
          const frame = () => new Promise(done => requestAnimationFrame(done));
          const times = [];
          let empty = 0, last = await frame();
          for (let i = 0; i < 180; i++) {
            box.scrollTop += 60;
            const now = await frame();
            times.push(now - last);
            last = now;
            const row = document.elementFromPoint(place.left + 200, place.top + place.height / 2)?.closest('tr');
            if (!row || row.classList.contains('gap')) empty++;
          }
          times.sort((a, b) => a - b);
          return [times[Math.floor(.95 * times.length)], empty];
        }
        """;

    public static void AddTo(Report report)
    {
        foreach (var count in new[] { 1_000, 10_000 })
        {
            Lazy<Times> times = new(() => Measure(report, count));
            report.Median($"studio.list_{count}.shown", "s to the first rows", Goal.AtMost(0.3), () => times.Value.Shown);
            report.Median($"studio.list_{count}.search", "s from the key to the rows", Goal.AtMost(0.3), () => times.Value.Search);
            report.Median($"studio.list_{count}.sort", "s from the click to the rows", Goal.AtMost(0.3), () => times.Value.Sort);
            report.Median($"studio.list_{count}.scroll", "ms, 95 % of 180 frames", null, () => times.Value.Frames);
            report.Median($"studio.list_{count}.gaps", "frames of 180 without rows", Goal.AtMost(0), () => times.Value.Gaps);
        }
    }

    static Times Measure(Report report, int count)
    {
        Times times = new();
        StudioSuite.InStudio(studio =>
        {
            for (var number = 1; number <= count; number++)
            {
                studio.Client.Register(StudioSuite.Training(
                    $"Mouse{number % 7}", $$"""{ "Seed": {{number % 10}}, "Ppo": { "Epochs": {{number % 5}}, "Discount": 0.99 } }""") with
                {
                    Goals = new() { ["late"] = "at most 5", ["served"] = "maximise" },
                });
                studio.Client.Append(number, Rows(number));
            }
            using StudioBrowser browser = new(studio);
            times.Shown = StudioSuite.Times(report, () => Timing.Seconds(() =>
            {
                browser.Open("");
                browser.WaitFor(".experiments tbody tr:nth-child(20)");
            }));
            browser.WaitFor("html[data-live]");
            for (var round = 0; round < report.Effort.Rounds; round++)
            {
                var measured = browser.Evaluate<double[]>(Scroll);
                times.Frames.Add(measured[0]);
                times.Gaps.Add(measured[1]);
            }
            times.Search = StudioSuite.Times(report, () =>
            {
                browser.Fill(".list-search", "");
                browser.WaitFor($".experiments[aria-rowcount='{count + 1}']");
                return Timing.Seconds(() =>
                {
                    browser.Fill(".list-search", "reward > 30 #77");
                    browser.WaitFor(".experiments[aria-rowcount='2']");
                });
            });
            browser.Fill(".list-search", "");
            times.Sort = StudioSuite.Times(report, () =>
            {
                browser.Open("");
                browser.WaitFor("html[data-live]");
                return Timing.Seconds(() =>
                {
                    browser.Click("th .sort:has-text('Reward')");
                    browser.WaitFor("th[aria-sort='descending']");
                });
            });
        });
        return times;
    }

    static ProgressBatch Rows(int number) => ProgressBatch.Of(Enumerable.Range(1, 60).Select(IEnumerable<(string, double?)> (row) =>
    [
        ("iteration", row), ("steps", row), ("reward_mean", number % 100 + row), ("metric_late", number % 13), ("metric_served", row % 17),
    ]));

    /// <summary>What was measured.</summary>
    sealed class Times
    {
        public double[] Shown { get; set; } = [];

        public double[] Search { get; set; } = [];

        public double[] Sort { get; set; } = [];

        public List<double> Frames { get; } = [];

        public List<double> Gaps { get; } = [];
    }
}
