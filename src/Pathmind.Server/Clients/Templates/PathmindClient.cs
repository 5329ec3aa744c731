// Client of the policy '{{name}}': decides {{space}}.
//
//     export PATHMIND_API_KEY=...
//     dotnet run PathmindClient.cs
//
// As part of another program: leave out the lines above the records.
#:property JsonSerializerIsReflectionEnabledByDefault=true
#:property PublishAot=false
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

using var client = new PathmindClient();
var prediction = await client.PredictAsync({{csharp_example}});
Console.WriteLine(JsonSerializer.Serialize(prediction));

{{records}}

/// <summary>The action, and how probable it is.</summary>
public sealed record Prediction([property: JsonPropertyName("actions")] double[] Actions,
    [property: JsonPropertyName("probability")] double Probability{{csharp_names}}{{csharp_state}});

/// <summary>Asks the policy server.</summary>
public sealed class PathmindClient : IDisposable
{
    readonly HttpClient http;

    public PathmindClient(string url = "{{url}}", string? apiKey = null)
    {
        http = new() { BaseAddress = new Uri(url.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Add("access-token", apiKey ?? Environment.GetEnvironmentVariable("PATHMIND_API_KEY") ?? "");
    }

    public Task<Prediction> PredictAsync(Observation observation, CancellationToken cancellation = default) =>
        SendAsync<Prediction>("predict/", observation, cancellation);

    public async Task<Prediction[]> PredictBatchAsync(IEnumerable<Observation> observations, CancellationToken cancellation = default) =>
        (await SendAsync<Batch>("predict_batch/", new { observations = observations.Cast<object>() }, cancellation)).Predictions;

    public void Dispose() => http.Dispose();

    async Task<T> SendAsync<T>(string path, object body, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync(path, body, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(
                $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}", null, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<T>(cancellation))!;
    }

    sealed record Batch([property: JsonPropertyName("predictions")] Prediction[] Predictions);
}
