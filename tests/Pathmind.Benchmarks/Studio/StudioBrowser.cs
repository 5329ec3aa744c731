using Microsoft.Playwright;
using Pathmind.Tests;

namespace Pathmind.Benchmarks;

/// <summary>Chromium, signed in to a studio.</summary>
internal sealed class StudioBrowser : IDisposable
{
    const string Chromium = "/usr/bin/chromium";

    readonly StudioProcess studio;
    readonly IPlaywright playwright;
    readonly IBrowser browser;
    readonly IBrowserContext context;
    readonly List<IPage> pages = [];

    public StudioBrowser(StudioProcess studio)
    {
        this.studio = studio;
        playwright = Of(Playwright.CreateAsync());
        browser = Of(playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] }));
        context = Of(browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } }));
        Wait(context.AddCookiesAsync([new() { Name = "pathmind-tour", Value = "seen", Url = studio.File.Url }]));   // no first visit
        pages.Add(Of(context.NewPageAsync()));
        Of(pages[0].GotoAsync($"{studio.File.Url}#token={studio.Token}"));
        Wait(Assertions.Expect(pages[0].Locator("main#main")).ToBeAttachedAsync());
        Wait(Assertions.Expect(pages[0]).ToHaveURLAsync(studio.File.Url));
    }

    public static bool IsInstalled => File.Exists(Chromium);

    /// <summary>Leads the first page to an address.</summary>
    public void Open(string path) => Of(pages[0].GotoAsync($"{studio.File.Url}{path}", new() { WaitUntil = WaitUntilState.Commit }));

    public void Fill(string selector, string text) => Wait(pages[0].Locator(selector).FillAsync(text));

    public void Click(string selector) => Wait(pages[0].Locator(selector).ClickAsync());

    /// <summary>What a function of JavaScript answers in the first page.</summary>
    public T Evaluate<T>(string function) => Of(pages[0].EvaluateAsync<T>(function));

    public void OpenAnother(string path, string selector)
    {
        pages.Add(Of(context.NewPageAsync()));
        Of(pages[^1].GotoAsync($"{studio.File.Url}{path}"));
        Wait(pages[^1].Locator(selector).First.WaitForAsync());
    }

    public void WaitFor(string selector) => Wait(pages[0].Locator(selector).First.WaitForAsync(new() { Timeout = 60_000 }));

    public void WaitForText(string selector, string text) =>
        Wait(pages[0].Locator(selector).GetByText(text).First.WaitForAsync(new() { Timeout = 60_000 }));

    public void Check(string label) => Wait(pages[0].GetByLabel(label, new() { Exact = true }).CheckAsync());

    public string Attribute(string selector, string name) => Of(pages[0].Locator(selector).First.GetAttributeAsync(name)) ?? "";

    /// <summary>Waits until all further pages have it.</summary>
    public void WaitInAll(string selector) =>
        Wait(Task.WhenAll(pages.Skip(1).Select(page => page.Locator(selector).WaitForAsync(new() { Timeout = 60_000 }))));

    /// <summary>Lets all further pages note when which number of rows came in, and when their curves have it, in the
    /// frame after the one that drew them.</summary>
    public void WatchRows() => Wait(Task.WhenAll(pages.Skip(1).Select(page => page.EvaluateAsync("""
        () => {
          const grid = document.querySelector('.chart-grid');
          window.rowsArrived = [];
          window.rowsSeen = [];
          new MutationObserver(() => window.rowsArrived.push([Number(grid.dataset.arrived), Date.now()]))
            .observe(grid, { attributes: true, attributeFilter: ['data-arrived'] });
          new MutationObserver(() => {
            const rows = Number(grid.dataset.rows);
            requestAnimationFrame(() => setTimeout(() => window.rowsSeen.push([rows, Date.now()])));
          }).observe(grid, { attributes: true, attributeFilter: ['data-rows'] });
        }
        """))));

    /// <summary>What each noted of rows that came in: their number, and milliseconds since 1970.</summary>
    public (double Rows, double At)[][] RowsArrived() => Noted("rowsArrived");

    /// <summary>What each noted of rows that are drawn.</summary>
    public (double Rows, double At)[][] RowsSeen() => Noted("rowsSeen");

    (double Rows, double At)[][] Noted(string name) =>
        [.. Of(Task.WhenAll(pages.Skip(1).Select(page => page.EvaluateAsync<double[][]>($"() => window.{name}"))))
            .Select(noted => noted.Select(pair => (pair[0], pair[1])).ToArray())];

    public void Dispose()
    {
        Wait(browser.CloseAsync());
        playwright.Dispose();
    }

    static T Of<T>(Task<T> task) => task.GetAwaiter().GetResult();

    static void Wait(Task task) => task.GetAwaiter().GetResult();
}
