using Pathmind.Displays;

namespace Pathmind.Tests.Displays;

/// <summary>Alone, because Console.Out belongs to the whole process.</summary>
[CollectionDefinition(nameof(ConsoleDisplayTests), DisableParallelization = true)]
[Collection(nameof(ConsoleDisplayTests))]
public class ConsoleDisplayTests
{
    [Fact]
    public void Redirected_output_gets_the_title_and_the_last_state_without_control_characters()
    {
        var text = Written(display =>
        {
            using var live = display.Live();
            for (var i = 0; i <= 10; i++)
                live.Update(new ProgressReport("Training Mouse") { Fraction = i / 10.0, Values = [new("episodes", $"{i}")] });
        });

        Assert.Equal(
            """
            Training Mouse
            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 100 %
            episodes 10

            """,
            text,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Redirected_output_says_the_title_once_also_where_words_follow_the_progress() =>
        Assert.Equal(1, Written(display =>
        {
            using var live = display.Live();
            live.Update(new ProgressReport("Training Mouse"));
            live.Update(new ContentList(new ProgressReport("Training Mouse") { Fraction = 1 }, new TextLine("Done.")));
        }).Split("Training Mouse").Length - 1);

    [Fact]
    public void Redirected_output_does_not_say_twice_what_began_and_never_moved() => Assert.Equal("Training Mouse\n", Written(display =>
    {
        using var live = display.Live();
        live.Update(new ProgressReport("Training Mouse"));
    }));

    [Fact]
    public void Whatever_Console_Out_is_at_the_time_is_written_to()
    {
        Assert.Equal("one\n", Written(display => display.Show(new TextLine("one"))));
        Assert.Equal("two\n", Written(display => display.Show(new TextLine("two"))));
    }

    static string Written(Action<IDisplay> show)
    {
        var (before, writer) = (Console.Out, new StringWriter());
        Console.SetOut(writer);
        try
        {
            show(new ConsoleDisplay(TimeProvider.System));
        }
        finally
        {
            Console.SetOut(before);
        }
        return writer.ToString();
    }
}
