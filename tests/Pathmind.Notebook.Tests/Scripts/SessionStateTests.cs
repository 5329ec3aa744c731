using System.Globalization;
using Pathmind.Commands;
using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>The state of a session, seen and changed from outside.</summary>
public sealed class SessionStateTests
{
    readonly ScriptSession session = new();

    [Fact]
    public async Task Variables_are_listed_by_their_newest_declaration()
    {
        await Run("var a = 1; const int b = 2; string c = \"x\";");
        await Run("double a = 3.5;");
        await Run("c = \"y\"; int.TryParse(\"7\", out var d);");
        Assert.Equal(
            [new("b", typeof(int), 2), new("c", typeof(string), "y"), new("a", typeof(double), 3.5), new("d", typeof(int), 7)],
            session.Variables);
    }

    [Fact]
    public async Task Types_are_listed_by_their_newest_declaration()
    {
        await Run("class A { class Inner { } } enum B { }");
        await Run("record A(int X); delegate int C(int x);");
        Assert.Equal(["B", "A", "C"], session.Types.Select(type => type.Name));
        Assert.NotNull(session.Types[1].GetProperty("X"));
    }

    [Theory]
    [InlineData("5", "int")]
    [InlineData("new[] { new[,] { { 1 } } }", "int[][,]")]
    [InlineData("new Dictionary<string, List<int?>>()", "Dictionary<string, List<int?>>")]
    [InlineData("(1, \"x\")", "ValueTuple<int, string>")]
    [InlineData("new Dictionary<int, string>().Keys", "Dictionary<int, string>.KeyCollection")]
    [InlineData("new { X = 1 }", "object")]                          // a type without a name
    [InlineData("new Point(1)", "Point")]                            // of an earlier submission
    [InlineData("new Box<Point>()", "Box<Point>")]
    [InlineData("new List<object> { new { X = 1 } }", "List<object>")]
    [InlineData("new[] { new { X = 1 } }.ToList()", "object")]
    [InlineData("Hidden.New()", "Exception")]      // a private type
    public async Task A_variable_that_is_set_has_the_nearest_type_that_can_be_written(string value, string type)
    {
        await Run("record Point(int X); class Box<T> { } class Hidden { class Inner : Exception { } public static Exception New() => new "
            + "Inner(); }");
        var given = (await Run(value)).Value;
        session.Set("given", given);
        var variable = Assert.Single(session.Variables);
        Assert.Equal(given, variable.Value);
        Assert.Equal(type, TypeName.Short(variable.Type));
        Assert.Equal(given, (await Run("given")).Value);
    }

    [Fact]
    public async Task Setting_changes_the_variable_that_is_there_if_its_type_allows()
    {
        await Run("int x = 1; int Next() => x + 1;");
        session.Set("x", 5);
        Assert.Equal(6, (await Run("Next()")).Value);
        session.Set("x", "text");                                    // another type: another variable
        Assert.Equal("text", (await Run("x")).Value);
        Assert.Equal(6, (await Run("Next()")).Value);
        session.Set("x", null);
        Assert.Null(Assert.Single(session.Variables).Value);
        session.Set("class", 1);
        Assert.Equal(1, (await Run("@class")).Value);
    }

    [Fact]
    public async Task A_value_of_a_type_that_was_declared_again_is_kept()
    {
        var old = (await Run("class A { }\nnew A()")).Value;
        await Run("class A { public int X; }");
        session.Set("old", old);
        Assert.Same(old, (await Run("old")).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1x")]
    [InlineData("a b")]
    [InlineData("x; throw null")]
    public void A_name_that_C_sharp_does_not_allow_is_refused(string name) => Assert.Throws<ArgumentException>(() => session.Set(name, 1));

    [Fact]
    public async Task An_expression_becomes_a_function()
    {
        await Run("var factor = 3;");
        var function = (Func<double, double>)session.Evaluate("x => factor * x // of the session", typeof(Func<double, double>))!;
        Assert.Equal(6, function(2));
        Assert.Equal(4f, session.Evaluate("2 + 2", typeof(float)));
    }

    [Theory]
    [InlineData("x => y", "'x => y' is not a Func<int, int>: The name 'y' does not exist in the current context")]
    [InlineData("\"text\"", "is not a Func<int, int>: ")]
    [InlineData("((Func<int, int>)null).Target is null ? null : null", "fails: ")]
    public void An_expression_that_is_none_of_the_type_is_explained(string expression, string expected) =>
        Assert.Contains(expected, Assert.Throws<ScriptException>(() => session.Evaluate(expression, typeof(Func<int, int>))).Message);

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;) { }")]
    [InlineData("do { } while (true);")]
    [InlineData("again: goto again;")]
    [InlineData("foreach (var x in Endless()) { }")]
    [InlineData("Deep(60)")]
    [InlineData("while (true) Enumerable.Range(0, 1000).OrderBy(x => -x).ToList();")]
    [InlineData("System.Threading.Tasks.Parallel.For(0, 4, i => { while (true) ; });")]
    [InlineData("while (true) await Task.Yield();")]
    [InlineData("while (true) { try { throw new FormatException(); } catch { } }")]
    public async Task A_stop_ends_code_wherever_it_is_and_what_was_declared_before_stays(string endless)
    {
        var stoppable = new ScriptSession(new() { CanStop = true });
        Assert.Null((await stoppable.RunAsync("""
            static long Deep(int n) => n < 2 ? n : Deep(n - 1) + Deep(n - 2);
            static IEnumerable<int> Endless() { while (true) yield return 1; }
            """, "In [1]")).Error);
        var begun = Guid.NewGuid().ToString();
        var code = $"var before = 7; int Twice(int x) => 2 * x;\nAppDomain.CurrentDomain.SetData(\"{begun}\", 1);\n{endless}";
        var cell = Task.Factory.StartNew(
            () => stoppable.RunAsync(code, "In [2]").GetAwaiter().GetResult(), TaskCreationOptions.LongRunning);
        while (AppDomain.CurrentDomain.GetData(begun) is null)
            await Task.Delay(5);
        stoppable.Stop();
        Assert.NotNull((await cell).Error);
        stoppable.Continue();
        Assert.Equal(14, (await stoppable.RunAsync("Twice(before)", "In [3]")).Value);
    }

    [Fact]
    public async Task Methods_are_checked_by_comparing_one_byte()
    {
        var stoppable = new ScriptSession(new() { CanStop = true });
        const string code = "/// <summary>A.</summary>\nclass A { int x; public int Next() => ++x; }\nint Twice(int x) => 2 * x;";
        await stoppable.RunAsync(code, "In [1]");
        var first = await stoppable.RunAsync("typeof(A).GetMethod(\"Next\").GetMethodBody().GetILAsByteArray()[0]", "In [2]");
        Assert.Equal(0x20, Convert.ToInt32(first.Value, CultureInfo.InvariantCulture));      // ldc.i4, the session; else 0x7F, the token
        Assert.Equal(4, (await stoppable.RunAsync("Twice(2)", "In [3]")).Value);
    }

    Task<ScriptResult> Run(string code) => session.RunAsync(code, "In [1]");
}
