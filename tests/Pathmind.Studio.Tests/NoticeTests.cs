using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>The browser tells that a training has ended, if that was asked for.</summary>
public sealed class NoticeTests : StudioFolder
{
    /// <summary>Notifications of a browser whose user answers at once.</summary>
    const string Notifications = """
        window.Notification = class {
          static permission = 'default';
          static async requestPermission() {
            document.documentElement.dataset.asked = 'yes';
            return Notification.permission = '$ANSWER$';
          }
          constructor(title, options) { document.documentElement.dataset.told = `${title} | ${options.body}`; }
        };
        """;

    [Theory]
    [InlineData("granted")]
    [InlineData("denied")]
    public async Task The_end_is_told_on_whatever_page_by_a_notification_or_in_the_title_and_permission_is_asked_by_the_button_alone(
        string answer)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await studio.Board.RegisterAsync(Registration.Of("Other"));
        await using var browser = await Browser.OpenAsync(studio, path: "experiments/1");
        var page = browser.Page;
        await page.AddInitScriptAsync(Notifications.Replace("$ANSWER$", answer));
        await page.ReloadAsync();
        await browser.ConnectedAsync();
        var root = page.Locator("html");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Tell me when it ends" });
        await Assertions.Expect(button).ToBeVisibleAsync();
        Assert.Null(await root.GetAttributeAsync("data-asked"));
        await button.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "You will be told" })).ToBeVisibleAsync();
        await Assertions.Expect(root).ToHaveAttributeAsync("data-asked", "yes");
        if (answer == "denied")
            await Assertions.Expect(page.GetByText("In the title of this tab")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync("Settings · Pathmind studio");
        await studio.Board.EndAsync(2, new() { Stop = "Steps", Message = "That was not asked for." });
        await studio.Board.EndAsync(1, new() { Stop = "Steps", Message = "All <b>is</b> well." });
        if (answer == "granted")
        {
            await Assertions.Expect(root).ToHaveAttributeAsync("data-told", "Completed: #1 Mouse | All <b>is</b> well.");
            await Assertions.Expect(page).ToHaveTitleAsync("Settings · Pathmind studio");
        }
        else
            await Assertions.Expect(page).ToHaveTitleAsync("● Completed: #1 Mouse");
        Assert.Empty(browser.Errors);
    }
}
