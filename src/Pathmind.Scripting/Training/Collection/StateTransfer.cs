using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pathmind.Training;

/// <summary>Carries the numbers of an object into bytes, or from bytes into an object like it. One method of the object
/// names them for both directions, so that what is read is what was written.</summary>
/// <remarks>In the processor's own order of bytes: both ends have the same kind, or their results would differ
/// anyway.</remarks>
internal abstract class StateTransfer
{
    /// <summary>Whether numbers go into the object.</summary>
    public abstract bool IsReading { get; }

    /// <summary>Carries numbers whose count both ends know.</summary>
    public void Pass<T>(Span<T> numbers)
        where T : unmanaged => PassBytes(MemoryMarshal.AsBytes(numbers));

    /// <summary>Carries one number.</summary>
    public void Pass<T>(ref T number)
        where T : unmanaged => PassBytes(MemoryMarshal.AsBytes(new Span<T>(ref number)));

    /// <summary>Carries one number of a property.</summary>
    /// <returns>What was given if it is written; else what was read.</returns>
    public T Pass<T>(T number)
        where T : unmanaged
    {
        Pass(ref number);
        return number;
    }

    /// <summary>Carries numbers with their count.</summary>
    /// <inheritdoc cref="Pass{T}(T)"/>
    public T[] PassAll<T>(T[] numbers)
        where T : unmanaged
    {
        var count = Pass(numbers.Length);
        if (IsReading)
            numbers = new T[Require(count, Unsafe.SizeOf<T>())];
        Pass(numbers.AsSpan());
        return numbers;
    }

    /// <summary>Carries a text.</summary>
    /// <inheritdoc cref="Pass{T}(T)"/>
    public string PassText(string text) => Encoding.UTF8.GetString(PassAll(IsReading ? [] : Encoding.UTF8.GetBytes(text)));

    protected abstract void PassBytes(Span<byte> bytes);

    /// <exception cref="InvalidDataException">There cannot be so many numbers.</exception>
    protected abstract int Require(int count, int size);
}

/// <summary>Writes numbers down.</summary>
internal sealed class StateWriter : StateTransfer
{
    readonly ArrayBufferWriter<byte> written = new();

    public override bool IsReading => false;

    public byte[] ToArray() => written.WrittenSpan.ToArray();

    protected override void PassBytes(Span<byte> bytes) => written.Write(bytes);

    protected override int Require(int count, int size) => count;
}

/// <summary>Reads them.</summary>
/// <param name="from">What a <see cref="StateWriter"/> wrote.</param>
internal sealed class StateReader(ReadOnlyMemory<byte> from) : StateTransfer
{
    ReadOnlyMemory<byte> rest = from;

    public override bool IsReading => true;

    /// <exception cref="InvalidDataException">There are not so many bytes.</exception>
    protected override void PassBytes(Span<byte> bytes)
    {
        Require(bytes.Length, 1);
        rest.Span[..bytes.Length].CopyTo(bytes);
        rest = rest[bytes.Length..];
    }

    protected override int Require(int count, int size) => count >= 0 && (long)count * size <= rest.Length
        ? count
        : throw new InvalidDataException($"A message of a worker ends after {rest.Length} of {(long)count * size} bytes.");
}
