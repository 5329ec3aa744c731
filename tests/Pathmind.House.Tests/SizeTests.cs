namespace Pathmind.Tests;

/// <summary>Lines fit a screen, files are one thought.</summary>
public sealed class SizeTests
{
    const int CodeWidth = 140, CommentWidth = 120, FileLines = 300;

    /// <summary>The content of a raw string is data, whose lines end where they end.</summary>
    [Fact]
    public void No_line_of_code_is_wider_than_140_and_no_comment_wider_than_120()
    {
        List<string> wide = [];
        foreach (var file in House.AllFiles())
        {
            var inRawString = false;
            foreach (var (i, line) in File.ReadLines(Path.Combine(Repository.Root, file)).Index())
            {
                var quotes = line.Split("\"\"\"").Length - 1;
                var isData = inRawString || quotes > 0;
                inRawString ^= quotes % 2 == 1;
                var most = line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? CommentWidth : CodeWidth;
                if (!isData && line.Length > most)
                    wide.Add($"{file}:{i + 1} has {line.Length} characters");
            }
        }
        Assert.Empty(wide);
    }

    [Fact]
    public void No_file_is_longer_than_300_lines() => Assert.Empty(
        from file in House.AllFiles()
        let lines = File.ReadLines(Path.Combine(Repository.Root, file)).Count()
        where lines > FileLines
        select $"{file} has {lines} lines");
}
