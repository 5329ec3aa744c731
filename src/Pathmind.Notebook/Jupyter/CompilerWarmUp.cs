using Pathmind.Notebook.Scripts;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Warms up the compiler while the kernel opens its sockets. Works in a separate session, so it changes
/// nothing.</summary>
/// <remarks>A cell that comes meanwhile waits for the first part: it would do the same work, and two threads that load
/// the same code at the same time take longer than one. What only some cells need follows when the kernel has nothing
/// else to do.</remarks>
internal sealed class CompilerWarmUp
{
    static readonly TimeSpan RestBeforeMore = TimeSpan.FromSeconds(0.5);     // the first cell comes first
    static readonly TimeSpan RestBeforeCompletion = TimeSpan.FromSeconds(2);

    /// <summary>What every cell needs.</summary>
    public const string Simplest = "0";

    /// <summary>What many cells need.</summary>
    public const string Typical = """
        class Warm
        {
            int[] numbers = [1, 2];
            public int Sum { get; set; }
            public override string ToString() => $"{numbers.Where(number => number > 1).Select(number => number / 2f).ToList().Count}";
            public void Add() { foreach (var number in numbers) Sum += number; }
        }
        var warm = new Warm();
        warm.Add();
        warm.ToString()
        """;

    const string Pending = "class Warm\n{\n    override ToS\n}";

    readonly TaskCompletionSource isAwake = new();

    CompilerWarmUp()
    {
    }

    /// <summary>Starts on a separate thread.</summary>
    public static CompilerWarmUp Start()
    {
        CompilerWarmUp warmUp = new();
        new Thread(warmUp.Run) { IsBackground = true, Name = "compiler warm-up" }.Start();
        return warmUp;
    }

    /// <summary>Waits until the compiler can compile the simplest cell.</summary>
    public void Wait() => isAwake.Task.Wait();

    void Run()
    {
        try
        {
            ScriptSession scratch = new(new() { CanStop = true });
            Compile(scratch, Simplest);
            isAwake.TrySetResult();
            Thread.Sleep(RestBeforeMore);
            Compile(scratch, Typical);
            Thread.Sleep(RestBeforeCompletion);
            scratch.Complete(Pending, Pending.Length - 2);
            scratch.Inspect("Console", 1);
        }
        finally
        {
            isAwake.TrySetResult();
        }
    }

    static void Compile(ScriptSession session, string code) => session.RunAsync(code, "warm-up").GetAwaiter().GetResult();
}
