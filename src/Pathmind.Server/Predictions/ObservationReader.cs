using System.Text.Json;

namespace Pathmind.Server.Predictions;

/// <summary>Reads observations from JSON into flat vectors, and collects all errors in them. One thread at a
/// time.</summary>
/// <remarks>A number may come as a bool, since the simulation's observations may be bools; a text that looks like a
/// number is not a number. Fields that the policy does not read are skipped, as a simulation may show more.</remarks>
internal sealed class ObservationReader(ObservationFields fields)
{
    readonly bool[] seen = new bool[fields.Names.Length];

    /// <summary>Reads the named observation that begins here.</summary>
    /// <param name="json">Reader at the value; at its last token afterwards.</param>
    /// <param name="values">[D] gets the numbers in the policy's order.</param>
    /// <param name="mask">[logits] gets 1 for what is allowed, 0 for the rest; 1 throughout if no mask came. Empty if
    /// the policy has none.</param>
    /// <param name="errors">Gets what is wrong.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public void ReadNamed(ref Utf8JsonReader json, Span<float> values, Span<float> mask, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            errors.NotAnObject();
            return;
        }
        mask.Fill(1);
        seen.AsSpan().Clear();
        for (var guess = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName;)
        {
            var field = fields.Find(ref json, guess);
            json.Read();
            if (field < 0)
            {
                json.Skip();
                continue;
            }
            if (seen[field])
                errors.Duplicate(fields.Names[field]);
            seen[field] = true;
            ReadField(ref json, field, values, mask, errors);
            guess = field + 1;
        }
        for (var field = 0; field < fields.Observations; field++)
            if (!seen[field])
                errors.Missing(fields.Names[field]);
    }

    /// <summary>Reads a list of exactly so many numbers as the destination has.</summary>
    /// <inheritdoc cref="ReadNamed" path="/param"/>
    /// <param name="json">At the value.</param>
    /// <param name="name">Name of the field, for errors.</param>
    /// <param name="numbers">Gets the numbers.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void ReadList(ref Utf8JsonReader json, string name, Span<float> numbers, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            errors.NotAList(name);
            return;
        }
        var count = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
            if (count < numbers.Length)
                numbers[count] = ReadNumber(ref json, name, count, errors);
            else
                json.Skip();
        if (count < numbers.Length)
            errors.TooFew(name, numbers.Length);
        else if (count > numbers.Length)
            errors.TooMany(name, numbers.Length);
    }

    /// <summary>Reads an action mask, true or not 0 for what is allowed.</summary>
    /// <inheritdoc cref="ReadNamed" path="/param"/>
    public void ReadMask(ref Utf8JsonReader json, Span<float> mask, FieldErrors errors)
    {
        ReadList(ref json, ObservationFields.MaskName, mask, errors);
        for (var i = 0; i < mask.Length; i++)
            mask[i] = mask[i] != 0 ? 1 : 0;
        var from = 0;
        foreach (var alternatives in fields.Heads)
        {
            if (!mask.Slice(from, alternatives).Contains(1) && !errors.Any)
                errors.NothingAllowed(ObservationFields.MaskName);
            from += alternatives;
        }
    }

    void ReadField(ref Utf8JsonReader json, int field, Span<float> values, Span<float> mask, FieldErrors errors)
    {
        if (field == fields.Observations)
            ReadMask(ref json, mask, errors);
        else if (fields.IsList[field])
            ReadList(ref json, fields.Names[field], values.Slice(fields.Offsets[field], fields.Lengths[field]), errors);
        else
            values[fields.Offsets[field]] = ReadNumber(ref json, fields.Names[field], null, errors);
    }

    static float ReadNumber(ref Utf8JsonReader json, string name, int? index, FieldErrors errors)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
                var number = json.TryGetDouble(out var value) ? (float)value : float.NaN;
                if (!float.IsFinite(number))
                    errors.NotFinite(name, index);
                return number;
            case JsonTokenType.True:
                return 1;
            case JsonTokenType.False:
                return 0;
            default:
                errors.NotANumber(name, index, json.TokenType == JsonTokenType.Null);
                json.Skip();
                return 0;
        }
    }
}
