using Microsoft.Playwright;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>Projects: the experiments of a simulation, with the versions of its code.</summary>
public sealed class ProjectTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_project_has_the_versions_of_its_code_and_a_new_experiment_copies_the_last_one(ColorScheme scheme, int width)
    {
        await using (var studio = await StudioAsync())
        {
            using Reporting.StudioClient client = new(new() { Url = $"{studio.Address}", Token = studio.Token }, TimeSpan.FromMinutes(1));
            foreach (var inStep in new[] { "", "// second", "" })
                client.Submit(new()
                {
                    File = "coin.csx", Text = SubmissionTests.Script(inStep + "\n"), Start = false,
                    Options = System.Text.Json.JsonDocument.Parse("""{ "Steps": 3000, "Ppo": { "Discount": 0.5 } }""").RootElement.Clone(),
                });
            await studio.Board.RegisterAsync(Registration.Of("Mouse"));
            await using var browser = await Browser.OpenAsync(studio, scheme, width, "projects");
            var page = browser.Page;
            await browser.ConnectedAsync();
            await Assertions.Expect(page.Locator(".rows tbody tr")).ToHaveCountAsync(2);
            await browser.PictureAsync($"projects-{scheme}-{width}");
            await page.GetByRole(AriaRole.Link, new() { Name = "Coin" }).ClickAsync();
            await Assertions.Expect(page.Locator(".rows tbody tr")).ToHaveCountAsync(3);
            await Assertions.Expect(page.GetByText("Version 2")).ToBeVisibleAsync();
            Assert.Equal(["1", "2", "1"], await page.Locator(".rows tbody td.number:nth-child(4)").AllTextContentsAsync());
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

            await page.GetByLabel("Name of the project").FillAsync("Tossing");
            await page.GetByLabel("Name of the project").PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Tossing" })).ToBeVisibleAsync();
            await page.GetByPlaceholder("What it is for, what is known of it").FillAsync("a <b>coin</b>");
            await Assertions.Expect(page.GetByText("Saved")).ToBeVisibleAsync();
            await browser.PictureAsync($"project-{scheme}-{width}");
            await page.GetByRole(AriaRole.Button, new() { Name = "New from the last one" }).ClickAsync();
            await Assertions.Expect(page).ToHaveURLAsync($"{studio.Address}experiments/5");
            Assert.Equal(studio.Board.Find(3)!.Source, studio.Board.Find(5)!.Source);
            Assert.Contains("\"Discount\":0.5", studio.Board.Find(5)!.Start);
            await page.GotoAsync($"{studio.Address}projects/Coin");
            await browser.ConnectedAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bring back" })).ToBeVisibleAsync();
            Assert.Empty(browser.Errors);
        }
        await using var next = await StudioAsync();                      // all of it is kept
        using var http = ClientOf(next);
        var projects = await http.GetStringAsync("api/projects");
        Assert.Contains("\"title\":\"Tossing\"", projects);
        Assert.Contains("\"is_archived\":true,\"experiments\":[5,3,2,1]", projects);
    }

    [Fact]
    public async Task A_training_of_ones_own_program_has_no_code_to_copy()
    {
        await using var studio = await StudioAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await using var browser = await Browser.OpenAsync(studio, path: "projects/Mouse");
        await browser.ConnectedAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "New from the last one" })).ToBeDisabledAsync();
        using var http = ClientOf(studio);
        foreach (var what in new[] { "copy", "resume" })
        {
            using var refused = await http.PostAsync($"api/experiments/1/{what}", null);
            Assert.Contains("your own program", await refused.Content.ReadAsStringAsync());
        }
        using var deleted = await http.DeleteAsync("api/experiments/1");
        Assert.Contains("trains: stop it before you delete it", await deleted.Content.ReadAsStringAsync());
    }

    static HttpClient ClientOf(StudioServer studio) => new()
    {
        BaseAddress = studio.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {studio.Token}" } },
    };

    Task<StudioServer> StudioAsync() => StudioServer.StartAsync(new()
    {
        Data = Data, Port = 0, Tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "pathmind.dll")],
    });
}
