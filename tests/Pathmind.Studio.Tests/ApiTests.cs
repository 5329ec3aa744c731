using System.Net;
using System.Text;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>The API by its typed client, and what it refuses.</summary>
public class ApiTests : StudioFolder
{
    [Fact]
    public async Task An_experiment_is_registered_gets_rows_and_ends()
    {
        await using var studio = await StartAsync();
        using StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        var place = client.Register(Registration.Of("Mouse", """{ "Steps": 10000, "Ppo": { "Discount": 0.9 } }"""));
        Assert.False(client.Append(place.Number, Registration.Rows(1, 3)).Stop);
        var running = client.Get(place.Number);
        Assert.Equal((1, "Mouse", "Running", 3_000L, 3, 3.0), (
            running.Number, running.Name, running.Status, running.Steps, running.Rows, running.Reward));
        client.End(place.Number, new() { Stop = "Steps", Message = "Training finished.", Reward = 5, Rows = 3 });
        var ended = Assert.Single(client.List());
        Assert.Equal(("Completed", "Training finished.", 5.0), (ended.Status, ended.Message, ended.FinalReward));
        var rows = client.Rows(place.Number);
        Assert.Equal([1, 2, 3], rows.Rows.Select(row => row[Array.IndexOf(rows.Columns, "reward_mean")]));
    }

    [Fact]
    public async Task Registering_or_sending_twice_changes_nothing()
    {
        await using var studio = await StartAsync();
        using StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        var start = Registration.Of("Mouse");
        Assert.Equal(client.Register(start), client.Register(start));
        Assert.Equal(2, client.Register(Registration.Of("Mouse")).Number);
        client.Append(1, Registration.Rows(1, 5));
        client.Append(1, Registration.Rows(3, 7));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], client.Rows(1).Rows.Select(row => row[0]));
        Assert.Equal(7, client.Get(1).Rows);
    }

    [Fact]
    public async Task Columns_may_come_later_and_what_was_before_them_is_empty()
    {
        await using var studio = await StartAsync();
        using StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Register(Registration.Of("Mouse"));
        client.Append(1, ProgressBatch.Of([[("iteration", 1), ("reward_mean", null)]]));
        client.Append(1, ProgressBatch.Of([[("iteration", 2), ("reward_mean", 4), ("reward_cheese", 1)]]));
        var rows = client.Rows(1);
        Assert.Equal(["iteration", "reward_mean", "reward_cheese"], rows.Columns);
        Assert.Equal([[1, null, null], [2, 4, 1]], rows.Rows);
    }

    [Fact]
    public async Task A_wish_to_stop_is_the_answer_to_the_next_rows()
    {
        await using var studio = await StartAsync();
        using StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
        client.Register(Registration.Of("Mouse"));
        await studio.Board.AskToStopAsync(1);
        Assert.True(client.Append(1, ProgressBatch.Of([])).Stop);
        client.End(1, new() { Stop = "Interrupted", Message = "Stopped, best policy kept." });
        Assert.Equal("Stopped", client.Get(1).Status);
    }

    /// <summary>A program that is not the kit sends no more than it must.</summary>
    [Fact]
    public async Task What_may_be_left_out_of_a_message_has_its_default()
    {
        await using var studio = await StartAsync();
        using HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        foreach (var (path, body) in new[]
        {
            ("", $$"""{ "key": "{{new string('a', 32)}}", "simulation": "Mouse", "options": {}, "started": "2026-01-01T00:00:00Z" }"""),
            ("/1/rows", """{ "columns": ["iteration"], "rows": [[1]] }"""), ("/1/end", """{ "stop": "Steps", "message": "Done." }"""),
        })
        {
            StringContent content = new(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync($"api/experiments{path}", content);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
        Assert.Equal(("Completed", "Done.", ""), (
            $"{studio.Board.Find(1)!.Status}", studio.Board.Find(1)!.Message, studio.Board.Find(1)!.Hints));
        Assert.Contains("Mouse", await client.GetStringAsync("experiments/1"));
    }

    [Theory]
    [InlineData("api/experiments", "{}", HttpStatusCode.BadRequest, "Key")]
    [InlineData("api/experiments", "not json", HttpStatusCode.BadRequest, "not what this address takes")]
    [InlineData("api/experiments", """{ "key": "short", "simulation": "A", "options": {}, "started": "2026-01-01T00:00:00Z" }""",
        HttpStatusCode.UnprocessableEntity, "32 hexadecimal digits")]
    [InlineData("api/experiments/1/rows", """{ "columns": ["steps"], "rows": [[1]] }""", HttpStatusCode.UnprocessableEntity, "iteration")]
    [InlineData("api/experiments/1/rows", """{ "columns": ["iteration"], "rows": [[1, 2]] }""", HttpStatusCode.UnprocessableEntity,
        "2 values, but there are 1 columns")]
    [InlineData("api/experiments/1/rows", """{ "columns": ["iteration"], "rows": [[1.5]] }""", HttpStatusCode.UnprocessableEntity, "1.5")]
    [InlineData("api/experiments/99/rows", """{ "columns": [], "rows": [] }""", HttpStatusCode.NotFound, "no experiment 99")]
    public async Task What_is_wrong_is_said_in_words(string path, string body, HttpStatusCode status, string message)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        using HttpClient client = new() { BaseAddress = studio.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
        using var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, studio.Board.Find(1)!.Rows);
    }
}
