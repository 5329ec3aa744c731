using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pathmind.Policies;

/// <summary>Sends requests to a policy server over connections that stay open, tries again when it is busy, and
/// explains in words what is wrong.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A policy is not disposed of; connections that are idle for a while are closed by their pool.")]
internal sealed class PolicyServerConnection
{
    /// <summary>Tries of one request, the first included.</summary>
    const int Tries = 6;

    /// <summary>Longest pause between two tries, even if the server asks for a longer one.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly HttpClient http;
    readonly CancellationToken cancellation;

    /// <exception cref="ArgumentException">The address is not an http(s) URL.</exception>
    public PolicyServerConnection(string url, string apiKey, CancellationToken cancellation, HttpMessageHandler? handler = null)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{url}' is not an http(s) address of a policy server: give one such as http://127.0.0.1:8000.");
        (Address, this.cancellation) = (address, cancellation);
        http = new(handler ?? new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5)
        })
        {
            BaseAddress = address, Timeout = TimeSpan.FromSeconds(30),
        };
        http.DefaultRequestHeaders.Add("access-token", apiKey);
    }

    public Uri Address { get; }

    /// <summary>The JSON at an address; null if there is none.</summary>
    /// <inheritdoc cref="Post" path="/exception"/>
    public JsonDocument? Get(string path)
    {
        using var response = Send(() => new(HttpMethod.Get, path));
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed ? null : Read(response);
    }

    /// <summary>The answer to a JSON body.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or did not answer with a result; the
    /// message says what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public JsonDocument Post(string path, ReadOnlyMemory<byte> json)
    {
        using var response = Send(
            () => new(HttpMethod.Post,
                path)
            {
                Content =
                    new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }
            });
        return Read(response);
    }

    HttpResponseMessage Send(Func<HttpRequestMessage> request)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = SendOnce(request);
            if (attempt == Tries || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                return response;
            var pause = Pause(response.Headers.RetryAfter, attempt);
            response.Dispose();
            cancellation.WaitHandle.WaitOne(pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    HttpResponseMessage SendOnce(Func<HttpRequestMessage> request)
    {
        try
        {
            using var message = request();
            return http.Send(message, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException(
                $"The policy server at {Address} cannot be reached ({exception.Message}): is it running, and is the address right?",
                exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException(
                $"The policy server at {Address} did not answer within {http.Timeout.TotalSeconds} s: is it overloaded?", exception);
        }
    }

    /// <summary>What the server asks for, else 0.1 s, doubled at each try.</summary>
    static TimeSpan Pause(RetryConditionHeaderValue? asked, int attempt)
    {
        var pause = asked?.Delta ?? (asked?.Date is { } date ? date - DateTimeOffset.UtcNow
            : TimeSpan.FromSeconds(0.1 * (1 << (attempt - 1))));
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > LongestPause ? LongestPause : pause;
    }

    JsonDocument Read(HttpResponseMessage response)
    {
        using var stream = response.Content.ReadAsStream(cancellation);
        using StreamReader reader = new(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException(Explain(response.StatusCode, text), inner: null, response.StatusCode);
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException(
                $"{Address} answered something else than JSON ({Short(text)}): is it the address of a policy server?", exception,
                response.StatusCode);
        }
    }

    string Explain(HttpStatusCode status, string text) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"The policy server at {Address} refused the access key ({(int)status}): give the one that it was started with.",
        HttpStatusCode.NotFound => $"There is no policy at {Address} (404): is the address right? It ends where /predict begins.",
        HttpStatusCode.UnprocessableEntity =>
        $"The policy server at {Address} found the observations invalid (422): {Fields(text)}. Use the simulation that the policy was "
        + "trained on.",
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
            $"The policy server at {Address} was too busy {Tries.ToString(CultureInfo.InvariantCulture)} times ({(int)status}): try "
            + "later, or ask it less often.",
        _ => $"The policy server at {Address} answered {(int)status}: {Short(text)}.",
    };

    /// <summary>"'x': field required; …" of <c>{"detail":[{"loc":["body","x"],"msg":"field required"}]}</c>; else the
    /// text itself.</summary>
    static string Fields(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return string.Join("; ", json.RootElement.GetProperty("detail").EnumerateArray().Select(error =>
                $"'{PathOf(error)}': {error.GetProperty("msg").GetString()}"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Short(text);
        }
    }

    /// <summary>The text, or its first 200 characters.</summary>
    public static string Short(string text) => text.Length > 200 ? text[..200] + " …" : text;

    /// <summary>The field that an error is about: <c>observations.x</c>.</summary>
    static string PathOf(JsonElement error) =>
        string.Join('.', error.GetProperty("loc").EnumerateArray().Select(part => part.ToString()).Where(part => part != "body"));
}
