namespace Pathmind.Benchmarks;

/// <summary>The charts of a long training: until they are seen, and until a new row is.</summary>
internal static class ChartSpeed
{
    const int Rows = 100_000;

    public static void AddTo(Report report)
    {
        Lazy<(double[] Shown, double[] Event)> times = new(() => Measure(report));
        report.Median("studio.chart_100000.shown", "s to the charts", null, () => times.Value.Shown);
        report.Median("studio.chart_100000.event", "s from a row to its pixel", Goal.AtMost(1), () => times.Value.Event);
    }

    static (double[] Shown, double[] Event) Measure(Report report)
    {
        double[] shown = [], events = [];
        StudioSuite.InStudio(studio =>
        {
            studio.Client.Register(StudioSuite.Training("Mouse"));
            for (var row = 1; row <= Rows; row += 10_000)
                studio.Client.Append(1, StudioSuite.Rows(row, row + 9_999));
            using StudioBrowser browser = new(studio);
            shown = StudioSuite.Times(report, () => Timing.Seconds(() =>
            {
                browser.Open("experiments/1");
                browser.WaitFor($".chart-grid[data-rows='{Rows}']");
            }));
            var rows = Rows;
            events = StudioSuite.Times(report, () => Timing.Seconds(() =>
            {
                rows++;
                studio.Client.Append(1, StudioSuite.Rows(rows, rows));
                browser.WaitFor($".chart-grid[data-rows='{rows}']");
            }), 5);
        });
        return (shown, events);
    }
}
