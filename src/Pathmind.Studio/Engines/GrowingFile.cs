using System.Runtime.InteropServices;
using System.Text;

namespace Pathmind.Studios.Engines;

/// <summary>Reads a file to which another process appends, line by line as they become complete.</summary>
internal sealed class GrowingFile(string path)
{
    const int LongestLine = 1 << 20;

    readonly List<byte> incomplete = [];
    long position;

    /// <summary>The lines that became complete since the last call.</summary>
    public IReadOnlyList<string> ReadLines()
    {
        if (!File.Exists(path))
            return [];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = Math.Min(position, stream.Length);
        List<string> lines = [];
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0; position += count)
            foreach (var next in buffer.AsSpan(0, count))
                if (next == '\n')
                {
                    lines.Add(Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(incomplete)).TrimEnd('\r'));
                    incomplete.Clear();
                }
                else if (incomplete.Count < LongestLine)
                    incomplete.Add(next);
        return lines;
    }
}
