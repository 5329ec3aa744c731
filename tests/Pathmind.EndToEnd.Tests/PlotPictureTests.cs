using Microsoft.Playwright;

namespace Pathmind.Tests;

/// <summary>Plots in a real browser: as pictures on pages of any colour, and with names of any length.</summary>
public sealed class PlotPictureTests
{
    const string Lost = "customers_lost_at_the_counter at the end of an episode";
    static readonly double[] X = [.. Enumerable.Range(0, 30).Select(i => 1_000.0 * i)];

    static readonly string Longest = string.Join(' ', Enumerable.Repeat("longer", 20));

    public static TheoryData<string> Names => ["cost", "steps per episode", Lost, Longest];

    /// <remarks>In units of the picture: from the first tenth of a pixel of a text to its last.</remarks>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_text_leaves_the_picture_or_touches_another_one(string name)
    {
        await using Browser browser = new();
        var page = await browser.PageAsync(new() { ViewportSize = new() { Width = 700, Height = 700 } });
        foreach (var svg in Pictures(name))
        {
            await page.SetContentAsync($"<body>{svg}</body>");
            var problems = await page.EvaluateAsync<string[]>("""
                () => {
                    const svg = document.querySelector('svg'), edge = svg.getBoundingClientRect();
                    const texts = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
                    const outside = texts.filter(([, box]) => box.left < edge.left || box.top < edge.top || box.right > edge.right + 0.5
                        || box.bottom > edge.bottom);
                    const touching = texts.filter(([, box], i) => texts.some(([, other], j) => i < j && box.left < other.right
                        && other.left < box.right && box.top < other.bottom - 2 && other.top < box.bottom - 2));
                    return [...outside, ...touching].map(([text]) => text);
                }
                """);
            Assert.True(problems.Length == 0, $"{string.Join('\n', problems)}\n{svg}");
        }
    }

    /// <remarks>A picture is told what its reader prefers, but not the colour of the page: a white page of somebody who
    /// prefers dark. Contrasts by WCAG 2: 3 is what large text needs, 4.5 no colour has to both of white and
    /// #1e1e1e.</remarks>
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_text_of_a_picture_is_legible_on_white_and_on_dark_whatever_is_preferred(ColorScheme preferred)
    {
        await using Browser browser = new();
        var page = await browser.PageAsync(new() { ColorScheme = preferred, ViewportSize = new() { Width = 700, Height = 700 } });
        var image = Grid(Lost).ToBundle()["text/html"];
        foreach (var paper in new[] { "#ffffff", "#1e1e1e" })
        {
            await page.SetContentAsync($"<body style='background:{paper}'>{image}</body>");
            await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"plot-{preferred}-{paper[1..]}.png") });
            var contrast = await page.EvaluateAsync<double>("""
                async paper => {
                    const image = document.querySelector('img');
                    await image.decode();
                    const canvas = Object.assign(document.createElement('canvas'), { width: 4 * image.width, height: 4 * image.height });
                    const pen = canvas.getContext('2d');
                    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
                    const ticks = pen.getImageData(0, 0, 4 * 60, canvas.height).data;        // left of the axis: text alone
                    const luminance = rgb => rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0.05);
                    const page = luminance([1, 3, 5].map(i => parseInt(paper.slice(i, i + 2), 16)));
                    let best = 1;
                    for (let i = 0; i < ticks.length; i += 4)
                        if (ticks[i + 3] === 255) {
                            const text = luminance([...ticks.slice(i, i + 3)]);
                            best = Math.max(best, text > page ? text / page : page / text);
                        }
                    return best;
                }
                """, paper);
            Assert.InRange(contrast, 3.9, 21);
        }
    }

    static IEnumerable<string> Pictures(string name)
    {
        yield return Grid(name).ToSvg();
        yield return new LinePlot(new PlotSeries("mean", X, X)) { Title = name, XLabel = name, YLabel = name }.ToSvg();
        yield return new BarPlot(["left", "right"], new BarSeries("mean", [1, 2])) { Title = name, XLabel = name, YLabel = name }.ToSvg();
        yield return new IntervalPlot(["left", name], [new(1, 0.5, 1.5), new(2, 1.5, 2.5)]) { Title = name, XLabel = name }.ToSvg();
    }

    /// <summary>As a training has it: a wide plot, and smaller ones below.</summary>
    static PlotGrid Grid(string name)
    {
        double[] falling = [.. X.Select(x => 40 - x / 1_000)];
        LinePlot Plot(string label, params PlotSeries[] series) => new(series) { XLabel = "steps", YLabel = label, ClipsOutliers = true };
        return new(
            Plot("mean reward per episode", new PlotSeries("mean reward", X, X)) with { Title = "Training CoffeeShop" },
            Plot("steps per episode", new PlotSeries("steps", X, X)), Plot(name, new PlotSeries("lost", X, falling)),
            Plot(name, new PlotSeries("a", X, X), new PlotSeries("b", X, falling)));
    }
}
