using System.Buffers.Binary;
using System.Text;
using Pathmind.Pythons;
using Pathmind.Simulations;

namespace Pathmind.Tool.Gym;

/// <summary>Plays the part of the Python side in the protocol of docs/gymnasium.md: tells what a simulation looks like,
/// and resets and steps instances of it.</summary>
/// <param name="input">Requests.</param>
/// <param name="output">Replies.</param>
internal sealed class GymServer(Stream input, Stream output)
{
    readonly Dictionary<int, GymEpisodes> slots = [];
    readonly byte[] header = new byte[PythonPipe.HeaderLength];

    /// <summary>Serves until the input ends.</summary>
    public void Serve(Func<Simulation> create)
    {
        SimulationInstances instances = new(create);
        try
        {
            GymEpisodes first;
            try
            {
                first = new(instances.New());
            }
            catch (Exception exception) when (exception is SimulationException or ArgumentException)
            {
                Refuse(exception.Message);
                return;
            }
            Send(PythonReply.Spec, 1, GymSpec.Of(first.Driver));
            var spare = first;
            while (Read() is { } request)
                Answer(request, () => Interlocked.Exchange(ref spare, null!) ?? new(instances.New(), first.Driver.Schema));
        }
        finally
        {
            instances.DisposeAll();
        }
    }

    /// <summary>Says why nothing is served.</summary>
    public void Refuse(string why) => Send(PythonReply.Failed, 0, Encoding.UTF8.GetBytes(why));

    void Answer((PythonRequest Kind, int Count, byte[] Body) request, Func<GymEpisodes> open)
    {
        switch (request.Kind)
        {
            case PythonRequest.Open:
                slots[request.Count] = open();
                Send(PythonReply.Opened, request.Count, []);
                break;
            case PythonRequest.Close:
                slots.Remove(request.Count);
                break;
            case PythonRequest.Reset:
                Records(request.Count, request.Body, (episodes, row, rows) => episodes.Reset(
                    BinaryPrimitives.ReadInt64LittleEndian(request.Body.AsSpan(4 * rows + 8 * row))));
                break;
            case PythonRequest.Step:
                Records(request.Count, request.Body, (episodes, row, rows) => episodes.Step(request.Body.AsSpan(4 * rows), row, rows));
                break;
            default:
                throw new InvalidDataException($"A request of the unknown kind {(int)request.Kind} came.");
        }
    }

    /// <summary>Lets simulations do something, and replies with their records, column after column.</summary>
    void Records(int rows, byte[] body, Action<GymEpisodes, int, int> act)
    {
        GymEpisodes[] all = [.. Enumerable.Range(0, rows)
            .Select(row => slots[BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(4 * row))])];
        List<byte[]> failures = [];
        var failed = new byte[rows];
        for (var row = 0; row < rows; row++)
            try
            {
                act(all[row], row, rows);
            }
            catch (Exception exception)                                  // the user's code; the kit's errors are complete
            {
                failed[row] = 1;
                failures.Add(Encoding.UTF8.GetBytes(all[row].Driver.Explain(exception).Message));
            }
        using MemoryStream columns = new();
        for (var column = 0; column < GymEpisodes.Columns; column++)
            foreach (var episodes in all)
                columns.Write(episodes.Column(column));
        columns.Write(failed);
        foreach (var failure in failures)
        {
            columns.Write(BitConverter.GetBytes(failure.Length));
            columns.Write(failure);
        }
        Send(PythonReply.Records, rows, columns.ToArray());
    }

    (PythonRequest Kind, int Count, byte[] Body)? Read()
    {
        if (input.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return null;
        var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) - (header.Length - 4)];
        input.ReadExactly(body);
        return ((PythonRequest)BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4)),
            BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)), body);
    }

    void Send(PythonReply kind, int count, ReadOnlySpan<byte> body)
    {
        var frame = new byte[header.Length + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), (int)kind);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(8), count);
        body.CopyTo(frame.AsSpan(header.Length));
        output.Write(frame);
        output.Flush();
    }
}
