using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Notebook.Jupyter;

/// <summary>What one request shows: text of Console.Out and Console.Error, rich outputs, errors. All of it carries the
/// request's header, also when a thread that the cell started writes after the cell has ended.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Threads may write after their cell has ended: the timer lives as long as they do.")]
internal sealed class CellOutput
{
    const int Enough = 1 << 16;                                          // characters that are sent at once
    static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(25);      // after which text is sent at the latest

    readonly KernelChannels channels;
    readonly JsonElement parent;
    readonly Lock gate = new();
    readonly StringBuilder text = new();
    readonly Timer timer;
    string stream = "stdout";

    public CellOutput(KernelChannels channels, JsonElement parent, bool silent)
    {
        (this.channels, this.parent, Silent) = (channels, parent, silent);
        timer = new(_ => Flush());
    }

    /// <summary>Asked before text is taken: whether the cell that writes must end.</summary>
    public Func<bool>? MustEnd { get; set; }

    /// <summary>Called before something is shown: takes what other programs wrote until now.</summary>
    public Action? CatchUp { get; set; }

    /// <summary>Whether nothing is shown.</summary>
    public bool Silent { get; }

    /// <summary>Adds text to a stream; it is sent soon, in the order of all that the cell shows.</summary>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="characters">What was written.</param>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public void Write(string name, ReadOnlySpan<char> characters)
    {
        if (MustEnd?.Invoke() == true)
            throw new OperationCanceledException("The cell was stopped.");
        CatchUp?.Invoke();
        Append(name, characters);
    }

    /// <summary>The same on behalf of another program, which no stop of the cell ends.</summary>
    public void Append(string name, ReadOnlySpan<char> characters)
    {
        if (Silent || characters.IsEmpty)
            return;
        lock (gate)
        {
            if (name != stream)
                SendText();
            stream = name;
            if (text.Length == 0)
                timer.Change(Delay, Timeout.InfiniteTimeSpan);
            text.Append(characters);
            if (text.Length >= Enough)
                SendText();
        }
    }

    /// <summary>Publishes a message behind all text that was written before.</summary>
    public void Publish(string type, JsonObject content)
    {
        if (Silent)
            return;
        CatchUp?.Invoke();
        lock (gate)
        {
            SendText();
            channels.Publish(parent, type, content);
        }
    }

    /// <summary>Shows an output that can be replaced.</summary>
    /// <returns>What replaces it.</returns>
    public Action<IReadOnlyDictionary<string, string>> Show(IReadOnlyDictionary<string, string> bundle)
    {
        var id = Guid.NewGuid().ToString("N");
        Send("display_data", bundle);
        return next => Send("update_display_data", next);

        void Send(string type, IReadOnlyDictionary<string, string> shown) => Publish(type, new()
        {
            ["data"] = Bundles.ToJson(shown), ["metadata"] = JupyterMessage.Empty, ["transient"] = new JsonObject { ["display_id"] = id },
        });
    }

    /// <summary>Sends what was written so far.</summary>
    public void Flush()
    {
        lock (gate)
            SendText();
    }

    void SendText()
    {
        if (text.Length == 0)
            return;
        channels.Publish(parent, "stream", new() { ["name"] = stream, ["text"] = text.ToString() });
        text.Clear();
    }
}
