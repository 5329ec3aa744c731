using System.Text;

namespace Pathmind.Notebook.Jupyter;

/// <summary>The process's console as long as the kernel lives: what a cell, or a thread that it started, writes goes to
/// that cell's output; what anybody else writes, child processes and native code too, to the last one.</summary>
internal sealed class KernelConsole
{
    readonly AsyncLocal<CellOutput?> mine = new();
    readonly AsyncLocal<CellInput?> input = new();
    volatile CellOutput? last;
    NativeOutput? native;

    /// <summary>Redirects Console.Out, Error and In.</summary>
    public void Install()
    {
        Console.SetOut(new Writer(this, "stdout", Console.Out));
        Console.SetError(new Writer(this, "stderr", Console.Error));
        Console.SetIn(new Reader(this));
        native = NativeOutput.TryCreate((name, text) => last?.Append(name, text));
    }

    /// <summary>A cell is about to run, or has ended: what child processes and native code write in between is its
    /// output.</summary>
    public void Begin(CellOutput output)
    {
        last = output;
        output.CatchUp = native is null ? null : native.CatchUp;
        native?.Begin();
    }

    /// <inheritdoc cref="Begin"/>
    public void End() => native?.End();

    /// <summary>Makes a cell's output that of the present flow of control.</summary>
    public void Enter(CellOutput output, CellInput cellInput) => (mine.Value, last, input.Value) = (output, output, cellInput);

    /// <param name="console">The console that it belongs to.</param>
    /// <param name="name">stdout or stderr.</param>
    /// <param name="before">Receives what is written before the first cell.</param>
    sealed class Writer(KernelConsole console, string name, TextWriter before) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if ((console.mine.Value ?? console.last) is { } output)
                output.Write(name, buffer);
            else
                before.Write(buffer);
        }

        public override void Write(string? value) => Write(value.AsSpan());

        public override void WriteLine(string? value) => Write($"{value}\n".AsSpan());

        public override void Flush() => (console.mine.Value ?? console.last)?.Flush();
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

        /// <summary>Input of a person has no end: it is one line.</summary>
        public override string ReadToEnd() => ReadLine() + "\n";

        string Ask()
        {
            console.mine.Value?.Flush();
            return Input.Ask("");
        }
    }
}
