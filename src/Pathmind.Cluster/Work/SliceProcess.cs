using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using Pathmind.Clusters.Grains;
using Pathmind.Files;

namespace Pathmind.Clusters.Work;

/// <summary>A process that runs slices of one experiment, one after the other. It ends with this process: its input
/// ends.</summary>
internal sealed class SliceProcess : IDisposable
{
    /// <summary>Characters of a line of news, and lines that wait to be read: a process that says more has to
    /// wait.</summary>
    const int LongestNews = 16 << 20, MostNews = 100;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), ToEnd = TimeSpan.FromSeconds(5);

    readonly Process process;
    readonly SliceProgram program;
    readonly CodeFolder folder;
    readonly Channel<SliceNews> news = Channel.CreateBounded<SliceNews>(MostNews);
    readonly LastWords lastWords;
    readonly Task readingWords;
    Stopwatch watch = new();
    TimeSpan looked;

    /// <param name="folder">Removed with it.</param>
    /// <param name="program">Starts it.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public SliceProcess(CodeFolder folder, SliceProgram program)
    {
        (this.folder, this.program) = (folder, program);
        var start = folder.StartOf(program, SliceProgram.Slices);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"'{start.FileName}' cannot be started: {exception.Message}", exception);
        }
        CodeFolder.Yield(process);
        _ = ReadNewsAsync(process.StandardOutput);
        lastWords = new(process.StandardError);
        readingWords = lastWords.ReadAsync();
    }

    /// <summary>When it ended its last slice.</summary>
    public DateTime Idle { get; private set; } = DateTime.UtcNow;

    /// <summary>Runs a slice.</summary>
    /// <param name="data">What it begins with.</param>
    /// <param name="from">Its checkpoint; null for the beginning.</param>
    /// <param name="threads">To be used.</param>
    /// <param name="onSteps">Gets steps made so far.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <returns>The checkpoint at its end with how it ended; a failure of the simulation.</returns>
    /// <exception cref="SliceCrashException">The process ended by itself, or used too much.</exception>
    public async Task<(byte[]? Checkpoint, string? End, string? Failure)> RunAsync(
        SliceData data, byte[]? from, int threads, Action<long> onSteps, CancellationToken cancellation)
    {
        var (begin, end) = (Path.Combine(folder.Path, "from.json"), Path.Combine(folder.Path, "to.json"));
        if (from is not null)
            await HandedFile.WriteAsync(begin, from, cancellation);
        SliceJob job = new(data.Options, from is null ? null : begin, data.Until, data.EvaluationSeed, threads, end);
        try
        {
            await process.StandardInput.WriteLineAsync(SliceFiles.Write(job).AsMemory(), cancellation);
            await process.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            throw await CrashAsync();
        }
        (watch, looked) = (Stopwatch.StartNew(), default);
        while (true)
        {
            var line = await NextAsync(cancellation);
            if (line.Steps is { } steps)
                onSteps(steps);
            if (line.Failure is { } failure)
                return (null, null, failure);
            if (line.End is not { } how)
                continue;
            Idle = DateTime.UtcNow;
            return (await HandedFile.ReadAsync(end, cancellation), how, null);
        }
    }

    public void Dispose()
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended just now.
        }
        news.Writer.TryComplete();                                       // ends the reading of one that had to wait
        process.Dispose();
        folder.Dispose();
    }

    /// <summary>The next line; looks four times a second at what the process uses, however much it says.</summary>
    async Task<SliceNews> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (watch.Elapsed - looked >= Pause)
                Look();
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            pause.CancelAfter(Pause);
            try
            {
                return await news.Reader.ReadAsync(pause.Token);
            }
            catch (ChannelClosedException)
            {
                throw await CrashAsync();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                continue;
            }
        }
    }

    void Look()
    {
        looked = watch.Elapsed;
        if (program.Violation(process) is { } violation)
            throw new SliceCrashException(violation);
        if (looked > program.Longest)
            throw new SliceCrashException($"The slice ran longer than {program.Longest} and was ended.");
    }

    async Task<SliceCrashException> CrashAsync()
    {
        using CancellationTokenSource limit = new(ToEnd);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            await readingWords.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!process.HasExited)
        {
            return new("The process of the slice has closed its output, but did not end.");
        }
        catch (OperationCanceledException)
        {
            // What it started holds its error output open: what was said so far is enough.
        }
        return new($"The process of the slice ended with exit code {process.ExitCode}: {lastWords}.");
    }

    async Task ReadNewsAsync(TextReader output)
    {
        BoundedLines lines = new(output, LongestNews);
        try
        {
            while (await lines.ReadAsync() is { } line)
                if (SliceFiles.TryReadNews(line) is { } one)
                    await news.Writer.WriteAsync(one);
        }
        catch (Exception exception) when (exception is ChannelClosedException or IOException or ObjectDisposedException)
        {
            return;                                                      // it was ended
        }
        finally
        {
            news.Writer.TryComplete();
        }
    }
}

/// <summary>The process of a slice ended by itself, or had to be ended: it may be run again.</summary>
internal sealed class SliceCrashException(string message) : Exception(message);
