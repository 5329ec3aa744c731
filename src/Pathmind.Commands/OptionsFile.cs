using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pathmind.Training;

namespace Pathmind.Commands;

/// <summary>Reads training options from JSON: the properties of <see cref="TrainingOptions"/> and, in <c>Ppo</c>, of
/// <see cref="PpoOptions"/>, in any case; <c>Reward</c> as C# text.</summary>
internal static class OptionsFile
{
    static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };
    static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The options of a file as they are written.</summary>
    /// <exception cref="CommandException">The file cannot be read, or is not an object.</exception>
    public static JsonObject Text(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), AnyCase, Lenient) as JsonObject ?? throw new JsonException("it is not an object");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandException($"{path} cannot be read as training options: {exception.Message}", exception);
        }
    }

    /// <summary>The options of a file, and the text of its reward function; null for none.</summary>
    /// <exception cref="CommandException">The file cannot be read, is not JSON, or has a name or value that is not
    /// possible.</exception>
    public static (TrainingOptions Options, string? Reward) Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read as training options: {exception.Message}", exception);
        }
    }

    /// <summary>The options of a text.</summary>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <param name="json">The text.</param>
    /// <exception cref="CommandException">It is not JSON, or has a name or value that is not possible.</exception>
    public static (TrainingOptions Options, string? Reward) Parse(string path, string json)
    {
        try
        {
            var root = JsonNode.Parse(json, AnyCase, Lenient) as JsonObject
                ?? throw new CommandException($"{path} must hold one JSON object, such as {{ \"steps\": 50000 }}.");
            string? reward = null;
            if (root["Reward"] is { } text)
            {
                reward = text.GetValueKind() == JsonValueKind.String
                    ? text.GetValue<string>()
                    : throw new CommandException(
                        $"{path}: Reward is {text.ToJsonString()}, but must be C# text such as \"x => 2 * x[\\\"found\\\"]\".");
                root.Remove("Reward");
            }
            CheckNames(path, "", root, OptionsFileJson.Default.TrainingOptions, "Reward");
            if (root["Ppo"] is JsonObject ppo)
                CheckNames(path, "Ppo.", ppo, OptionsFileJson.Default.PpoOptions);
            return (TrainingOptionsConverter.Read(root, OptionsFileJson.Default.TrainingOptions), reward);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new CommandException($"{path} cannot be read as training options: {exception.Message}", exception);
        }
    }

    static void CheckNames(string path, string prefix, JsonObject given, JsonTypeInfo type, params string[] further)
    {
        string[] names = [.. type.Properties.Where(property => property.Get is not null).Select(property => property.Name), .. further];
        foreach (var (name, _) in given)
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new CommandException($"{path}: there is no option '{prefix}{name}'. {Suggestions.Say(name, "options", names)}");
    }
}

/// <summary>Options as people write them: names in any case, an activation by its name.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingOptions))]
internal sealed partial class OptionsFileJson : JsonSerializerContext;
