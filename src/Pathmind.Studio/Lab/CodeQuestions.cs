using System.Collections.Concurrent;

namespace Pathmind.Studios.Lab;

/// <summary>Questions about code that a process has not answered yet.</summary>
internal sealed class CodeQuestions
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    readonly ConcurrentDictionary<int, TaskCompletionSource<LabAnswer>> open = new();

    /// <summary>Whether nothing is asked.</summary>
    public bool AreAnswered => open.IsEmpty;

    /// <summary>Asks; null if there is no answer in time.</summary>
    public async Task<LabAnswer?> AskAsync(LabProcess process, LabOrder order)
    {
        TaskCompletionSource<LabAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        open[order.Id] = answer;
        try
        {
            await process.SendAsync(order);
            return await answer.Task.WaitAsync(Longest);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            open.TryRemove(order.Id, out _);
        }
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>Whether it is one to a question.</returns>
    public bool Take(LabAnswer answer) => open.TryGetValue(answer.Id, out var question) && question.TrySetResult(answer);
}
