using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Reporting;
using Pathmind.Training;

namespace Pathmind;

/// <summary>Hands simulations over to a studio, which trains them in processes of its own (docs/studio.md).</summary>
public static class SimulationSubmission
{
    /// <summary>Sends the source file of this call to the studio, with what it loads, and lets it train the
    /// simulation: the program can go on or end. A file that belongs to a project is sent with the project's
    /// folder.</summary>
    /// <param name="simulation">Names the class. The studio makes its own instances, without arguments: what an object
    /// initializer or a constructor was given here is not sent.</param>
    /// <param name="options">As for <c>Train</c>; null for the defaults. Folder, Threads and Display are the studio's.
    /// A reward function is code, and cannot be sent: give RewardWeights, or put it into the simulation.</param>
    /// <param name="source">The file of the call; the compiler fills it in.</param>
    /// <returns>The experiment, which trains.</returns>
    /// <exception cref="ArgumentException">Options out of range, a reward function, or no source file: in a notebook
    /// write <c>%pathmind submit</c>.</exception>
    /// <exception cref="InvalidOperationException">No studio runs, or it refuses the code; the message says
    /// why.</exception>
    public static StudioExperiment Submit(
        this Simulation simulation, TrainingOptions? options = null, [CallerFilePath] string source = "")
    {
        options ??= new();
        if (!Path.IsPathFullyQualified(source) || !File.Exists(source))
            throw new ArgumentException(
                $"'{source}' is not a source file that could be sent: call Submit() in a script, or write %pathmind submit in a notebook.");
        if (options.HasRewardFunction)
            throw new ArgumentException(
                $"{options.NameOfRewardFunction} is a function, which cannot be sent to a studio: give RewardWeights, or put it into "
                + $"{simulation.GetType().Name}.GetReward.");
        if (options.StartFrom is { } teacher)
            throw new ArgumentException(
                $"StartFrom is {teacher.Name}, which cannot be sent to a studio: train here, and the training appears there.");
        return Send(SubmittedFiles.Of(ProjectOf(source) ?? source), new()
        {
            File = "", Text = "", Simulation = simulation.GetType().Name, Options = Differences(options),
            Observations = options.ObservationsFile is { } file ? File.ReadAllText(file) : null,
        }, options.Studio ?? StudioAddress.Automatic);
    }

    internal static StudioExperiment Send(SubmittedFiles files, Submission fields, StudioAddress address)
    {
        var studio = address.Find() ?? throw new InvalidOperationException(
            "No studio runs: start one with pathmind studio, or name one with PATHMIND_URL and PATHMIND_TOKEN.");
        using StudioClient client = new(studio, StudioClient.LongestSubmission);
        try
        {
            var number = client.Submit(files, fields).Number;
            return new(number, studio.PageOf(number), address.Find);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <summary>The options that differ from the defaults; not those that say where and how it is shown.</summary>
    internal static JsonElement Differences(TrainingOptions options)
    {
        var given = options.OnAnyMachine with { ObservationsFile = null };
        using var json = JsonDocument.Parse(Differences(Json(given), Json(new())).ToJsonString());
        return json.RootElement.Clone();
    }

    static JsonObject Json(TrainingOptions options) =>
        JsonSerializer.SerializeToNode(options, TrainingJson.Default.TrainingOptions)!.AsObject();

    static JsonObject Differences(JsonObject given, JsonObject defaults)
    {
        JsonObject differing = [];
        foreach (var (name, value) in given)
            if (value is JsonObject part && defaults[name] is JsonObject known)
            {
                if (Differences(part, known) is { Count: > 0 } inner)
                    differing[name] = inner;
            }
            else if (!JsonNode.DeepEquals(value, defaults[name]))
                differing[name] = value?.DeepClone();
        return differing;
    }

    /// <summary>The folder of the project that a file belongs to; null if there is none above it.</summary>
    static string? ProjectOf(string source)
    {
        for (var folder = Path.GetDirectoryName(source); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.GetFiles(folder, "*.csproj").Length > 0)
                return source.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? folder : null;
        return null;
    }
}
