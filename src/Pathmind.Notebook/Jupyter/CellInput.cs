using System.Collections.Concurrent;

namespace Pathmind.Notebook.Jupyter;

/// <summary>Lines that a person types for a cell: Console.ReadLine.</summary>
internal sealed class CellInput(KernelChannels channels, JupyterMessage request, CancellationToken stop)
{
    readonly BlockingCollection<string> answers = [];

    /// <summary>What is left of a line of which Console.Read took a part; the next cell begins without it.</summary>
    public string Rest { get; set; } = "";

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The front end does not support input.</exception>
    /// <exception cref="OperationCanceledException">The cell is stopped.</exception>
    public string Ask(string prompt)
    {
        if (!request.Is("allow_stdin"))
            throw new InvalidOperationException("This front end does not support input: Console.ReadLine cannot be answered.");
        while (answers.TryTake(out _))
        {
        }
        channels.Ask(request, prompt, password: false);
        return answers.Take(stop);
    }

    /// <summary>The line that was typed.</summary>
    public void Answer(string text) => answers.Add(text);
}
