using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>Cells one after the other: values, state, errors.</summary>
public sealed class SubmissionTests
{
    readonly ScriptSession session = new();
    int number;

    [Theory]
    [InlineData("1 + 1", 2)]
    [InlineData("var x = 20; x + 1", 21)]
    [InlineData("return 3;", 3)]
    [InlineData("await Task.FromResult(4)", 4)]
    [InlineData("await Task.Delay(1); new[] { 1, 2, 3 }.Sum()", 6)]
    [InlineData("using System.Text;\nnew StringBuilder(\"abc\").Length", 3)]
    public async Task The_value_is_that_of_the_last_expression(string code, int expected)
    {
        var result = await Run(code);
        Assert.Null(result.Error);
        Assert.True(result.HasValue);
        Assert.Equal(expected, result.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("// a remark")]
    [InlineData("var x = 1;")]
    [InlineData("1.ToString();")]
    [InlineData("Console.Write(\"\")")]
    [InlineData("int F() { return 1; }")]
    [InlineData("Func<int> f = () => { return 1; };")]
    public async Task Without_a_last_expression_there_is_no_value(string code) =>
        Assert.Equal((null, false, null), await Run(code) is var result ? (result.Error, result.HasValue, result.Value) : default);

    [Fact]
    public async Task A_null_is_a_value() => Assert.True((await Run("(string)null")).HasValue);

    [Fact]
    public async Task Later_submissions_see_variables_methods_types_and_usings()
    {
        await Run("using System.Text; int x = 5; int Twice(int y) => 2 * y; record Point(int X);");
        await Run("x++;");
        Assert.Equal(12, (await Run("Twice(new Point(x).X)")).Value);
        Assert.Equal("a", (await Run("new StringBuilder(\"a\").ToString()")).Value);
    }

    [Fact]
    public async Task Variables_keep_their_values_when_the_submission_throws()
    {
        var result = await Run("var before = 7;\nvar after = int.Parse(\"x\");");
        Assert.Equal("FormatException", result.Error!.Name);
        Assert.Equal(7, (await Run("before")).Value);
        Assert.Equal(0, (await Run("after")).Value);
    }

    [Fact]
    public async Task A_submission_that_does_not_compile_leaves_nothing_behind()
    {
        Assert.Equal("CompilationError", (await Run("var fresh = 1; fresh.Nothing();")).Error!.Name);
        Assert.Equal("CompilationError", (await Run("fresh")).Error!.Name);
    }

    [Fact]
    public async Task Submissions_that_declare_nothing_do_not_shift_the_state_of_others()
    {
        await Run("var a = 1;");
        for (var repetition = 0; repetition < 3; repetition++)
            Assert.Equal(1 + repetition, (await Run("a++")).Value);
        await Run("using System.Text;");
        await Run("var b = a + 10;");
        Assert.Equal(18, (await Run("a + b")).Value);                // 4 + 14
    }

    [Fact]
    public async Task Arguments_are_known_as_Args()
    {
        var withArguments = new ScriptSession(new() { Args = ["one", "two"] });
        Assert.Equal("two of 2", (await withArguments.RunAsync("$\"{Args[1]} of {Args.Count}\"", "script")).Value);
    }

    [Fact]
    public async Task The_kit_is_there_and_a_class_of_a_cell_is_a_simulation()
    {
        await Run("""
            class Coin : Simulation
            {
                int side, steps;
                public override ActionSpace ActionSpace(int agent) => new Discrete(2);
                public override void Reset() => (side, steps) = (Random.Next(2), 0);
                public override void Step() => steps++;
                public override Observation GetObservation(int agent) => new() { ["side"] = side };
                public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0 };
                public override bool IsDone(int agent) => steps == 3;
            }
            """);
        var log = await Run(
            "using (Display.Use(Display.None)) { return new Coin().Run(Policy.Random(1), episodes: 2).ToString().Length > 0; }");
        Assert.Equal(("", true), (string.Join('\n', log.Error?.Traceback ?? []), log.Value));
        Assert.Equal("Coin", Assert.Single(session.Types).Name);
    }

    [Fact]
    public async Task Display_is_the_method_when_called_and_else_the_class()
    {
        var shown = new ScriptSession(new()
        {
            Usings = [.. ScriptSessionOptions.DefaultUsings, "Pathmind.Tests.ShownValues"],
            References = [typeof(ShownValues).Assembly.Location],
        });
        Assert.Equal("shown 3", (await shown.RunAsync("Display(3)", "In [2]")).Value);
        Assert.Same(Display.None, (await shown.RunAsync("Display.None", "In [3]")).Value);
        var declaration = "class C { public object Shown() => Display(4); public object None() => Display.None; }";
        Assert.Equal("shown 4", (await shown.RunAsync(declaration + "new C().Shown()", "In [4]")).Value);
        Assert.Same(Display.None, (await shown.RunAsync("new C().None()", "In [5]")).Value);
    }

    Task<ScriptResult> Run(string code) => session.RunAsync(code, $"In [{++number}]");
}

/// <summary>A method that is called like a class of the kit.</summary>
public static class ShownValues
{
    /// <summary>Says what it was given.</summary>
    public static string Display(object value) => $"shown {value}";
}
