namespace Pathmind.Tests;

public sealed class MarkdownBlockTests
{
    const string Page = """
        # A page

        ```bash
        echo one
        ```
        <!-- with scripts/mouse.cs -->
        ```csharp
        using System.Text;
        new MouseAndCheese().Reset();
        ```
        ```text
        not code
        ```
        <!-- file scripts/mine.cs -->
        ```csharp
        #:project ../src/Pathmind.Scripting
        ```
        <!-- not run: needs the network -->
        ```bash
        exit 1
        ```

        """;

    [Fact]
    public void Bash_and_csharp_blocks_are_read_with_the_comment_above_them() => Assert.Equal(
        [new(3, "bash", "echo one\n"), new(7, "csharp", "using System.Text;\nnew MouseAndCheese().Reset();\n", "scripts/mouse.cs"),
         new(15, "csharp", "#:project ../src/Pathmind.Scripting\n", File: "scripts/mine.cs")],
        MarkdownBlock.Of(Page));

    [Fact]
    public void A_csharp_block_becomes_an_app_with_the_types_of_its_script() => Assert.Equal(
        "#:project ../src/Pathmind.Scripting\nusing Pathmind;\nusing System.Text;\n{ }\nnew MouseAndCheese().Reset();\n\n/// "
        + "<summary>It.</summary>\nclass MouseAndCheese;\n",
        MarkdownBlock.Of(Page)[1].AsApp("#:x\n\n/// <summary>It.</summary>\nclass MouseAndCheese;\n"));

    [Fact]
    public void A_block_that_uses_the_testing_package_is_given_it() => Assert.Equal(
        "#:project ../src/Pathmind.Testing\nusing Pathmind;\nusing Pathmind.Testing;\n{ }\nSimulationRules.Hold(() => new It());\n\n",
        new MarkdownBlock(1, "csharp", "using Pathmind.Testing;\nSimulationRules.Hold(() => new It());\n").AsApp(null));
}
