using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tests;

/// <summary>history_request: what the arrow keys and the search of a console bring back.</summary>
public sealed class InputHistoryTests
{
    readonly InputHistory history = new();

    public InputHistoryTests()
    {
        string[] inputs = ["a = 1", "b = 2", "a = 1", "b = 22"];
        for (var i = 0; i < inputs.Length; i++)
            history.Add(i + 1, inputs[i]);
    }

    [Fact]
    public void A_range_ends_before_its_stop()
    {
        Assert.Equal(["2 b = 2", "3 a = 1"], Found(new { hist_access_type = "range", session = 0, start = 2, stop = 4 }));
        Assert.Equal(["4 b = 22"], Found(new { hist_access_type = "range", session = 1, start = 4 }));
        Assert.Empty(Found(new { hist_access_type = "range", session = 2, start = 1 }));
    }

    [Fact]
    public void The_tail_is_the_last_cells_in_their_order() =>
        Assert.Equal(["3 a = 1", "4 b = 22"], Found(new { hist_access_type = "tail", n = 2 }));

    [Fact]
    public void A_pattern_is_that_of_a_shell_for_the_whole_input()
    {
        Assert.Equal(["2 b = 2"], Found(new { hist_access_type = "search", pattern = "b = ?" }));
        Assert.Equal(["2 b = 2", "4 b = 22"], Found(new { hist_access_type = "search", pattern = "b*" }));
        Assert.Equal(["4 b = 22"], Found(new { hist_access_type = "search", pattern = "b*", n = 1 }));
        Assert.Empty(Found(new { hist_access_type = "search", pattern = "= 2" }));
    }

    [Fact]
    public void Of_equal_inputs_the_newest_is_the_one_found() =>
        Assert.Equal(["2 b = 2", "3 a = 1", "4 b = 22"], Found(new { hist_access_type = "search", pattern = "*", unique = true }));

    [Fact]
    public void With_output_asked_for_an_input_is_the_first_of_a_pair() =>
        Assert.Equal("""[[1,4,["b = 22",null]]]""",
            history.Answer(
                Requests.Of("history_request", new { hist_access_type = "tail", n = 1, output = true }))["history"]!.ToJsonString());

    IEnumerable<string> Found(object request) =>
        history.Answer(Requests.Of("history_request", request))["history"]!.AsArray().Select(entry => $"{entry![1]} {(string?)entry[2]}");
}
