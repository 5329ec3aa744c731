using System.Text;

namespace Pathmind.Notebook.Jupyter;

/// <summary>What is written to the process's own standard output and error while a cell runs, by child processes and
/// native code: both descriptors lead into pipes then, which are read here. Between cells they lead where they led
/// before. On Linux only.</summary>
internal sealed class NativeOutput
{
    const int Count = 2;
    const int AtOnce = 1 << 16;                                      // bytes: a pipe holds no more

    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);   // after a look in vain: somebody else has read it

    static readonly string[] Names = ["stdout", "stderr"];           // descriptors 1 and 2

    readonly Action<string, ReadOnlySpan<char>> write;
    readonly Lock gate = new();
    readonly int[] before = new int[Count], into = new int[Count];
    readonly Libc.Waited[] ends = new Libc.Waited[Count];
    readonly Decoder[] decoders = [Encoding.UTF8.GetDecoder(), Encoding.UTF8.GetDecoder()];
    readonly byte[] bytes = new byte[AtOnce];
    readonly char[] characters = new char[AtOnce + 1];

    NativeOutput(Action<string, ReadOnlySpan<char>> write) => this.write = write;

    /// <summary>Prepares it; null where it is not available.</summary>
    /// <param name="write">Receives the name of a stream and what was written to it.</param>
    public static NativeOutput? TryCreate(Action<string, ReadOnlySpan<char>> write)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        NativeOutput output = new(write);
        for (var index = 0; index < Count; index++)
        {
            var pipe = new int[2];
            output.before[index] = Libc.Duplicate(index + 1);
            if (output.before[index] < 0 || Libc.Pipe(pipe, Libc.CloseOnExec) != 0)
                return null;                                         // a process without standard output, or out of descriptors
            output.ends[index] = new() { Descriptor = pipe[0], Events = Libc.Readable };
            output.into[index] = pipe[1];
        }
        new Thread(output.Follow) { IsBackground = true, Name = "native output" }.Start();
        return output;
    }

    /// <summary>A cell begins.</summary>
    public void Begin() => Lead(into);

    /// <summary>It has ended: all that was written before has been read when this returns.</summary>
    public void End()
    {
        Libc.FlushStandardOutput();
        Lead(before);
        Read();
    }

    /// <summary>Reads what is there, so that it comes before what a cell writes now: a call of the system, each time,
    /// since a child process can be shorter than a tick of the clock.</summary>
    public void CatchUp() => Read();

    static void Lead(int[] targets)
    {
        for (var index = 0; index < Count; index++)
            _ = Libc.Replace(targets[index], index + 1);
    }

    void Follow()
    {
        var waited = ends.ToArray();
        while (true)
        {
            if (Libc.Poll(waited, Count, -1) <= 0 || !Read())
                Thread.Sleep(Rest);
        }
    }

    /// <summary>Reads until nothing is there, a few full pipes at most: a child process may go on writing.</summary>
    /// <returns>Whether there was anything.</returns>
    bool Read()
    {
        lock (gate)
        {
            var found = false;
            for (var most = 2 * Count; most > 0 && Libc.Poll(ends, Count, 0) > 0; most--)
            {
                for (var index = 0; index < Count; index++)
                {
                    if ((ends[index].Found & Libc.Readable) != 0)
                        found |= Take(index);
                }
            }
            return found;
        }
    }

    bool Take(int index)
    {
        var length = (int)Libc.Read(ends[index].Descriptor, bytes, AtOnce);
        if (length > 0)
            write(Names[index], characters.AsSpan(0, decoders[index].GetChars(bytes, 0, length, characters, 0)));
        return length > 0;
    }
}
