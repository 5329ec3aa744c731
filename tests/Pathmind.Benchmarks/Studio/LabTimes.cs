using System.Diagnostics;
using Pathmind.Studios.Engines;

namespace Pathmind.Benchmarks;

/// <summary>The reward lab in the browser: from a slider's move to the table of the new try.</summary>
internal static class LabTimes
{
    const int Moves = 5;

    static readonly string[] examples = ["mouse", "cartpole", "product_delivery", "coffee_shop"];

    public static void AddTo(Report report)
    {
        foreach (var example in examples)
        {
            Lazy<(double Ready, double[] Tables)> times = new(() => Measure(example));
            report.Median($"studio.lab.{example}.ready", "s to the first table", null, () => [times.Value.Ready]);
            report.Median($"studio.lab.{example}.table", "s from slider to table", Goal.AtMost(2), () => times.Value.Tables);
        }
    }

    static (double Ready, double[] Tables) Measure(string example)
    {
        var ready = 0.0;
        List<double> tables = [];
        StudioSuite.InStudio(studio =>
        {
            studio.Client.Submit(Examples.Of(example)! with { Start = false });
            using StudioBrowser browser = new(studio);
            ready = Timing.Seconds(() =>
            {
                browser.Open("experiments/1/lab");
                browser.WaitFor("tr[data-number=reward] td:text('±')");
            });
            browser.Check("Weights");
            browser.WaitFor(Over(0));
            for (var move = 1; move <= Moves; move++)
            {
                var before = browser.Attribute(".lab-table", "data-try");
                var start = Stopwatch.GetTimestamp();
                browser.Fill(":nth-match(input[type=range], 1)", $"{move / 2.0}");
                browser.WaitFor(Over(int.Parse(before)));
                tables.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        });
        return (ready, [.. tables]);
    }

    /// <summary>The table of a later try than that.</summary>
    static string Over(int before) => $".lab-table[aria-busy=false]:not([data-try='{before}'])";
}
