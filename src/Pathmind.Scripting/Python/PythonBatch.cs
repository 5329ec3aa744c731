using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pathmind.Pythons;

/// <summary>A request for some simulations, which may be under way.</summary>
internal sealed class PythonBatch
{
    public PythonRequest Kind { get; set; }

    /// <summary>For which simulations it is.</summary>
    public List<PythonSlot> Slots { get; } = [];

    /// <summary>Writes the request, all but its header.</summary>
    /// <param name="frame">Receives it; replaced where it is too short.</param>
    /// <returns>Bytes of the frame, with the header.</returns>
    public int Write(ref byte[] frame)
    {
        var at = PythonPipe.HeaderLength;
        var length = at + Slots.Count * (12 + 8 * Slots[0].Choices.Length + 4 * Slots[0].Reals.Length);
        if (frame.Length < length)
            frame = new byte[2 * length];
        foreach (var slot in Slots)
            BinaryPrimitives.WriteInt32LittleEndian(Next(frame, ref at, 4), slot.Number);
        if (Kind != PythonRequest.Step)
            foreach (var slot in Slots)
                BinaryPrimitives.WriteInt64LittleEndian(Next(frame, ref at, 8), slot.Seed);
        if (Kind == PythonRequest.Reset)
            return at;
        foreach (var slot in Slots)
            MemoryMarshal.AsBytes(slot.Choices.AsSpan()).CopyTo(Next(frame, ref at, 8 * slot.Choices.Length));
        foreach (var slot in Slots)
            MemoryMarshal.AsBytes(slot.Reals.AsSpan()).CopyTo(Next(frame, ref at, 4 * slot.Reals.Length));
        return at;
    }

    static Span<byte> Next(byte[] frame, ref int at, int length)
    {
        at += length;
        return frame.AsSpan(at - length, length);
    }
}
