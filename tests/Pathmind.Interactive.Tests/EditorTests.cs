using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Pathmind.Tests;

/// <summary>What editors ask while a cell is written.</summary>
public sealed class EditorTests
{
    [Theory]
    [InlineData("%tr|", "train")]
    [InlineData("%train --st|", "--steps")]
    [InlineData("%train C|\n1 + 1", "Coin")]
    [InlineData("// a comment\n%run --policy ra|", "random")]
    [InlineData("#!train --st|", "--steps")]
    [InlineData("#!train C|", "Coin")]
    [InlineData("#!run --policy ra|", "random")]
    [InlineData("#!pathmind sim|", "simulations")]
    public async Task Magics_and_directives_are_completed(string code, string expected)
    {
        using var host = await Host.StartAsync();
        await host.RunAsync(Host.Coin);
        var items = (await host.AskAsync(code, (text, position) => new RequestCompletions(text, position, "csharp"))).Completions.ToArray();
        Assert.Contains(expected, items.Select(item => item.InsertText));
        Assert.True(items.Length < 30, $"{items.Length} items");
        Assert.DoesNotContain("--words", items.Select(item => item.DisplayText));
    }

    [Theory]
    [InlineData("%train --st|", "--steps", "Steps of all simulations together")]
    [InlineData("#!train --st|", "--steps", "Steps of all simulations together")]
    [InlineData("%ru|", "run", "Runs a policy in a simulation")]
    [InlineData("#!tra|", "#!train", "Trains a policy for a simulation.")]
    public async Task A_completion_says_what_it_does(string code, string item, string description)
    {
        using var host = await Host.StartAsync();
        var items = (await host.AskAsync(code, (text, position) => new RequestCompletions(text, position, "csharp"))).Completions;
        Assert.StartsWith(description, items.Single(completion => completion.DisplayText == item).Documentation);
    }

    [Theory]
    [InlineData("%train --st|eps 5", "Steps of all simulations together")]
    [InlineData("%tr|ain", "--until <REWARD>")]
    [InlineData("#!train --st|eps 5", "Steps of all simulations together")]
    [InlineData("%train\nCons|ole.WriteLine();", "Console")]
    public async Task Hovering_explains(string code, string part)
    {
        using var host = await Host.StartAsync();
        Assert.Contains(part, (await host.AskAsync(code, (text, position) => new RequestHoverText(text, position, "csharp"))).Hover);
    }

    [Fact]
    public async Task Below_a_magic_the_compiler_completes_and_explains_as_ever()
    {
        using var host = await Host.StartAsync();
        var completions = await host.AskAsync("%train\nPolicy.Ran|", (text, position) => new RequestCompletions(text, position, "csharp"));
        Assert.Contains("Random", completions.Completions.Select(item => item.DisplayText));
        var help = await host.AskAsync("%train\nPolicy.Random(|)", (text, position) => new RequestSignatureHelp(text, position, "csharp"));
        Assert.Contains(help.Events.OfType<SignatureHelpProduced>()
            .SelectMany(produced => produced.Signatures), signature => signature.Label.Contains("Random", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_CSharp_is_underlined_at_its_own_line()
    {
        using var host = await Host.StartAsync();
        var right = await host.SendAsync(new RequestDiagnostics("%train --steps 5\nvar q = 1;", "csharp"), default);
        Assert.Empty(right.Events.OfType<DiagnosticsProduced>().SelectMany(produced => produced.Diagnostics));
        var wrong = await host.SendAsync(new RequestDiagnostics("%train --steps 5\nvar q = nothing;", "csharp"), default);
        var found = Assert.Single(wrong.Events.OfType<DiagnosticsProduced>().SelectMany(produced => produced.Diagnostics));
        Assert.Equal(("CS0103", 1), (found.Code, found.LinePositionSpan.Start.Line));
    }
}
