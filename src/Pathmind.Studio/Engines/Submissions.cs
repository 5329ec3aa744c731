using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;
using Pathmind.Training;

namespace Pathmind.Studios.Engines;

/// <summary>Makes experiments of submitted code: it is examined first, and refused with its fault, or kept and
/// started. What is refused leaves nothing behind.</summary>
internal sealed class Submissions(
    ExperimentBoard board, SubmittedTrainings trainings, CodeStore code, CodeCheck check, StudioData data, UploadLimits limits)
{
    public UploadLimits Limits => limits;

    /// <summary>A folder for what is being sent.</summary>
    public UploadFolder Open() =>
        new(data.PathOf(Path.Combine("uploads", RandomNumberGenerator.GetHexString(16, lowercase: true))), limits);

    /// <summary>Removes what was being sent when an earlier studio ended.</summary>
    public void Clear()
    {
        if (Directory.Exists(data.PathOf("uploads")))
            Directory.Delete(data.PathOf("uploads"), recursive: true);
    }

    /// <summary>Takes what was sent as an experiment, and starts it if that is wished.</summary>
    /// <exception cref="UploadFaultException">It cannot be trained.</exception>
    public async Task<Experiment> TakeAsync(UploadFolder upload, Submission wish, CancellationToken cancellation)
    {
        if (Directory.GetFiles(upload.Code) is [var only] && only.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            await upload.UnpackAsync(cancellation);
        var options = OptionsOf(wish);
        var tried = Path.Combine(upload.Folder, "tried");
        FolderCopy.Make(upload.Code, tried);                             // a build, or the simulation, writes into it
        var report = await check.RunAsync(tried, upload.Folder, wish.Simulation, reward: null, cancellation);
        if (report.Fault is { } fault && !(fault == CodeFault.Check && wish.Anyway is true))
            throw new UploadFaultException(
                fault, report.Message.Replace(tried + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))
            { Simulations = report.Simulations };
        RequireObservations(options, report);
        var source = CodeStore.SourceOf(code.Keep(upload.Code), report.File);
        var experiment = await board.CreateAsync(number => Make(number, report, source, options));
        return wish.Start ?? true ? await trainings.StartAsync(experiment.Number) ?? experiment : experiment;
    }

    /// <summary>The options with the observations of an obs.yaml in them, so that a copy of the experiment has
    /// them.</summary>
    static JsonElement OptionsOf(Submission wish)
    {
        if (wish.Options.ValueKind != JsonValueKind.Object)
            throw new UploadFaultException(CodeFault.Options, "The options are not an object such as { \"Steps\": 50000 }.");
        if (string.IsNullOrWhiteSpace(wish.Observations))
            return wish.Options;
        var options = JsonNode.Parse(wish.Options.GetRawText())!.AsObject();
        try
        {
            options["Observations"] = new JsonArray(
                [.. ObservationSelection.NamesIn(new StringReader(wish.Observations), "obs.yaml").Select(name => (JsonNode)name)]);
        }
        catch (ArgumentException exception)
        {
            throw new UploadFaultException(CodeFault.Observations, exception.Message);
        }
        options.Remove("ObservationsFile");
        return JsonSerializer.Deserialize<JsonElement>(options.ToJsonString());
    }

    static void RequireObservations(JsonElement options, CodeReport report)
    {
        if (!options.TryGetProperty("Observations", out var given) || given.ValueKind != JsonValueKind.Array
            || report.Observations.Length == 0)
            return;
        var unknown = given.EnumerateArray().Select(name => $"{name}").Except(report.Observations).ToArray();
        if (unknown.Length > 0)
            throw new UploadFaultException(CodeFault.Observations,
                $"{report.Simulation} has no observation {string.Join(", ", unknown)}. It has {string.Join(", ", report.Observations)}.");
    }

    Experiment Make(int number, CodeReport report, string source, JsonElement options)
    {
        var now = DateTime.UtcNow;
        ExperimentStart start = new()
        {
            Key = NewKey(), Simulation = report.Simulation, Options = options, Folder = data.FolderOf(number), Started = now,
            Machine = Environment.MachineName, Agents = report.Agents, Observations = report.Observations,
            AllObservations = report.Observations, Terms = report.Terms, Metrics = report.Metrics, Goals = report.Goals,
        };
        var experiment = Waiting(number, start.Key, report.Simulation, source, now) with
        {
            Start = JsonSerializer.Serialize(start, StudioJson.Default.ExperimentStart),
            Hints = string.Join('\n', [.. report.Hints, .. report.Omissions]),
        };
        return experiment.WithSteps();
    }

    /// <summary>An experiment that waits for its start.</summary>
    Experiment Waiting(int number, string key, string simulation, string source, DateTime now) => new()
    {
        Number = number, Key = key, Simulation = simulation, Status = ExperimentStatus.Created, Started = now, LastSign = now, Start = "{}",
        Folder = data.FolderOf(number), Source = source, Machine = Environment.MachineName,
    };

    /// <summary>Makes a new experiment with code, options and design of another one; it waits to be started.</summary>
    /// <returns>The copy; null if there is no experiment of this number.</returns>
    /// <exception cref="InvalidDataException">Its code is not here.</exception>
    public async Task<Experiment?> CopyAsync(int number)
    {
        if (board.Find(number) is not { } model)
            return null;
        if (model.Source is not { } source)
            throw new InvalidDataException(
                $"Experiment {number} is a training of your own program, whose code is not here: submit the script, and copy that "
                + "experiment.");
        var start = JsonNode.Parse(model.Start)!.AsObject();             // as it is, with all that others keep in it
        var copy = await board.CreateAsync(next =>
        {
            var now = DateTime.UtcNow;
            var key = NewKey();
            (start["key"], start["folder"], start["started"]) = (key, data.FolderOf(next), new DateTimeOffset(now).ToString("O"));
            (start["process"], start["machine"], start["copied_from"]) = (0, Environment.MachineName, number);
            return (Waiting(next, key, model.Simulation, source, now) with { Start = start.ToJsonString(), Name = model.Name }).WithSteps();
        });
        return await board.LogAsync(copy.Number, [$"Code, options and design are those of #{number}."]);
    }

    static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Takes a text as a file of that name.</summary>
    public async Task<Experiment> TakeAsync(Submission script, CancellationToken cancellation)
    {
        using var upload = Open();
        await upload.AddAsync(script.File, new MemoryStream(Encoding.UTF8.GetBytes(script.Text)), cancellation);
        return await TakeAsync(upload, script, cancellation);
    }
}
