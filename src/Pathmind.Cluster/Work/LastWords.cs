using System.Collections.Concurrent;
using Pathmind.Files;

namespace Pathmind.Clusters.Work;

/// <summary>What a process says on its error output, so that its end can be explained.</summary>
/// <param name="output">Its error output. The code is a user's: it may print what it wants.</param>
internal sealed class LastWords(TextReader output)
{
    const int KeptLines = 100, LongestLine = 4_096;

    /// <summary>Words with which .NET begins to say why it ends a process.</summary>
    static readonly string[] beginnings = ["exception", "terminated"];

    readonly ConcurrentQueue<string> lines = [];

    /// <summary>Reads until the output ends.</summary>
    public async Task ReadAsync()
    {
        BoundedLines said = new(output, LongestLine);
        try
        {
            while (await said.ReadAsync() is { } line)
                if (line.Trim() is { Length: > 0 } words)
                {
                    lines.Enqueue(words);
                    while (lines.Count > KeptLines)
                        lines.TryDequeue(out _);
                }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return;                                                      // the process was ended
        }
    }

    /// <summary>The lines that say why it ended, as one.</summary>
    public override string ToString()
    {
        var all = lines.ToArray();
        var first = Array.FindIndex(all, line => beginnings.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return (first >= 0
            ? string.Join(' ', all.Skip(first).TakeWhile((line, i) => i < 3 && !line.StartsWith("at ", StringComparison.Ordinal)))
            : all.LastOrDefault() ?? "it said nothing").TrimEnd('.');
    }
}
