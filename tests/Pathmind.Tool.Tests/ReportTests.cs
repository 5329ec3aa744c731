namespace Pathmind.Tests;

/// <summary><c>pathmind report</c>: a trained folder as a page.</summary>
public sealed class ReportTests : ToolFolder
{
    [Fact]
    public void A_trained_folder_becomes_a_page_with_its_curve_message_and_options()
    {
        Write("coin.csx", Coin);
        Run("train", "coin.csx", "--steps", "8000", "--seed", "1", "--out", "coin").Succeeded();
        Assert.Contains("Written: report.html", Run("report", "coin").Succeeded());
        var page = File.ReadAllText(PathOf("report.html"));
        Assert.Contains("Training of Coin", page);
        Assert.Contains("Training finished: ", page);
        Assert.Contains("<svg ", page);
        Assert.Contains("mean reward per episode", page);
        Assert.Contains("&quot;Steps&quot;: 8000", page);
        var rows = File.ReadAllLines(PathOf("coin/progress.csv"));
        Assert.Contains($"<b>{long.Parse(rows[^1].Split(',')[1]):#,0}</b>", page);

        Run("report", "coin", "--out", "again.html").Succeeded();
        Assert.Equal(page, File.ReadAllText(PathOf("again.html")));
    }

    [Fact]
    public void What_is_not_a_training_is_said_and_nothing_is_written()
    {
        Directory.CreateDirectory(PathOf("empty"));
        Refused("empty", "'empty' holds no training: training.json is missing");

        Write("coin.csx", Coin);
        Run("train", "coin.csx", "--steps", "4000", "--seed", "1", "--out", "coin").Succeeded();
        Write("coin/progress.csv", "iteration,steps\n1,2,3\n");
        Refused("coin", "is not the progress of a training: a row has 3 columns, the header 2");
    }

    void Refused(string folder, string message)
    {
        var result = Run("report", folder);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.False(File.Exists(PathOf("report.html")));
    }
}
