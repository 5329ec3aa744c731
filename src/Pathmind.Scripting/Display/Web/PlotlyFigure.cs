using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pathmind.Files;

namespace Pathmind.Displays;

/// <summary>A plot as a Plotly figure in JSON, for front ends that draw it themselves. Paper and text suit light and
/// dark pages.</summary>
internal static class PlotlyFigure
{
    const int MostPoints = 1000;

    /// <summary>Ranges up to which every whole number has a tick.</summary>
    const int FewWholes = 10;

    /// <summary>Vertical parts of a grid: the first plot takes the upper part of this share.</summary>
    const double FirstShare = 0.55, Gap = 0.12;

    static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">The content is not a plot.</exception>
    public static string Of(DisplayContent plot) => plot switch
    {
        LinePlot lines => Figure(lines.Title, [lines]),
        PlotGrid grid => Figure(grid.Plots[0].Title, grid.Plots),
        BarPlot bars => Bars(bars),
        IntervalPlot intervals => Intervals(intervals),
        _ => throw new ArgumentException($"There is no Plotly form of {plot.GetType().Name}."),
    };

    static string Figure(string? title, IReadOnlyList<LinePlot> plots) => Write(
        writer =>
        {
            for (var p = 0; p < plots.Count; p++)
                for (var i = 0; i < plots[p].Series.Count; i++)
                    WriteLine(writer, plots[p].Series[i].Thinned(MostPoints), i, Axis(p));
        },
        writer =>
        {
            WriteTitle(writer, title);
            for (var p = 0; p < plots.Count; p++)
            {
                var (x, y) = Domain(p, plots.Count);
                WriteAxis(writer, $"xaxis{Axis(p)}", plots[p].XLabel, x, anchor: $"y{Axis(p)}", CountsFewWholes(plots[p]));
                WriteAxis(writer, $"yaxis{Axis(p)}", plots[p].YLabel, y, anchor: $"x{Axis(p)}");
            }
        });

    static string Bars(BarPlot plot) => Write(
        writer =>
        {
            for (var i = 0; i < plot.Series.Count; i++)
            {
                var series = plot.Series[i];
                writer.WriteStartObject();
                writer.WriteString("type", "bar");
                writer.WriteString("name", series.Name);
                writer.WriteStartArray("x");
                foreach (var label in plot.Labels)
                    writer.WriteStringValue(label);
                writer.WriteEndArray();
                WriteNumbers(writer, "y", series.Values);
                WriteObject(writer, "marker", () => writer.WriteString("color", SvgRenderer.SeriesColor(i)));
                if (series.Deviations is { } deviations)
                    WriteObject(writer, "error_y", () =>
                    {
                        writer.WriteString("type", "data");
                        WriteNumbers(writer, "array", deviations);
                    });
                writer.WriteEndObject();
            }
        },
        writer =>
        {
            WriteTitle(writer, plot.Title);
            WriteObject(writer, "xaxis", () =>
            {
                writer.WriteString("type", "category");
                WriteObject(writer, "title", () => writer.WriteString("text", plot.XLabel));
            });
            WriteObject(writer, "yaxis", () => WriteObject(writer, "title", () => writer.WriteString("text", plot.YLabel)));
        });

    /// <summary>One trace, the first row at the top.</summary>
    static string Intervals(IntervalPlot plot) => Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", "scatter");
            writer.WriteString("mode", "markers");
            writer.WriteStartArray("y");
            foreach (var label in plot.Labels)
                writer.WriteStringValue(label);
            writer.WriteEndArray();
            WriteNumbers(writer, "x", [.. plot.Values.Select(value => value.Mean)]);
            WriteObject(writer, "marker", () => writer.WriteString("color", SvgRenderer.SeriesColor(0)));
            WriteObject(writer, "error_x", () =>
            {
                writer.WriteString("type", "data");
                writer.WriteBoolean("symmetric", false);
                WriteNumbers(writer, "array", [.. plot.Values.Select(value => value.High - value.Mean)]);
                WriteNumbers(writer, "arrayminus", [.. plot.Values.Select(value => value.Mean - value.Low)]);
            });
            writer.WriteEndObject();
        },
        writer =>
        {
            WriteTitle(writer, plot.Title);
            WriteObject(writer, "xaxis", () => WriteObject(writer, "title", () => writer.WriteString("text", plot.XLabel)));
            WriteObject(writer, "yaxis", () =>
            {
                writer.WriteString("type", "category");
                writer.WriteString("autorange", "reversed");
                writer.WriteBoolean("automargin", true);
            });
        });

    static string Write(Action<Utf8JsonWriter> data, Action<Utf8JsonWriter> layout)
    {
        void WriteLayout(Utf8JsonWriter writer) => WriteObject(writer, "layout", () =>
        {
            layout(writer);
            writer.WriteString("paper_bgcolor", "rgba(0,0,0,0)");
            writer.WriteString("plot_bgcolor", "rgba(0,0,0,0)");
            WriteObject(writer, "font", () => writer.WriteString("color", SvgRenderer.Grey));
        });

        return JsonText.Of(
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("data");
                data(writer);
                writer.WriteEndArray();
                WriteLayout(writer);
                writer.WriteEndObject();
            },
            Json);
    }

    /// <summary>The band first, as an area between two lines that are not seen, then the line.</summary>
    static void WriteLine(Utf8JsonWriter writer, PlotSeries series, int place, string axis)
    {
        var color = SvgRenderer.SeriesColor(place);
        if (series is { Low: { } low, High: { } high })
        {
            WriteTrace(series.BandName ?? series.Name, low, width: 0, fill: false);
            WriteTrace(series.BandName ?? series.Name, high, width: 0, fill: true);
        }
        WriteTrace(series.Name, series.Y, width: 2, fill: false);

        void WriteTrace(string name, IReadOnlyList<double> y, int width, bool fill)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "scatter");
            writer.WriteString("mode", "lines");
            writer.WriteString("name", name);
            WriteNumbers(writer, "x", series.X);
            WriteNumbers(writer, "y", y);
            writer.WriteString("xaxis", $"x{axis}");
            writer.WriteString("yaxis", $"y{axis}");
            WriteObject(writer, "line", () =>
            {
                writer.WriteString("color", color);
                writer.WriteNumber("width", width);
                writer.WriteString("dash", SvgRenderer.SeriesDash(place).ToString().ToLowerInvariant());
            });
            if (fill)
            {
                writer.WriteString("fill", "tonexty");
                writer.WriteString("fillcolor", Transparent(color));
            }
            if (width == 0)
            {
                writer.WriteString("hoverinfo", "skip");
                writer.WriteBoolean("showlegend", fill);
            }
            writer.WriteEndObject();
        }
    }

    static void WriteTitle(Utf8JsonWriter writer, string? title)
    {
        if (title is not null)
            WriteObject(writer, "title", () => writer.WriteString("text", title));
    }

    static void WriteAxis(
        Utf8JsonWriter writer, string name, string label, (double From, double To) domain, string anchor, bool hasWholeTicks = false) =>
        WriteObject(writer, name, () =>
    {
        WriteObject(writer, "title", () => writer.WriteString("text", label));
        writer.WriteStartArray("domain");
        writer.WriteNumberValue(domain.From);
        writer.WriteNumberValue(domain.To);
        writer.WriteEndArray();
        writer.WriteString("anchor", anchor);
        if (hasWholeTicks)
            writer.WriteNumber("dtick", 1);
        writer.WriteString("gridcolor", "rgba(128,128,128,0.25)");
    });

    /// <summary>Whether the horizontal axis counts so few whole things that Plotly would write halves.</summary>
    static bool CountsFewWholes(LinePlot plot)
    {
        double[] xs = [.. plot.Series.SelectMany(series => series.X)];
        return xs.Length > 0 && xs.Max() - xs.Min() < FewWholes && PlotRange.CountsWholes(plot);
    }

    static void WriteObject(Utf8JsonWriter writer, string name, Action content)
    {
        writer.WriteStartObject(name);
        content();
        writer.WriteEndObject();
    }

    /// <summary>Writes numbers of a line, which NaN and infinity interrupt.</summary>
    static void WriteNumbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> numbers) =>
        JsonText.WriteNumbers(writer, name, numbers, writer.WriteNumberValue);

    /// <summary>"" for the first plot, "2" for the second, … as Plotly counts axes.</summary>
    static string Axis(int plot) => plot == 0 ? "" : $"{plot + 1}";

    /// <summary>Part of the figure that a plot of a grid has, as <see cref="PlotGrid"/> defines it; upwards from 0 to
    /// 1.</summary>
    static ((double From, double To) X, (double From, double To) Y) Domain(int plot, int count)
    {
        if (count == 1)
            return ((0, 1), (0, 1));
        if (plot == 0)
            return ((0, 1), (1 - FirstShare + Gap, 1));
        var (rows, row) = (count / 2, (plot - 1) / 2);
        var height = (1 - FirstShare) / rows;
        var top = 1 - FirstShare - row * height;
        return (plot % 2 == 1 ? (0, 0.44) : (0.56, 1), (top - height + (row == rows - 1 ? 0 : Gap), top));
    }

    static string Transparent(string color) =>
        string.Create(CultureInfo.InvariantCulture,
            $"rgba({Convert.ToInt32(color[1..3], 16)},{Convert.ToInt32(color[3..5], 16)},{Convert.ToInt32(color[5..7], 16)},0.22)");
}
