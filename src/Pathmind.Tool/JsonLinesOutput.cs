namespace Pathmind.Tool;

/// <summary>Keeps standard output for lines that another program reads: as long as it lives, all else that is printed
/// goes to standard error.</summary>
internal sealed class JsonLinesOutput : IDisposable
{
    readonly TextWriter output = Console.Out;

    public JsonLinesOutput() => Console.SetOut(Console.Error);

    public void WriteLine(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }

    public void Dispose() => Console.SetOut(output);
}
