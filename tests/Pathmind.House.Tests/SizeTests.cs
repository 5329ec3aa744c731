namespace Pathmind.Tests;

/// <summary>Lines fit a screen, files are one thought.</summary>
public sealed class SizeTests
{
    const int CodeWidth = 140, CommentWidth = 120, FileLines = 300;

    [Fact]
    public void No_line_of_code_is_wider_than_140_and_no_comment_wider_than_120() => Assert.Empty(
        from file in House.AllFiles()
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Select((text, i) => (Text: text, Number: i + 1))
        where line.Text.Length > (line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) ? CommentWidth : CodeWidth)
        select $"{file}:{line.Number} has {line.Text.Length} characters");

    [Fact]
    public void No_file_is_longer_than_300_lines() => Assert.Empty(
        from file in House.AllFiles()
        let lines = File.ReadLines(Path.Combine(Repository.Root, file)).Count()
        where lines > FileLines
        select $"{file} has {lines} lines");
}
