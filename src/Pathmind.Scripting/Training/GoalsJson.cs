using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathmind.Training;

/// <summary>Limits in JSON, as people write them: <c>{ "late": "at most 0.02", "fill_rate": "at least 0.95"
/// }</c>.</summary>
internal sealed class GoalsConverter : JsonConverter<Goals>
{
    public override Goals? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Limits must be an object such as { \"late\": \"at most 0.02\" }");
        Goals goals = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            goals[name] = GoalConverter.Parse(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "", name);
        }
        return goals;
    }

    public override void Write(Utf8JsonWriter writer, Goals value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, goal) in value)
            writer.WriteString(name, goal.ForFile);
        writer.WriteEndObject();
    }
}

/// <summary>A limit in JSON: its words.</summary>
internal sealed class GoalConverter : JsonConverter<Goal>
{
    const string Most = "at most ", Least = "at least ";

    public override Goal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "", "it");

    public override void Write(Utf8JsonWriter writer, Goal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ForFile);

    /// <exception cref="JsonException">The words are not those of a limit.</exception>
    public static Goal Parse(string words, string name) =>
        words.StartsWith(Most, StringComparison.Ordinal) && Number(words[Most.Length..]) is { } most ? Goal.AtMost(most)
        : words.StartsWith(Least, StringComparison.Ordinal) && Number(words[Least.Length..]) is { } least ? Goal.AtLeast(least)
        : throw new JsonException($"The limit of {name} is '{words}', but must be words such as \"{Most}0.02\" or \"{Least}0.95\"");

    /// <summary>Any goal by its words, those of <see cref="Goal.ForFile"/>: a limit, <c>minimise</c> or
    /// <c>maximise</c>.</summary>
    /// <exception cref="JsonException">The words are not those of a goal.</exception>
    public static Goal OfWords(string words, string name) => Array.Find(
        [Goal.Minimise, Goal.Maximise], goal => goal.ForFile == words) ?? Parse(words, name);

    static double? Number(string text) =>
        double.TryParse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;
}
