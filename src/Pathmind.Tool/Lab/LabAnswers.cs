using System.Text.Json;
using Pathmind.Studios.Lab;

namespace Pathmind.Tool.Lab;

/// <summary>Writes the answers of a lab, one in a line, from any thread.</summary>
/// <param name="writeLine">Takes each line.</param>
internal sealed class LabAnswers(Action<string> writeLine)
{
    readonly Lock gate = new();

    public void Write(LabAnswer answer)
    {
        lock (gate)
            writeLine(JsonSerializer.Serialize(answer, LabJson.Default.LabAnswer));
    }

    /// <summary>Says why there is nothing to try.</summary>
    /// <returns>The exit code.</returns>
    public int Refuse(string message)
    {
        Write(new() { Event = LabAnswer.Fault, Message = message });
        return ExitCode.Failed;
    }
}
