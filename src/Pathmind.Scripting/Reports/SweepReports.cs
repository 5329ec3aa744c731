using System.Text;
using Pathmind.Displays;
using Pathmind.Files;
using Pathmind.Reports;

namespace Pathmind;

/// <summary>Writes reports of sweeps, for people who do not have the program.</summary>
public static class SweepReports
{
    /// <summary>Writes one HTML page that needs nothing else, no network and no script: the table of all trials, the
    /// metric over the steps and over each number that was varied, the best options. The file is replaced as a whole or
    /// not at all.</summary>
    /// <param name="result">The sweep.</param>
    /// <param name="path">Name of the file, as <c>report.html</c>.</param>
    /// <param name="date">When it was made, as the report gives it; null for no date, so that the same sweep gives the
    /// same file.</param>
    /// <exception cref="ArgumentException">The file cannot be written.</exception>
    public static void SaveReport(this SweepResult result, string path, DateTimeOffset? date = null)
    {
        OutputFile.Require(path, nameof(path));
        var html = InvariantText.Of(() => SweepReport.Render(result, date));
        using AtomicFile file = new(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(html));
        file.Commit();
    }
}
