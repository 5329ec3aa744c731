using System.Buffers;
using System.Buffers.Binary;

namespace Pathmind.EventFiles;

/// <summary>A new file of records, to which others may look while it grows: each is its length (8 bytes), the masked
/// CRC-32C of the length, the bytes, and the masked CRC-32C of the bytes, all little-endian (TFRecord).</summary>
/// <remarks>What a write leaves of a record when it fails is cut off, so that later ones can still be read.</remarks>
internal sealed class RecordFile : IDisposable
{
    const int Head = sizeof(ulong) + sizeof(uint);
    const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    readonly Stream stream;
    long end;                                                            // of the last whole record

    /// <param name="empty">Not buffered.</param>
    public RecordFile(Stream empty) => stream = empty;

    /// <exception cref="IOException">There is such a file, or it cannot be made.</exception>
    public RecordFile(string path)
        : this(new FileStream(path, FileMode.CreateNew, FileAccess.Write, Shared, bufferSize: 0))
    {
    }

    /// <summary>Writes records at once: readers see all of them when it returns.</summary>
    /// <exception cref="IOException">They are not written; the file is as it was.</exception>
    public void Write(params ReadOnlySpan<byte[]> records)
    {
        ArrayBufferWriter<byte> framed = new();
        foreach (var record in records)
            Frame(record, framed);
        try
        {
            stream.Position = end;
            stream.Write(framed.WrittenSpan);
            end += framed.WrittenCount;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            CutOff();
            throw;
        }
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Cuts a file before the first record that is not wanted, or not whole, as a crash leaves it.</summary>
    /// <param name="path">The file, which nobody else writes.</param>
    /// <param name="isWanted">Gets each record.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static void Cut(string path, Predicate<byte[]> isWanted)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, Shared);
        var whole = 0L;
        while (Read(file) is { } record && isWanted(record))
            whole = file.Position;
        if (whole < file.Length)
            file.SetLength(whole);
    }

    /// <summary>The next record; null at the end, and if what follows is not one.</summary>
    static byte[]? Read(FileStream file)
    {
        Span<byte> head = stackalloc byte[Head], check = stackalloc byte[sizeof(uint)];
        if (file.ReadAtLeast(head, Head, throwOnEndOfStream: false) < Head || !Fits(head[..sizeof(ulong)], head[sizeof(ulong)..]))
            return null;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(head);
        if (length > (ulong)Math.Min(file.Length - file.Position, Array.MaxLength))
            return null;
        var record = new byte[length];
        file.ReadExactly(record);
        return file.ReadAtLeast(check, check.Length, throwOnEndOfStream: false) == check.Length && Fits(record, check) ? record : null;
    }

    static bool Fits(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> check) =>
        Crc32C.Masked(bytes) == BinaryPrimitives.ReadUInt32LittleEndian(check);

    static void Frame(ReadOnlySpan<byte> record, ArrayBufferWriter<byte> to)
    {
        var head = to.GetSpan(Head);
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Crc32C.Masked(head[..sizeof(ulong)]));
        to.Advance(Head);
        to.Write(record);
        BinaryPrimitives.WriteUInt32LittleEndian(to.GetSpan(sizeof(uint)), Crc32C.Masked(record));
        to.Advance(sizeof(uint));
    }

    void CutOff()
    {
        try
        {
            stream.SetLength(end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;                                                      // the next record is written over what is left
        }
    }
}
