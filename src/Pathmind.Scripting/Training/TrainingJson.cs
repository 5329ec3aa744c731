using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pathmind.Files;

namespace Pathmind.Training;

/// <summary>How the files of a training are written and read, by code that the compiler makes: a program without
/// reflection (a native one) can do it too.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        GenerationMode = JsonSourceGenerationMode.Metadata, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(TrainingOptions))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>The JSON in one line, for people.</summary>
    public static string Line<T>(T value, JsonTypeInfo<T> type) => JsonText.Of(writer => JsonSerializer.Serialize(writer, value, type));
}

/// <summary>Training options in JSON, in which options may be missing: those have their defaults.</summary>
/// <remarks>Compiled readers set every property, to zero or null where the JSON has none; hence the JSON is completed
/// before it is read.</remarks>
internal sealed class TrainingOptionsConverter : JsonConverter<TrainingOptions>
{
    public override TrainingOptions? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) is JsonObject given
        ? Read(given, TrainingJson.Default.TrainingOptions)
        : throw new JsonException("Options must be a JSON object");

    public override void Write(Utf8JsonWriter writer, TrainingOptions value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, TrainingJson.Default.TrainingOptions);

    /// <summary>Reads an object whose names may be written in any case.</summary>
    /// <exception cref="JsonException">A value is not possible.</exception>
    public static TrainingOptions Read(JsonObject given, JsonTypeInfo<TrainingOptions> type)
    {
        var all = JsonSerializer.SerializeToNode(new(), type)!.AsObject();
        Overlay(all, given);
        return all.Deserialize(type)!;
    }

    /// <summary>Puts what is given in the place of what is there, objects part by part; names in any case.</summary>
    public static void Overlay(JsonObject all, JsonObject given)
    {
        foreach (var (name, value) in given)
            if (all.FirstOrDefault(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Value: JsonObject inner }
                && value is JsonObject part)
                Overlay(inner, part);
            else
                all[all.FirstOrDefault(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key ?? name] =
                    value?.DeepClone();
    }
}
