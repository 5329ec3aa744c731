using System.Text.Json.Nodes;
using Pathmind.Notebook.Jupyter;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>Completion, inspection and completeness as a front end asks for them: positions in code points, magics
/// beside C#. The bar | marks the cursor.</summary>
public sealed class ShellReplyTests
{
    readonly ShellReplies replies = new(new(() => new ScriptSession()), new InputHistory());

    [Theory]
    [InlineData("var s = \"😀😀\"; Console.WriteL|", "WriteLine", 22, 28)]    // 26 and 32 in UTF-16, were it not for two pairs
    [InlineData("%simulations\n%tra|", "train", 14, 17)]
    [InlineData("%train --ste|", "--steps", 7, 12)]
    [InlineData("%train --steps 5\nConsole.WriteL|", "WriteLine", 25, 31)]
    public void A_candidate_replaces_what_stands_before_the_cursor(string marked, string candidate, int start, int end)
    {
        var reply = At("complete_request", marked);
        Assert.Contains(candidate, reply["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Equal((start, end), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
    }

    [Theory]
    [InlineData("\"😀\".Length + Math.P|I", "double Math.PI")]
    [InlineData("%simulations\n%tra|in --steps 5", "train")]
    [InlineData("%train\nMath.P|I", "double Math.PI")]
    public void What_the_cursor_stands_in_is_explained(string marked, string expected)
    {
        var reply = At("inspect_request", marked);
        Assert.True((bool)reply["found"]!);
        Assert.Contains(expected, (string?)reply["data"]!["text/plain"]);
    }

    [Fact]
    public void What_nobody_knows_is_not_found()
    {
        var reply = At("inspect_request", "unknown|");
        Assert.False((bool)reply["found"]!);
        Assert.Equal("{}", reply["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("class A\n{", "    ")]
    [InlineData("class A\n{\n    void F()\n    {\n", "        ")]
    [InlineData("class A\n{\n    int x;", "    ")]
    [InlineData("Math.Max(1,", "")]
    public void An_incomplete_cell_goes_on_with_the_indentation_of_its_last_line(string code, string indentation)
    {
        var reply = replies.Answer(Requests.Of("is_complete_request", new { code }))!;
        Assert.Equal(("incomplete", indentation), ((string?)reply["status"], (string?)reply["indent"]));
    }

    [Fact]
    public void Each_expression_that_a_request_brings_has_its_value_or_its_own_error()
    {
        var values = replies.Evaluate(Requests.Of("execute_request", new { user_expressions = new { sum = "1 + 2", wrong = "nothing" } }));
        Assert.Equal("3", (string?)values["sum"]!["data"]!["text/plain"]);
        Assert.Equal(("ok", "error"), ((string?)values["sum"]!["status"], (string?)values["wrong"]!["status"]));
    }

    [Fact]
    public void A_message_of_another_kind_gets_no_answer() => Assert.Null(replies.Answer(Requests.Of("comm_msg", new { })));

    JsonObject At(string type, string marked)
    {
        var code = marked.Replace("|", "");
        return replies.Answer(
            Requests.Of(type, new
            {
                code, cursor_pos = marked[..marked.IndexOf('|', StringComparison.Ordinal)].EnumerateRunes()
                .Count()
            }))!;
    }
}
