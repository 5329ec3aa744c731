using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Pathmind.Pythons;

/// <summary>Kinds of requests to a Python process.</summary>
internal enum PythonRequest
{
    Open = 1,
    Close,
    Reset,
    Step,

    /// <summary>A step, and the reset after it where it ends the episode.</summary>
    StepOn,
}

/// <summary>Kinds of its replies.</summary>
internal enum PythonReply
{
    Failed,
    Spec,
    Opened,
    Records,
}

/// <summary>A Python process and the two pipes to it: frames of a length, a kind and a count, all little-endian int32,
/// and a body. What it prints comes by standard error, and its last lines are kept for messages.</summary>
internal sealed class PythonPipe : IDisposable
{
    /// <summary>Bytes of length, kind and count.</summary>
    public const int HeaderLength = 12;

    const int KeptLines = 12, LongestReply = 1 << 30;

    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    readonly string name;
    readonly Process process;
    readonly Stream input, output;
    readonly Timer watch;
    readonly Task printed;
    readonly Queue<string> lastLines = new();
    byte[] received = new byte[1024];
    long deadline = long.MaxValue;                                       // on the clock of Environment.TickCount64
    volatile bool wasHanging;

    /// <summary>Starts the process.</summary>
    /// <exception cref="ArgumentException">There is no such Python.</exception>
    public PythonPipe(PythonTarget target, PythonOptions options)
    {
        name = target.Name;
        ProcessStartInfo start = new(options.Python, ["-u", "-c", Host(), target.ToJson(options.Arguments)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var threads in new[] { "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment.TryAdd(threads, "1");                      // several processes share the cores
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
        {
            throw new ArgumentException($"{name} needs Python, but '{options.Python}' cannot be started ({exception.Message}): install "
                + "Python 3 with numpy, or name another one in PythonOptions.Python or the environment variable PATHMIND_PYTHON.");
        }
        (input, output) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        printed = KeepAsync(process.StandardError);
        var period = TimeSpan.FromMilliseconds(Math.Clamp(options.StepTimeLimit.TotalMilliseconds / 8, 10, 500));
        watch = new(_ => EndIfHanging(), null, period, period);
    }

    /// <summary>Whether requests can still be sent.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Sends a whole frame.</summary>
    /// <exception cref="PythonGoneException">The process is gone.</exception>
    public void Write(ReadOnlySpan<byte> frame)
    {
        try
        {
            input.Write(frame);
            input.Flush();
        }
        catch (IOException)
        {
            throw Gone("before a request");
        }
    }

    /// <summary>Waits for a reply.</summary>
    /// <param name="what">It is the answer to, for messages: "step 17".</param>
    /// <param name="limit">Longest time to wait.</param>
    /// <returns>Its body is valid until the next read.</returns>
    /// <exception cref="PythonGoneException">The process crashed, or took longer and was ended.</exception>
    public Reply Read(string what, TimeSpan limit)
    {
        Volatile.Write(ref deadline, limit.TotalMilliseconds > int.MaxValue ? long.MaxValue
            : Environment.TickCount64 + (long)limit.TotalMilliseconds);
        try
        {
            var count = output.ReadAtLeast(received, HeaderLength);     // nearly always all of it
            var length = 4L + BinaryPrimitives.ReadUInt32LittleEndian(received);
            if (length is < HeaderLength or > LongestReply)
                throw Broken(what);
            if (received.Length < length)
                Array.Resize(ref received, 2 * (int)length);
            if (count < length)
                output.ReadExactly(received.AsSpan(count..(int)length));
            return new(
                (PythonReply)BinaryPrimitives.ReadInt32LittleEndian(received.AsSpan(4)), received.AsSpan(HeaderLength..(int)length));
        }
        catch (Exception exception) when (exception is EndOfStreamException or IOException)
        {
            throw wasHanging ? End($"gave no answer in {what} within {limit.TotalSeconds:0.###} s and was ended") : Gone($"in {what}");
        }
        finally
        {
            Volatile.Write(ref deadline, long.MaxValue);
        }
    }

    /// <summary>The process said what it should not: it is ended.</summary>
    public PythonGoneException Broken(string what) => End($"gave an answer in {what} that cannot be read, and was ended");

    public void Dispose()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        watch.Dispose();
        try
        {
            process.StandardInput.Close();                               // it ends when there is no more to read
        }
        catch (IOException)                                              // it has ended already
        {
        }
        if (!process.WaitForExit(Farewell))
            Kill();
        process.Dispose();
    }

    static string Host()
    {
        using StreamReader text = new(typeof(PythonPipe).Assembly.GetManifestResourceStream("PythonHost.py")!);
        return text.ReadToEnd();
    }

    PythonGoneException Gone(string where)
    {
        if (!process.WaitForExit(Farewell))
            Kill();
        process.WaitForExit(Farewell);
        return End(process.HasExited ? $"ended with exit code {process.ExitCode} {where}" : $"closed its output {where}");
    }

    PythonGoneException End(string how)
    {
        Kill();
        printed.Wait(Farewell);                                          // unless a child of it holds the pipe
        Dispose();
        string[] lines;
        lock (lastLines)
            lines = [.. lastLines];
        return new($"the Python process of {name} {how}{(lines.Length == 0 ? "" : $"; it last wrote:\n{string.Join('\n', lines)}")}");
    }

    void EndIfHanging()
    {
        if (Environment.TickCount64 <= Volatile.Read(ref deadline))
            return;
        wasHanging = true;
        Kill();
    }

    void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended already
        }
    }

    async Task KeepAsync(StreamReader lines)
    {
        try
        {
            while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
                lock (lastLines)
                {
                    lastLines.Enqueue(line);
                    if (lastLines.Count > KeptLines)
                        lastLines.Dequeue();
                }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // the process was given up
        }
    }

    /// <summary>A frame that came.</summary>
    public readonly ref struct Reply(PythonReply kind, ReadOnlySpan<byte> body)
    {
        public PythonReply Kind { get; } = kind;

        public ReadOnlySpan<byte> Body { get; } = body;
    }
}

/// <summary>A Python process crashed, hung and was ended, or broke the protocol: the message, a broken rule, says
/// which.</summary>
internal sealed class PythonGoneException(string message) : Exception(message);
