using System.Buffers;
using System.Text.Json;

namespace Pathmind.Predictions;

/// <summary>Reads the bodies of the prediction endpoints: one named observation, one flat list, or a batch of named ones.</summary>
internal sealed class PredictionReader(ObservationFields fields, int maxBatch)
{
    public const string Observations = "observations", Raw = "obs";

    readonly ObservationReader observation = new(fields);
    readonly int width = fields.Size, maskWidth = fields.Heads.Sum();

    /// <summary>[rows, D] what was read; valid until the next reading.</summary>
    public float[] Values { get; private set; } = new float[fields.Size];

    /// <summary>[rows, logits] masks, all 1 where none came; empty if the policy has none.</summary>
    public float[] Masks { get; private set; } = new float[fields.Heads.Sum()];

    public FieldErrors Errors { get; } = new();

    /// <summary>Reads a body.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="form">What it should be.</param>
    /// <returns>Number of observations; 0 if there are <see cref="Errors"/>.</returns>
    public int Read(in ReadOnlySequence<byte> body, PredictionForm form)
    {
        Errors.Clear();
        Utf8JsonReader json = body.IsSingleSegment ? new(body.FirstSpan) : new(body);
        var rows = 1;
        try
        {
            json.Read();
            if (form == PredictionForm.Named)
                observation.ReadNamed(ref json, Row(Values, 0, width), Row(Masks, 0, maskWidth), Errors);
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
            Errors.Malformed($"the body is no JSON (which has no NaN and no Infinity): {reason}", json.BytesConsumed);
        }
        return Errors.Any ? 0 : rows;
    }

    /// <summary>Gives large buffers back to the system after a batch.</summary>
    public void Shrink()
    {
        if (Values.Length > 64 * width)
            (Values, Masks) = (new float[width], new float[maskWidth]);
    }

    int ReadRaw(ref Utf8JsonReader json)
    {
        var found = false;
        Masks.AsSpan(0, maskWidth).Fill(1);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            if (json.ValueTextEquals("obs"u8))
            {
                if (found)
                    Errors.Duplicate(Raw);
                found = json.Read();
                ObservationReader.ReadList(ref json, Raw, Row(Values, 0, width), Errors);
            }
            else if (maskWidth > 0 && json.ValueTextEquals("action_mask"u8))
            {
                json.Read();
                observation.ReadMask(ref json, Row(Masks, 0, maskWidth), Errors);
            }
            else
                json.Skip();
        if (!found)
            Errors.Missing(Raw);
        return 1;
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
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; rows++)
        {
            if (rows >= maxBatch)
            {
                json.Skip();
                continue;
            }
            Grow(rows + 1);
            Errors.Row = rows;
            observation.ReadNamed(ref json, Row(Values, rows, width), Row(Masks, rows, maskWidth), Errors);
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
        if (Values.Length >= rows * width)
            return;
        var (values, masks) = (Values, Masks);
        Array.Resize(ref values, 2 * rows * width);
        Array.Resize(ref masks, 2 * rows * maskWidth);
        (Values, Masks) = (values, masks);
    }

    static Span<float> Row(float[] rows, int row, int width) => rows.AsSpan(row * width, width);
}
