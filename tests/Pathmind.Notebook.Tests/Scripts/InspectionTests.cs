using Pathmind.Notebook.Scripts;

namespace Pathmind.Tests;

/// <summary>Signatures and documentation; the bar | marks the position.</summary>
public sealed class InspectionTests
{
    readonly ScriptSession session = new();

    [Theory]
    [InlineData("Math.Ma|x(1, 2)", "int Math.Max(int val1, int val2)")]
    [InlineData("Math.Max(1, 2|)", "int Math.Max(int val1, int val2)")]
    [InlineData("Math.Max|(1, 2)", "int Math.Max(int val1, int val2)")]
    [InlineData("var x = 5; x|", "int x")]
    [InlineData("new Discrete(|4)", "Discrete.Discrete(int choices, [int size = 1])")]
    [InlineData("Simulation| s;", "class Pathmind.Simulation")]
    public void The_signature_of_what_the_name_means(string marked, string expected) =>
        Assert.Contains(expected, Inspect(marked)!.Signature);

    [Fact]
    public void A_method_says_how_many_other_forms_it_has()
    {
        var others = typeof(Math).GetMethods().Count(method => method.Name == "Max") - 1;
        Assert.Contains($"(+ {others} overloads)", Inspect("Math.Max|(1, 2)")!.Signature);
    }

    [Theory]
    [InlineData("1 +| 2")]
    [InlineData("|")]
    [InlineData("unknown|")]
    public void What_means_nothing_is_not_explained(string marked) => Assert.Null(Inspect(marked));

    [Fact]
    public void The_documentation_of_the_kit_comes_from_the_file_beside_it()
    {
        var documentation = Inspect("new TrainingOptions().Steps|")!.Documentation;
        Assert.False(string.IsNullOrWhiteSpace(documentation));
        Assert.DoesNotContain("<", documentation);
    }

    [Fact]
    public void The_documentation_of_the_framework_comes_from_its_reference_pack()
    {
        var packs = Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        Assert.SkipUnless(Directory.Exists(packs), "The SDK's reference pack is not installed.");
        Assert.Contains("Returns the larger of two 32-bit signed integers.", Inspect("Math.Max|(1, 2)")!.Documentation);
    }

    [Fact]
    public async Task The_documentation_of_a_cell_is_known_to_later_cells()
    {
        await session.RunAsync("""
            /// <summary>Stock of <see cref="Twice(int)"/> things.</summary>
            class Warehouse { }
            /// <summary>Doubles.</summary><param name="x">Any <paramref name="x"/>.</param><returns>2x</returns>
            int Twice(int x) => 2 * x;
            var warehouse = new Warehouse();
            """, "In [1]");
        var twice = Inspect("Twice|(3)")!.Documentation!;
        Assert.StartsWith("Doubles.", twice);
        Assert.Contains("2x", twice);
        Assert.Equal("Stock of Twice(System.Int32) things.", Inspect("Warehouse| other;")!.Documentation);
    }

    ScriptInspection? Inspect(string marked)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        return session.Inspect(marked.Remove(position, 1), position);
    }
}
