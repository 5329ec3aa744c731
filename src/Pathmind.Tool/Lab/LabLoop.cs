using System.Text.Json;
using Pathmind.Commands;
using Pathmind.Studios.Lab;

namespace Pathmind.Tool.Lab;

/// <summary>Reads orders until there are no more. Tries run on a thread of their own, one at a time: a new one ends the
/// one before; questions about code are answered meanwhile.</summary>
internal sealed class LabLoop(LabBench bench, LabAnswers answers) : IDisposable
{
    readonly object gate = new();
    LabOrder? next;
    CancellationTokenSource current = new();
    Task questions = Task.CompletedTask;
    bool isWarm;

    public void Run(TextReader input)
    {
        new Thread(Work) { IsBackground = true, Name = "tries" }.Start();    // the end of the input ends the process, whatever it does
        while (input.ReadLine() is { } line)
            if (Read(line) is { } order)
                Take(order);
    }

    /// <summary>Ends what trains.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            current.Cancel();
            current.Dispose();
        }
    }

    LabOrder? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LabJson.Default.LabOrder);
        }
        catch (JsonException exception)
        {
            answers.Write(new() { Event = LabAnswer.Failed, Message = $"The line is not an order: {exception.Message}" });
            return null;
        }
    }

    void Take(LabOrder order)
    {
        switch (order.Do)
        {
            case LabOrder.Try:
                Replace(order);
                break;
            case LabOrder.Cancel:
                Replace(null);
                break;
            case LabOrder.Check:
                Ask(order, bench.Check);
                break;
            case LabOrder.Complete:
                Ask(order, bench.Complete);
                break;
            default:
                answers.Write(new()
                {
                    Event = LabAnswer.Failed, Id = order.Id,
                    Message = $"'{order.Do}' is not known: {LabOrder.Try}, {LabOrder.Cancel}, {LabOrder.Check} or {LabOrder.Complete}.",
                });
                break;
        }
    }

    /// <summary>One question after the other, beside the tries.</summary>
    void Ask(LabOrder order, Func<LabOrder, LabAnswer> ask) => questions = questions.ContinueWith(
        _ => Answer(order, ask), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    void Answer(LabOrder order, Func<LabOrder, LabAnswer> ask)
    {
        try
        {
            answers.Write(ask(order) with { Id = order.Id });
        }
        catch (Exception exception)
        {
            answers.Write(new() { Event = LabAnswer.Failed, Id = order.Id, Message = exception.Message });
        }
    }

    void Replace(LabOrder? order)
    {
        lock (gate)
        {
            if (next is { } never)
                answers.Write(new() { Event = LabAnswer.Cancelled, Id = never.Id });
            next = order;
            current.Cancel();
            Monitor.Pulse(gate);
        }
    }

    void Work()
    {
        while (true)
        {
            LabOrder order;
            CancellationToken token;
            lock (gate)
            {
                while (next is null)
                    Monitor.Wait(gate);
                (order, next) = (next, null);
                current = new();
                token = current.Token;
            }
            answers.Write(Try(order, token) with { Id = order.Id });
        }
    }

    /// <summary>Before the first try: one that only answers questions about code trains nothing.</summary>
    void WarmUp()
    {
        if (isWarm)
            return;
        bench.WarmUp();
        isWarm = true;
        answers.Write(new() { Event = LabAnswer.Warm, Steps = bench.Steps });
    }

    LabAnswer Try(LabOrder order, CancellationToken cancellation)
    {
        try
        {
            WarmUp();
            return bench.Try(order, rows => answers.Write(new() { Event = LabAnswer.Progress, Id = order.Id, Rows = rows }), cancellation);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return new() { Event = LabAnswer.Cancelled };
        }
        catch (Exception exception)
        {
            return new() { Event = LabAnswer.Failed, Message = bench.Explain(exception) };
        }
    }
}
