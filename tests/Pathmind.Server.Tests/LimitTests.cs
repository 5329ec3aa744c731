using System.Net;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>Requests that are under way while something else happens.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_request_beyond_the_most_at_a_time_is_429_and_the_next_one_is_answered_again()
    {
        await using var server =
            await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { MaxConcurrentRequests = 1 });
        var (slow, first) = await HoldAsync(server, server.Client);
        slow.Finish();
        using var response = await first;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(200, (await server.PostAsync("predict", RunningServer.Named(new float[5]))).Status);
    }

    [Fact]
    public async Task A_stopping_server_takes_no_new_request_and_ends_the_one_under_way()
    {
        var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { MaxConcurrentRequests = 1 });
        using HttpClient client = new() { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("access-token", RunningServer.Key);
        var (slow, first) = await HoldAsync(server, client);
        var stopping = server.DisposeAsync().AsTask();
        await UntilAsync(() => IsRefusedAsync(server.Address));
        Assert.False(stopping.IsCompleted);
        slow.Finish();
        using var response = await first;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await stopping;
    }

    /// <summary>A slow request that is inside: others are refused. If one of those was inside when it came, it is
    /// refused itself, which its client reads only once its body is sent: then another one is sent.</summary>
    static async Task<(Slow Body, Task<HttpResponseMessage> Answer)> HoldAsync(RunningServer server, HttpClient client)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Slow slow = new();
            var answer = client.PostAsync("predict", slow);
            for (var probe = 0; probe < 5; probe++)
            {
                await Task.Delay(50);
                if ((await server.PostAsync("predict", RunningServer.Named(new float[5]))).Status == 429)
                    return (slow, answer);
            }
            slow.Finish();
            using var refused = await answer;
        }
        throw new TimeoutException("No slow request came in.");
    }

    static async Task<bool> IsRefusedAsync(Uri address)
    {
        using HttpClient stranger = new() { BaseAddress = address };
        try
        {
            await stranger.GetStringAsync("");
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    static async Task UntilAsync(Func<Task<bool>> happens)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!await happens())
            await Task.Delay(10, limit.Token);
    }

    /// <summary>A good observation whose second half waits.</summary>
    sealed class Slow : HttpContent
    {
        readonly TaskCompletionSource rest = new();

        public Slow() => Headers.ContentType = new("application/json");

        public void Finish() => rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("""{"x": 1, "orders": """u8.ToArray());
            await stream.FlushAsync();
            await rest.Task;
            await stream.WriteAsync("""[1, 2, 3], "y": 0}"""u8.ToArray());
        }

        protected override bool TryComputeLength(out long length) => (length = 0) > 0;
    }
}
