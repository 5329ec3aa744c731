namespace Pathmind.Tests;

/// <summary>How the host writes values of the kit.</summary>
public sealed class FormatterTests
{
    [Theory]
    [InlineData("new Coin().GetObservation(0)", "<td", "one")]
    [InlineData("new Observation { [\"list\"] = new float[] { 1, 2 } }", "<td", "[1, 2]")]
    [InlineData("new Reward { [\"paid\"] = 2.5 }", "2.5", "paid")]
    [InlineData("(AgentAction)3", "3", "3")]
    [InlineData("log.Steps", "<table", "head")]
    [InlineData("log.Episodes", "<table", "head")]
    [InlineData("log", "<table", "Summary")]
    [InlineData("policy", "<table", "Coin")]
    [InlineData("history", "<svg", "Coin")]
    [InlineData("history.Plot()", "<svg", "Coin")]
    [InlineData("new Coin().Compare(2, 0, Policy.Random())", "<table", "random")]
    [InlineData("new Coin().Check()", "<", "Coin")]
    [InlineData("new Table([new(\"n\")], [[1]])", "<table", "1")]
    public async Task A_value_is_written_as_html_and_as_text(string code, string html, string text)
    {
        using var host = await Host.StartAsync();
        await host.RunAsync($"%train --steps 500\n%run\n{Host.Coin}");
        var shown = await host.RunAsync(code);
        Assert.Null(shown.Error);
        Assert.Contains(html, shown.Value("text/html").Replace("<img", "<svg", StringComparison.Ordinal));
        Assert.Contains(text, shown.Value("text/plain"));
        Assert.DoesNotContain("ReadOnlyList", shown.Value("text/html"));
    }

    [Fact]
    public async Task A_table_of_data_is_a_table()
    {
        using var host = await Host.StartAsync();
        await host.RunAsync(
            "var data = new System.Data.DataTable(\"orders\"); data.Columns.Add(\"item\"); data.Columns.Add(\"count\", typeof(int)); "
            + "data.Rows.Add(\"bolt\", 7); data.Rows.Add(\"nut\", null);");
        var shown = await host.RunAsync("data");
        Assert.Contains(
            "<td style=\"padding:.2em clamp(.2em,1.2vw,.7em);white-space:nowrap;text-align:right;\">7</td>", shown.Value("text/html"));
        Assert.Contains("bolt", shown.Value("text/plain"));
    }

    [Fact]
    public async Task Twenty_thousand_steps_are_not_a_book()
    {
        using var host = await Host.StartAsync();
        await host.RunAsync(Host.Coin.Replace("IsDone(int agent) => true", "IsDone(int agent) => false")
            .Replace("public override void Reset", "public override int MaxSteps => 20000;\n    public override void Reset"));
        var shown = await host.RunAsync("new Coin().Run(Policy.Random(1), display: Pathmind.Display.None)");
        Assert.InRange(shown.Value("text/html").Length, 10_000, 250_000);
    }
}
