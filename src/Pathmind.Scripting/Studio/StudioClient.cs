using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pathmind.Reporting;

/// <summary>Talks to a studio: its addresses below /api (docs/studio.md), as methods. Calls block, and are meant for a
/// thread of their own.</summary>
internal sealed class StudioClient : IDisposable
{
    /// <summary>Longest that a submission may take: it is sent, and examined there.</summary>
    public static readonly TimeSpan LongestSubmission = TimeSpan.FromMinutes(15);

    /// <summary>Bytes of a policy that is sent.</summary>
    public const int MostPolicyBytes = 8 << 20;

    readonly HttpClient http;

    /// <param name="studio">Where it is, and its token.</param>
    /// <param name="timeout">Longest that a call may take.</param>
    public StudioClient(StudioFile studio, TimeSpan timeout)
    {
        Uri address = new(studio.Url.EndsWith('/') ? studio.Url : $"{studio.Url}/");
        SocketsHttpHandler handler = new() { UseCookies = false, UseProxy = !address.IsLoopback, AllowAutoRedirect = false };
        http = new(handler) { BaseAddress = address, Timeout = timeout };
        http.DefaultRequestHeaders.Authorization = new("Bearer", studio.Token);
    }

    /// <summary>Makes an experiment, or finds the one with the same key.</summary>
    public ExperimentPlace Register(ExperimentStart start) => Send(
        HttpMethod.Post, "api/experiments", Body(start, StudioJson.Default.ExperimentStart), StudioJson.Default.ExperimentPlace);

    /// <summary>Adds rows; a batch without rows says that the training still runs.</summary>
    public ProgressAnswer Append(int experiment, ProgressBatch batch) => Send(
        HttpMethod.Post, $"api/experiments/{experiment}/rows", Body(batch, StudioJson.Default.ProgressBatch),
        StudioJson.Default.ProgressAnswer);

    /// <summary>Says how the trainings stand for which an experiment stands.</summary>
    public ExperimentPlace Tell(int experiment, SetState state) => Send(
        HttpMethod.Post, $"api/experiments/{experiment}/set", Body(state, StudioJson.Default.SetState), StudioJson.Default.ExperimentPlace);

    /// <summary>Says how the training ended.</summary>
    public ExperimentEnded End(int experiment, ExperimentEnd end) => Send(
        HttpMethod.Post, $"api/experiments/{experiment}/end", Body(end, StudioJson.Default.ExperimentEnd),
        StudioJson.Default.ExperimentEnded);

    /// <summary>Sends the policy of a training whose folder the studio cannot read.</summary>
    /// <param name="experiment">Its number.</param>
    /// <param name="policy">The file policy.onnx, at most <see cref="MostPolicyBytes"/>.</param>
    public ExperimentPlace SendPolicy(int experiment, byte[] policy) => Send(
        HttpMethod.Put, $"api/experiments/{experiment}/policy", new ByteArrayContent(policy), StudioJson.Default.ExperimentPlace);

    /// <summary>Hands over a script that the studio trains.</summary>
    public ExperimentPlace Submit(Submission submission) => Send(
        HttpMethod.Post, "api/submissions", Body(submission, StudioJson.Default.Submission), StudioJson.Default.ExperimentPlace);

    /// <summary>Hands over files that the studio trains; they are sent as they are read.</summary>
    /// <exception cref="HttpRequestException">The studio refuses: the message says what is wrong with them.</exception>
    public ExperimentPlace Submit(SubmittedFiles files, Submission fields)
    {
        using MultipartFormDataContent form = new();
        form.Add(new StringContent(fields.Options.GetRawText()), "options");
        form.Add(new StringContent(fields.Start is false ? "false" : "true"), "start");
        form.Add(new StringContent(fields.Anyway is true ? "true" : "false"), "anyway");
        if (fields.Simulation is { } simulation)
            form.Add(new StringContent(simulation), "simulation");
        if (fields.Observations is { } observations)
            form.Add(new StringContent(observations), "obs");
        foreach (var file in files.Files)
            form.Add(new StreamContent(File.OpenRead(file)), "file", files.NameOf(file));
        return Send(HttpMethod.Post, "api/submissions", form, StudioJson.Default.ExperimentPlace);
    }

    /// <summary>Asks the training of an experiment to stop and to keep its best policy.</summary>
    public ExperimentSummary Stop(int experiment) =>
        Send(HttpMethod.Post, $"api/experiments/{experiment}/stop", content: null, StudioJson.Default.ExperimentSummary);

    /// <summary>All experiments, the newest first.</summary>
    public ExperimentSummary[] List() =>
        Send(HttpMethod.Get, "api/experiments", content: null, StudioJson.Default.ExperimentSummaryArray);

    /// <summary>One experiment.</summary>
    public ExperimentSummary Get(int experiment) =>
        Send(HttpMethod.Get, $"api/experiments/{experiment}", content: null, StudioJson.Default.ExperimentSummary);

    /// <summary>Policy folder of an experiment's training as a zip, with its curve and record; null if there is
    /// none.</summary>
    public byte[]? Files(int experiment)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"api/experiments/{experiment}/files");
        using var response = http.Send(request);
        using var body = response.Content.ReadAsStream();
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException(Detail(body), inner: null, response.StatusCode);
        using MemoryStream memory = new();
        body.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>All rows of an experiment.</summary>
    public ProgressBatch Rows(int experiment) =>
        Send(HttpMethod.Get, $"api/experiments/{experiment}/rows", content: null, StudioJson.Default.ProgressBatch);

    public void Dispose() => http.Dispose();

    /// <summary>What a studio says of an error: <c>{"detail": "…"}</c>.</summary>
    static string Detail(Stream body)
    {
        using StreamReader reader = new(body);
        var text = reader.ReadToEnd();
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("detail").GetString() ?? "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return text.Length > 200 ? text[..200] : text;
        }
    }

    static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> type)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <exception cref="HttpRequestException">The studio does not answer, or refuses; its status then says
    /// why.</exception>
    /// <exception cref="OperationCanceledException">It took longer than the timeout.</exception>
    /// <exception cref="JsonException">What answered is not a studio.</exception>
    T Send<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        using var response = http.Send(request);
        using var body = response.Content.ReadAsStream();
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException($"{http.BaseAddress}{path} answered null.");
        throw new HttpRequestException(
            response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge ? Detail(body)
                : $"{http.BaseAddress}{path} answered {(int)response.StatusCode}: {Detail(body)}", inner: null, response.StatusCode);
    }
}
