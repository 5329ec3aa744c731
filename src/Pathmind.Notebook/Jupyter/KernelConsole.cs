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
        CellInput Input => console.input.Value ?? throw new InvalidOperationException("Only a cell can read from the console.");

        public override string? ReadLine()
        {
            var line = Input.Rest.Length > 0 ? Input.Rest.TrimEnd('\n') : Ask();
            Input.Rest = "";
            return line;
        }

        public override int Peek() => Input.Rest.Length > 0 ? Input.Rest[0] : -1;

        public override int Read()
        {
            if (Input.Rest.Length == 0)
                Input.Rest = Ask() + "\n";
            var first = Input.Rest[0];
            Input.Rest = Input.Rest[1..];
            return first;
        }

        public override int Read(char[] buffer, int index, int count)
        {
            var written = 0;
            while (written < count && (written == 0 || Peek() >= 0))
                buffer[index + written++] = (char)Read();
            return written;
        }

        /// <summary>A person's input has no end: it is one line.</summary>
        public override string ReadToEnd() => ReadLine() + "\n";

        string Ask()
        {
            console.mine.Value?.Flush();
            return Input.Ask("");
        }
    }
}
