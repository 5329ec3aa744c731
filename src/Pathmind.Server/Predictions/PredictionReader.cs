using System.Buffers;
using System.Text.Json;

namespace Pathmind.Server.Predictions;

/// <summary>Reads the bodies of the prediction endpoints: one named observation, one flat list, or a batch of named
/// ones.</summary>
/// <param name="fields">[kinds of agents] what each has.</param>
/// <param name="kinds">Finds which kind a request is about; null if there is only one.</param>
/// <param name="stateSize">Numbers of a state; 0 for a policy without a memory.</param>
/// <param name="maxBatch">Observations of the largest batch.</param>
internal sealed class PredictionReader(ObservationFields[] fields, KindReader? kinds, int stateSize, int maxBatch)
{
    public const string Observations = "observations", Raw = "obs";

    readonly ObservationReader[] readers = [.. fields.Select(field => new ObservationReader(field))];
    readonly int width = fields.Max(field => field.Size), maskWidth = fields.Max(field => field.Heads.Sum());
    readonly List<int> rowKinds = [];
    readonly HashSet<string> sessions = [];
    float[] values = new float[fields.Max(field => field.Size)], masks = new float[fields.Max(field => field.Heads.Sum())];
    float[] states = new float[stateSize];
    RowMemory[] memories = new RowMemory[1];

    public FieldErrors Errors { get; } = new();

    /// <summary>Number of the row's kind of agents.</summary>
    public int Kind(int row) => rowKinds[row];

    /// <summary>[numbers of the row's kind] what was read; valid until the next reading.</summary>
    public Span<float> Values(int row) => values.AsSpan(row * width, fields[Kind(row)].Size);

    /// <summary>[alternatives of the row's kind] mask, all 1 where none came; empty if the kind has none.</summary>
    public Span<float> Mask(int row) => masks.AsSpan(row * maskWidth, fields[Kind(row)].Heads.Sum());

    /// <summary>Whether the row has a state, or the key of a session.</summary>
    public RowMemory Memory(int row) => memories[row];

    /// <summary>[state] that came with the row, if one did.</summary>
    public Span<float> State(int row) => states.AsSpan(row * stateSize, stateSize);

    /// <summary>Reads a body.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="form">What it should be.</param>
    /// <returns>Number of observations; 0 if there are <see cref="Errors"/>.</returns>
    public int Read(in ReadOnlySequence<byte> body, PredictionForm form)
    {
        Errors.Clear();
        rowKinds.Clear();
        Utf8JsonReader json = body.IsSingleSegment ? new(body.FirstSpan) : new(body);
        var rows = 1;
        try
        {
            json.Read();
            if (form == PredictionForm.Named)
                ReadNamed(ref json);
            else if (json.TokenType != JsonTokenType.StartObject)
                Errors.NotAnObject();
            else
                rows = form == PredictionForm.Raw ? ReadRaw(ref json) : ReadBatch(ref json);
            while (json.Read())                                          // what follows the value is an error, too
                ;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var reason = exception.Message.Split(" LineNumber:", 2)[0];
            Errors.Malformed($"the body is not JSON (which has no NaN and no Infinity): {reason}", json.BytesConsumed);
        }
        return Errors.Any ? 0 : rows;
    }

    /// <summary>Gives large buffers back to the system after a batch.</summary>
    public void Shrink()
    {
        if (memories.Length > 64)
            (values, masks, states, memories) = (new float[width], new float[maskWidth], new float[stateSize], new RowMemory[1]);
    }

    /// <summary>Reads the next row.</summary>
    void ReadNamed(ref Utf8JsonReader json)
    {
        if (TakeKind(json, byNames: true))
            readers[rowKinds[^1]].ReadNamed(ref json, Row(rowKinds.Count - 1), Errors);
        else
            json.Skip();
    }

    RequestRow Row(int row) => new(Values(row), Mask(row), State(row), ref memories[row]);

    /// <summary>Whether the kind of the next row is known.</summary>
    bool TakeKind(Utf8JsonReader json, bool byNames)
    {
        var kind = kinds?.Find(json, byNames, Errors) ?? 0;
        rowKinds.Add(Math.Max(kind, 0));
        memories[rowKinds.Count - 1] = default;
        return kind >= 0;
    }

    int ReadRaw(ref Utf8JsonReader json)
    {
        var found = false;
        if (!TakeKind(json, byNames: false))
        {
            json.Skip();
            return 1;
        }
        Mask(0).Fill(1);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            if (json.ValueTextEquals("obs"u8))
            {
                if (found)
                    Errors.Duplicate(Raw);
                found = json.Read();
                ObservationReader.ReadList(ref json, Raw, Values(0), Errors);
            }
            else if (FurtherField(ref json) is { } name)
            {
                json.Read();
                readers[Kind(0)].ReadFurther(ref json, name, Row(0), Errors);
            }
            else
                json.Skip();
        if (!found)
            Errors.Missing(Raw);
        return 1;
    }

    /// <summary>The field behind the observations that the reader is at; null if it is none.</summary>
    string? FurtherField(ref Utf8JsonReader json)
    {
        var own = fields[Kind(0)];
        for (var i = own.Observations; i < own.Names.Length; i++)
            if (json.ValueTextEquals(own.Names[i]))
                return own.Names[i];
        return null;
    }

    int ReadBatch(ref Utf8JsonReader json)
    {
        var rows = -1;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            if (json.ValueTextEquals("observations"u8))
            {
                json.Read();
                if (rows >= 0)
                    Errors.Duplicate(Observations);
                rows = ReadRows(ref json);
            }
            else
                json.Skip();
        if (rows < 0)
            Errors.Missing(Observations);
        return rows;
    }

    int ReadRows(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            Errors.NotAList(Observations);
            return 0;
        }
        var rows = 0;
        sessions.Clear();
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; rows++)
        {
            if (rows >= maxBatch)
            {
                json.Skip();
                continue;
            }
            Grow(rows + 1);
            Errors.Row = rows;
            ReadNamed(ref json);
            if (memories[rows].Session is { } session && !sessions.Add(session))
                Errors.Session("an observation of this session came before it in the batch: each session has one at a time");
        }
        Errors.Row = null;
        if (rows == 0)
            Errors.TooFew(Observations, 1);
        else if (rows > maxBatch)
            Errors.TooMany(Observations, maxBatch);
        return rows;
    }

    void Grow(int rows)
    {
        if (memories.Length >= rows)
            return;
        Array.Resize(ref values, 2 * rows * width);
        Array.Resize(ref masks, 2 * rows * maskWidth);
        Array.Resize(ref states, 2 * rows * stateSize);
        Array.Resize(ref memories, 2 * rows);
    }
}

/// <summary>How a request's body carries observations.</summary>
internal enum PredictionForm
{
    /// <summary>One object: names with their numbers.</summary>
    Named,

    /// <summary><c>{"obs": [...]}</c>: one flat list in the policy's order.</summary>
    Raw,

    /// <summary><c>{"observations": [{...}, ...]}</c>: several named ones.</summary>
    Batch,
}
