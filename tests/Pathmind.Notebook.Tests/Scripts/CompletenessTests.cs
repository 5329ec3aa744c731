using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

public sealed class CompletenessTests
{
    [Theory]
    [InlineData("1 + 1", "Complete")]
    [InlineData("var x = 1;", "Complete")]
    [InlineData("", "Complete")]
    [InlineData("#r \"nuget: Some.Package\"", "Complete")]
    [InlineData("class C {", "Incomplete")]
    [InlineData("if (true)", "Incomplete")]
    [InlineData("Console.WriteLine(", "Incomplete")]
    [InlineData("var x =", "Incomplete")]
    [InlineData("/* a comment", "Incomplete")]
    [InlineData("var s = @\"first", "Incomplete")]
    [InlineData("var s = \"\"\"\nfirst", "Incomplete")]              // a raw string
    [InlineData("\"\"\"\nfirst", "Incomplete")]
    [InlineData("var s = $\"\"\"\nfirst {1}", "Incomplete")]
    [InlineData("x x x", "Invalid")]
    [InlineData("}", "Invalid")]
    [InlineData("var s = \"first", "Invalid")]                       // no line can end it
    public void Code_is_complete_goes_on_or_is_wrong(string code, string expected) =>
        Assert.Equal(expected, ScriptParsing.Completeness(code).ToString());
}
