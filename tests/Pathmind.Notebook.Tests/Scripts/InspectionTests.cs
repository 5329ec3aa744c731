using Pathmind.Scripts;

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
    [InlineData("new Discrete(|4)", "Discrete.Discrete(int choices, int size = 1)")]
    [InlineData("Simulation| s;", "class Simulation")]
    public void The_signature_of_what_the_name_means(string marked, string expected) => Assert.Contains(expected, Inspect(marked)!.Signature);

    [Fact]
    public void A_method_that_is_not_called_yet_shows_ten_of_its_overloads_and_counts_the_others()
    {
        var lines = Inspect("Math.Max|")!.Signature.Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Equal($"… and {typeof(Math).GetMethods().Count(method => method.Name == "Max") - 10} more", lines[^1]);
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
        var packs = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        Assert.SkipUnless(Directory.Exists(packs), "The SDK's reference pack is not installed.");
        Assert.Contains("val1: The first of two 32-bit signed integers to compare.", Inspect("Math.Max|(1, 2)")!.Documentation);
    }

    [Fact]
    public async Task The_documentation_of_a_cell_is_known_to_later_cells()
    {
        await session.RunAsync("""
            /// <summary>Stock of <see cref="Twice(int)"/>
            /// things.</summary>
            class Warehouse { }
            /// <summary>Doubles.</summary><param name="x">Any <paramref name="x"/>.</param><returns>2x</returns>
            int Twice(int x) => 2 * x;
            var warehouse = new Warehouse();
            """, "In [1]");
        Assert.Equal("Doubles.\nx: Any x.\nReturns: 2x", Inspect("Twice|(3)")!.Documentation!.ReplaceLineEndings("\n"));
        Assert.StartsWith("Stock of", Inspect("warehouse|")!.Documentation);     // a variable shows its type's
    }

    ScriptInspection? Inspect(string marked)
    {
        var position = marked.IndexOf('|', StringComparison.Ordinal);
        return session.Inspect(marked.Remove(position, 1), position);
    }
}
