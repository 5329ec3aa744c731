using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Playwright;
using Pathmind.Reporting;
using Pathmind.Studios;

namespace Pathmind.Tests;

/// <summary>Shared pages in a real browser.</summary>
public sealed class SharedPageTests : StudioFolder
{
    const string Markup = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_visitor_sees_curves_grow_without_a_cookie_until_the_link_is_revoked(ColorScheme scheme, int width)
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("MouseAndCheese", """{ "Steps": 98000, "Ppo": { "Discount": 0.9 } }""", 98_000));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 40, i => 0.65 - 2.5 * Math.Exp(-i / 20.0)));
        await studio.Board.EditAsync(1, one => one with { Notes = "Shorter sight: the mouse walks straight." });
        var (share, link) = await studio.Shares.CreateAsync(new([1], HasNotes: true));
        await using var browser = await Browser.OpenAsync(studio, scheme, width, $"share/{link}", signsIn: false);
        var page = browser.Page;
        await Assertions.Expect(page.Locator(".chart .js-plotly-plot")).ToHaveCountAsync(5);
        await Assertions.Expect(page.Locator("[data-now]")).ToContainTextAsync("40\u202f000 of 98\u202f000 steps");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await browser.PictureAsync($"share-{scheme}-{width}");

        await studio.Board.AppendAsync(1, Registration.Rows(41, 60, i => 0.65 - 2.5 * Math.Exp(-i / 20.0)));
        await Assertions.Expect(page.Locator("[data-now]")).ToContainTextAsync("60\u202f000 of 98\u202f000 steps");
        await Assertions.Expect(page.Locator("[data-chart=reward] .xtick").Last).ToContainTextAsync("60");
        await page.GetByLabel("Horizontal axis").SelectOptionAsync("episodes");
        await Assertions.Expect(page.Locator("[data-chart=reward] .xtick").Last).ToContainTextAsync("600");
        Assert.Empty(await page.Context.CookiesAsync());
        Assert.Equal(0, await page.Locator("a, form, button").CountAsync());
        Assert.Empty(browser.Errors);
        Assert.Empty(browser.Elsewhere);

        await studio.Shares.RevokeAsync(share.Id);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link has ended");
    }

    [Fact]
    public async Task What_others_wrote_is_shown_as_it_is_and_the_page_of_an_owner_cannot_be_used_by_it()
    {
        await using var studio = await StartAsync();
        var start = Registration.Of(Markup, $$"""{ "Steps": "{{Markup.Replace("\"", "\\\"")}}" }""");
        await studio.Board.RegisterAsync(start);
        await studio.Board.AppendAsync(1, ProgressBatch.Of(
            [[("iteration", 1), ("steps", 1), ("reward_mean", 1), ($"reward_{Markup}", 1), ("reward_b", 2), ($"metric_{Markup}", 1)]]));
        await studio.Board.EditAsync(1, one => one with { Notes = Markup, Name = Markup });
        await studio.Board.EndAsync(1, new() { Stop = "Failed", Message = Markup, Hints = [Markup] });
        var (_, link) = await studio.Shares.CreateAsync(new([1], Markup, HasNotes: true, HasLog: true));
        await using var browser = await Browser.OpenAsync(studio);                              // signed in
        await browser.ConnectedAsync();
        await browser.Page.GotoAsync($"{studio.Address}share/{link}");
        await Assertions.Expect(browser.Page.Locator(".chart .js-plotly-plot").First).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.Locator(".notes")).ToContainTextAsync("<script>");
        Assert.StartsWith("<img", await browser.Page.TitleAsync());
        Assert.Equal(0, await browser.Page.Locator("main img, main script").CountAsync());
        Assert.Empty(browser.Errors);
        Assert.Equal("refused", await browser.Page.EvaluateAsync<string>(
            "fetch('/api/experiments').then(answer => answer.status + '', () => 'refused')"));
        Assert.Equal("refused", await browser.Page.EvaluateAsync<string>(
            "(() => { try { return document.cookie; } catch { return 'refused'; } })()"));
        await browser.Page.GotoAsync($"{studio.Address}settings");                                        // the owner sees its name
        await Assertions.Expect(browser.Page.Locator(".share-list b")).ToHaveTextAsync(Markup);
    }

    [Fact]
    public async Task A_chart_is_shown_in_a_page_of_another_address_and_nothing_else_is()
    {
        await using var studio = await StartAsync();
        await studio.Board.RegisterAsync(Registration.Of("Mouse"));
        await studio.Board.AppendAsync(1, Registration.Rows(1, 40, i => 0.65 - 2.5 * Math.Exp(-i / 20.0)));
        var (_, link) = await studio.Shares.CreateAsync(new([1]));
        using Host host = new($"""
            <!DOCTYPE html><title>A report</title>
            <iframe name="chart" width="640" height="320" src="{studio.Address}share/{link}/chart/reward?theme=dark"></iframe>
            <iframe name="page" src="{studio.Address}share/{link}"></iframe><iframe name="studio" src="{studio.Address}"></iframe>
            """);
        await using var browser = await Browser.OpenAsync(studio);                              // signed in, even
        await browser.ConnectedAsync();
        await browser.Page.GotoAsync($"{host.Address}");
        var chart = browser.Page.FrameLocator("[name=chart]");
        await Assertions.Expect(chart.Locator(".js-plotly-plot")).ToBeVisibleAsync();
        await Assertions.Expect(chart.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await browser.PictureAsync("share-embed");
        foreach (var name in new[] { "page", "studio" })
            Assert.StartsWith("chrome-error:", browser.Page.Frames.Single(frame => frame.Name == name).Url);
    }

    [Fact]
    public async Task An_owner_makes_a_link_in_the_page_of_a_comparison_and_revokes_it_in_the_settings()
    {
        await using var studio = await StartAsync();
        foreach (var discount in new[] { 0.9, 0.99 })
        {
            var number = (await studio.Board.RegisterAsync(
                Registration.Of("Mouse", $$"""{ "Ppo": { "Discount": {{discount}} } }"""))).Number;
            await studio.Board.AppendAsync(number, Registration.Rows(1, 30, i => 0.65 - 2.5 * Math.Exp(-i / (10.0 * number))));
        }
        await using var browser = await Browser.OpenAsync(studio);
        var page = browser.Page;
        await page.GotoAsync($"{studio.Address}compare?e=1,2");
        await browser.ConnectedAsync();
        await page.GetByLabel("Whom the link is for").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        var link = await page.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        Assert.StartsWith($"{studio.Address}share/", link);
        await Assertions.Expect(page.Locator(".share-list b")).ToHaveTextAsync("Ada");
        await browser.PictureAsync("share-made");
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator(".chart-grid")).ToHaveAttributeAsync("data-lines", "8");
        await Assertions.Expect(page.Locator("mark")).ToHaveTextAsync("0.99");
        await browser.PictureAsync("share-compared");
        await page.GotoAsync($"{studio.Address}settings");
        await browser.ConnectedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke link 1 Ada" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing is shared")).ToBeVisibleAsync();
        Assert.Equal(404, (await page.GotoAsync(link))!.Status);
    }

    /// <summary>A web server of someone else's.</summary>
    sealed class Host : IDisposable
    {
        readonly HttpListener listener = new();

        public Host(string page)
        {
            using (TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
            }
            listener.Prefixes.Add($"{Address}");
            listener.Start();
            _ = AnswerAsync(Encoding.UTF8.GetBytes(page));
        }

        public Uri Address { get; }

        public void Dispose() => listener.Close();

        async Task AnswerAsync(byte[] page)
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    context.Response.ContentType = "text/html; charset=utf-8";
                    await context.Response.OutputStream.WriteAsync(page);
                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;                                                  // the end
            }
        }
    }
}
