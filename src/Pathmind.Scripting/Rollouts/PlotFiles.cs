using System.Text;
using Pathmind.Files;

namespace Pathmind;

/// <summary>Plots as files.</summary>
public static class PlotFiles
{
    /// <summary>Writes the plot as SVG, to a file whose name ends in <c>.svg</c>; the file is replaced as a whole or
    /// not at all.</summary>
    /// <exception cref="ArgumentException">The name has another ending, or the file cannot be written.</exception>
    public static void Save(this LinePlot plot, string path) => Write(plot.ToSvg(), path);

    /// <inheritdoc cref="Save(LinePlot, string)"/>
    public static void Save(this PlotGrid plot, string path) => Write(plot.ToSvg(), path);

    /// <inheritdoc cref="Save(LinePlot, string)"/>
    public static void Save(this BarPlot plot, string path) => Write(plot.ToSvg(), path);

    /// <inheritdoc cref="Save(LinePlot, string)"/>
    public static void Save(this IntervalPlot plot, string path) => Write(plot.ToSvg(), path);

    static void Write(string svg, string path)
    {
        if (!path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"A plot is saved as SVG, but the file is '{path}': give it a name that ends in .svg.");
        OutputFile.Require(path, nameof(path));
        using var file = new AtomicFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(svg));
        file.Commit();
    }
}
