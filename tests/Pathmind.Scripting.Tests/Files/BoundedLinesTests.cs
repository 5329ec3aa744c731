using Pathmind.Files;

namespace Pathmind.Tests;

/// <summary>Lines of a program that may print what it wants.</summary>
public sealed class BoundedLinesTests
{
    [Fact]
    public async Task Lines_are_those_of_the_text_and_what_is_beyond_the_longest_is_dropped()
    {
        BoundedLines lines = new(new StringReader("one\r\n\nfour and more\nfive\nlast"), longest: 4);
        List<string> read = [];
        while (await lines.ReadAsync() is { } line)
            read.Add(line);
        Assert.Equal(["one", "", "four", "five", "last"], read);
    }

    [Fact]
    public async Task A_line_of_a_gigabyte_costs_no_memory_and_the_next_one_is_read()
    {
        BoundedLines lines = new(new Gigabyte(), longest: 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (first, second) = (lines.ReadAsync(), lines.ReadAsync());
        Assert.True(first.IsCompleted && second.IsCompleted);            // all on this thread
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
        Assert.Equal((new string('x', 1_000), "the end"), (await first, await second));
    }

    /// <summary>A billion letters, then a line.</summary>
    sealed class Gigabyte : TextReader
    {
        long left = 1L << 30;
        bool isOver;

        public override Task<int> ReadAsync(char[] buffer, int index, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            if (left > 0)
            {
                var count = (int)Math.Min(left, buffer.Length);
                buffer.Span[..count].Fill('x');
                left -= count;
                return new(count);
            }
            if (isOver)
                return new(0);
            isOver = true;
            "\nthe end\n".AsSpan().CopyTo(buffer.Span);
            return new("\nthe end\n".Length);
        }
    }
}
