using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Pathmind.Training;

namespace Pathmind.Clusters.Work;

/// <summary>A process that runs parts of rollouts: <see cref="RolloutServer"/> at the other end of its pipes. It ends
/// with this process: its input ends.</summary>
internal sealed class RolloutProcess : IWorker
{
    readonly Process process;
    readonly IWorkerEvents events;
    readonly LastWords lastWords;
    readonly Task said;
    readonly BlockingCollection<byte[]> toSend = [];

    /// <param name="name">What people call it.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="events">Is told what happens to it.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public RolloutProcess(string name, ProcessStartInfo start, IWorkerEvents events)
    {
        (Name, this.events) = (name, events);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new IOException($"'{start.FileName}' cannot be started: {exception.Message}", exception);
        }
        lastWords = new(process.StandardError);
        said = lastWords.ReadAsync();
    }

    public string Name { get; }

    /// <summary>As the system knows it.</summary>
    public Process Process => process;

    /// <summary>Begins to listen and to speak.</summary>
    public void Begin()
    {
        new Thread(Write) { IsBackground = true, Name = $"{Name} in" }.Start();
        new Thread(Read) { IsBackground = true, Name = $"{Name} out" }.Start();
    }

    public void Send(byte[] message)
    {
        try
        {
            toSend.Add(message);
        }
        catch (InvalidOperationException)
        {
            // It has ended: that is told.
        }
    }

    public void End()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended just now.
        }
    }

    /// <summary>On a thread of its own: a process that is stopped does not read.</summary>
    void Write()
    {
        MessageStream stream = new(process.StandardInput.BaseStream);
        try
        {
            foreach (var message in toSend.GetConsumingEnumerable())
                stream.Write(message);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has ended: the other thread sees it as well.
        }
    }

    void Read()
    {
        var why = "";
        try
        {
            MessageStream stream = new(process.StandardOutput.BaseStream);
            while (stream.Read() is { } message)
                events.Received(this, message);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            why = $" {exception.Message}";
        }
        End();
        process.WaitForExit();
        toSend.CompleteAdding();
        said.Wait(TimeSpan.FromSeconds(2));                              // a child of the process may hold the pipe
        events.Lost(this, $"The process of {Name} ended with exit code {process.ExitCode}: {lastWords}.{why}");
        process.Dispose();
    }
}
