using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>What users read when something is wrong: the whole text.</summary>
public sealed class ErrorTests
{
    readonly ScriptSession session = new();
    int number;

    [Fact]
    public async Task A_compilation_error_shows_its_place() => Assert.Equal(
        """
        In [1], line 2, column 9: error CS0103: The name 'why' does not exist in the current context
            var y = why + 1;
                    ^^^
        In [1], line 3, column 13: error CS0029: Cannot implicitly convert type 'string' to 'int'
            int z = "z";
                    ^^^
        """, await Failure("var x = 1;\nvar y = why + 1;\n    int z = \"z\";"));

    [Fact]
    public async Task The_mark_stands_below_its_place_whatever_the_width_of_tabs() =>
        Assert.EndsWith("\n    var y =\twhy + 1;\n           \t^^^", await Failure("\tvar y =\twhy + 1;"), StringComparison.Ordinal);

    [Theory]
    [InlineData("namespace A { class B { } }", "A script has no namespaces")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }", "outside of classes")]
    [InlineData("var count = 1; class C { int F() => count; }", "hand the value to its constructor")]
    [InlineData("Span<int> some = stackalloc int[3];", "cannot be a variable of the session")]
    [InlineData("Observation seen = new() { [\"x\"] = Enumerable.Range(0, 3) };", "make it a list, as in numbers.ToList()")]
    [InlineData("using var some = new MemoryStream();", "A script has no top-level using declaration")]
    public async Task What_a_script_cannot_say_comes_with_what_to_write_instead(string code, string hint) =>
        Assert.Contains(hint, await Failure(code));

    [Fact]
    public async Task An_exception_shows_the_frames_of_the_user_and_what_they_called()
    {
        await Run("""
            int First(List<int> numbers)
            {
                return numbers.First();
            }
            """);
        Assert.Equal(
            """
            InvalidOperationException: Sequence contains no elements
            In [1], line 3: First(List<int> numbers)
                return numbers.First();
            In [2], line 2
                var first = First([]);
            in System.Linq.Enumerable.First(IEnumerable<TSource> source)
            """, await Failure("\nvar first = First([]);"));
    }

    [Theory]
    [InlineData("class C { public C() => throw new Exception(\"x\"); }\nnew C();", "In [1], line 1: new C()")]
    [InlineData("class C { public int P => throw new Exception(\"x\"); }\nvar p = new C().P;", "In [1], line 1: C.P")]
    [InlineData("class C<T> { public void F(T x) => throw new Exception(\"x\"); }\nnew C<int>().F(1);", "In [1], line 1: C<T>.F(T x)")]
    [InlineData("async Task F() { await Task.Yield(); throw new Exception(\"x\"); }\nawait F();", "In [1], line 1: F()")]
    [InlineData("IEnumerable<int> F() { yield return 1; throw new Exception(\"x\"); }\nF().ToList();", "In [1], line 1: F()")]
    [InlineData("Func<int, int> f = x => throw new Exception(\"x\");\nf(1);", "In [1], line 1: lambda (int x)")]
    [InlineData("void F() { G(); void G() => throw new Exception(\"x\"); }\nF();", "In [1], line 1: G()")]
    [InlineData("await Task.Run(() => throw new Exception(\"x\"));", "In [1], line 1: lambda ()")]
    public async Task Frames_carry_the_names_that_the_user_wrote(string code, string expected) =>
        Assert.Contains(expected, (await Failure(code)).Split('\n'));

    [Theory]
    [InlineData("namespace A { }", "script code. A script has no namespaces")]
    [InlineData("var x = 1;\n%train", "Invalid expression term '%'. A magic such as %train must be above the C# of its cell")]
    public async Task A_hint_is_a_sentence_of_its_own(string code, string expected) => Assert.Contains(expected, await Failure(code));

    [Fact]
    public async Task Wrappers_of_tasks_and_reflection_are_taken_off()
    {
        var error = (await Run("Task.Run(() => throw new FormatException(\"bad\")).Wait();")).Error!;
        Assert.Equal(("FormatException", "bad"), (error.Name, error.Message));
        error = (await Run("class C { public static void F() => throw new FormatException(\"worse\"); "
            + "}\ntypeof(C).GetMethod(\"F\").Invoke(null, null);")).Error!;
        Assert.Equal(("FormatException", "worse"), (error.Name, error.Message));
        error = (await Run("throw new AggregateException(new FormatException(\"one\"), new FormatException(\"other\"));")).Error!;
        Assert.Equal("AggregateException", error.Name);              // two causes: neither is the one
        error = (await Run("class D { public static int X = int.Parse(\"x\"); }\nD.X")).Error!;
        Assert.Contains("Caused by FormatException: The input string 'x' was not in a correct format.", error.Traceback);
    }

    [Fact]
    public async Task A_mistake_that_breaks_several_rules_of_scripts_is_told_once() =>
        Assert.Single((await Failure("using var some = new MemoryStream();"))
            .Split('\n'), line => line.Contains("error CS", StringComparison.Ordinal));

    [Fact]
    public async Task Of_many_frames_of_the_framework_three_are_named_and_the_others_counted()
    {
        var lines = (await Failure("System.Text.Json.JsonSerializer.Deserialize<int>(\"x\")")).Split('\n')
            .TakeWhile(line => !line.StartsWith("Caused by", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, lines.Count(line => line.StartsWith("in System.Text.Json", StringComparison.Ordinal)));
        Assert.Matches(@"^and \d+ more$", lines[^1]);
    }

    [Fact]
    public async Task Causes_are_told_after_the_exception()
    {
        var text = await Failure(
            "try { int.Parse(\"x\"); }\ncatch (Exception e) { throw new InvalidOperationException(\"no number\", e); }");
        var lines = text.Split('\n').ToList();
        Assert.Equal("InvalidOperationException: no number", lines[0]);
        Assert.Equal("In [1], line 2", lines[1]);
        var cause = lines.IndexOf("Caused by FormatException: The input string 'x' was not in a correct format.");
        Assert.Equal("In [1], line 1", lines[cause + 1]);
    }

    [Fact]
    public async Task The_kit_is_named_in_one_line_between_frames_of_the_user()
    {
        var text = await Failure("""
            class Broken : Simulation
            {
                public override ActionSpace ActionSpace(int agent) => new Discrete(2);
                public override void Reset() { }
                public override void Step() => throw new DivideByZeroException("in Step");
                public override Observation GetObservation(int agent) => new() { ["x"] = 1 };
                public override Reward GetReward(int agent) => new() { ["r"] = 0 };
                public override bool IsDone(int agent) => false;
            }
            using (Display.Use(Display.None))
                new Broken().Run(Policy.Random(1), episodes: 1);
            """);
        Assert.Contains("In [1], line 5: Broken.Step()", text);
        Assert.Contains("In [1], line 11", text);
        Assert.DoesNotContain(".cs, line", text);                    // no source of the kit
    }

    async Task<string> Failure(string code)
    {
        var error = (await Run(code)).Error;
        Assert.NotNull(error);
        return string.Join('\n', error.Traceback);
    }

    Task<ScriptResult> Run(string code) => session.RunAsync(code, $"In [{++number}]");
}
