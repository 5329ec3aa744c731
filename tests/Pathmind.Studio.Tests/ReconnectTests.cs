using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>What a page says while its studio is gone, and how it comes back.</summary>
public sealed class ReconnectTests : StudioFolder
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_page_says_that_the_studio_does_not_answer_and_is_there_again_by_itself(ColorScheme scheme, int width)
    {
        using var first = StudioProcess.Start(Data);
        first.Client.Register(Registration.Of("Mouse"));
        first.Client.Append(1, Registration.Rows(1, 30));
        await using var browser = await Browser.OpenAsync(first.File.Url, first.Token, scheme, width, "experiments/1");
        var (page, box) = (browser.Page, browser.Page.GetByRole(AriaRole.Dialog, new() { Name = "The studio does not answer" }));
        await browser.ConnectedAsync();
        await Assertions.Expect(box).ToBeHiddenAsync();
        first.Kill();
        await Assertions.Expect(box).ToBeVisibleAsync();
        await Assertions.Expect(box).ToContainTextAsync("Trainings go on without it");
        await Assertions.Expect(box.GetByRole(AriaRole.Button, new() { Name = "Load the page again" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await browser.PictureAsync($"cut-{scheme}-{width}");
        await Assertions.Expect(box).ToBeVisibleAsync();
        await page.EvaluateAsync("window.isOld = true");

        using var second = StudioProcess.Start(Data, new Uri(first.File.Url).Port);
        await Assertions.Expect(box).ToBeHiddenAsync();
        await browser.ConnectedAsync();
        Assert.False(await page.EvaluateAsync<bool>("window.isOld === true"));             // another studio: a new page
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mouse" })).ToBeVisibleAsync();
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
