using System.Text;

namespace Pathmind.Jupyter;

/// <summary>The process's console as long as the kernel lives: what a cell, or a thread that it started, writes goes to that cell's output; what anybody else writes to the last one.</summary>
internal sealed class KernelConsole
{
    readonly AsyncLocal<CellOutput?> mine = new();
    readonly AsyncLocal<CellInput?> input = new();
    volatile CellOutput? last;

    /// <summary>Redirects Console.Out, Error and In.</summary>
    public void Install()
    {
        Console.SetOut(new Writer(this, "stdout"));
        Console.SetError(new Writer(this, "stderr"));
        Console.SetIn(new Reader(this));
    }

    /// <summary>Makes a cell's output that of the present flow of control.</summary>
    public void Enter(CellOutput output, CellInput cellInput) => (mine.Value, last, input.Value) = (output, output, cellInput);

    sealed class Writer(KernelConsole console, string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        CellOutput? Target => console.mine.Value ?? console.last;

        public override void Write(char value) => Target?.Write(name, [value]);

        public override void Write(char[] buffer, int index, int count) => Target?.Write(name, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Target?.Write(name, buffer);

        public override void Write(string? value) => Target?.Write(name, value);

        public override void WriteLine(string? value) => Target?.Write(name, value + "\n");

        public override void Flush() => Target?.Flush();
    }

    sealed class Reader(KernelConsole console) : TextReader
    {
        string rest = "";

        public override string? ReadLine()
        {
            if (rest.Length > 0)
            {
                var line = rest.TrimEnd('\n');
                rest = "";
                return line;
            }
            return Ask();
        }

        public override int Peek() => rest.Length > 0 ? rest[0] : -1;

        public override int Read()
        {
            if (rest.Length == 0)
                rest = Ask() + "\n";
            var first = rest[0];
            rest = rest[1..];
            return first;
        }

        string Ask()
        {
            console.mine.Value?.Flush();
            return (console.input.Value ?? throw new InvalidOperationException("Only a cell can read from the console.")).Ask("");
        }
    }
}
