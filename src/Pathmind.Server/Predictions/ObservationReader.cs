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
    /// <param name="row">Gets what is read.</param>
    /// <param name="errors">Gets what is wrong.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public void ReadNamed(ref Utf8JsonReader json, in RequestRow row, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            errors.NotAnObject();
            return;
        }
        row.Mask.Fill(1);
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
            ReadField(ref json, field, row, errors);
            guess = field + 1;
        }
        for (var field = 0; field < fields.Observations; field++)
            if (!seen[field])
                errors.Missing(fields.Names[field]);
    }

    /// <summary>Reads a list of exactly so many numbers as the destination has.</summary>
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

    /// <summary>Reads a field behind the observations.</summary>
    /// <param name="json">At its value.</param>
    /// <param name="name">Of the field.</param>
    /// <param name="row">Gets what is read.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public void ReadFurther(ref Utf8JsonReader json, string name, in RequestRow row, FieldErrors errors)
    {
        if (name == ObservationFields.MaskName)
            ReadMask(ref json, row.Mask, errors);
        else if (name == ObservationFields.SessionName)
            row.Memory.Session = ReadSession(ref json, errors);
        else
        {
            ReadList(ref json, name, row.State, errors);
            row.Memory.HasState = true;
        }
        if (row.Memory is { HasState: true, Session: not null } && !errors.Any)
            errors.Session("give either the state or a session, not both");
    }

    /// <summary>An action mask, true or not 0 for what is allowed.</summary>
    void ReadMask(ref Utf8JsonReader json, Span<float> mask, FieldErrors errors)
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

    void ReadField(ref Utf8JsonReader json, int field, in RequestRow row, FieldErrors errors)
    {
        if (field >= fields.Observations)
            ReadFurther(ref json, fields.Names[field], row, errors);
        else if (fields.IsList[field])
            ReadList(ref json, fields.Names[field], row.Values.Slice(fields.Offsets[field], fields.Lengths[field]), errors);
        else
            row.Values[fields.Offsets[field]] = ReadNumber(ref json, fields.Names[field], null, errors);
    }

    /// <summary>The key of a session; null if it is none.</summary>
    static string? ReadSession(ref Utf8JsonReader json, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.String && json.GetString() is { Length: >= 1 and <= PolicySessions.LongestKey } key)
            return key;
        errors.Session($"the key of a session must be a text of 1 to {PolicySessions.LongestKey} characters");
        json.Skip();
        return null;
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
