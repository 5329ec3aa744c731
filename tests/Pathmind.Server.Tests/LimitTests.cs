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
        using Slow slow = new();
        var first = server.PostAsync("predict", slow);
        await UntilAsync(async () => (await server.PostAsync("predict", RunningServer.Named(new float[5]))).Status == 429);
        slow.Finish();
        Assert.Equal(200, (await first).Status);
        Assert.Equal(200, (await server.PostAsync("predict", RunningServer.Named(new float[5]))).Status);
    }

    [Fact]
    public async Task A_stopping_server_takes_no_new_request_and_ends_the_one_under_way()
    {
        var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"), options => options with { MaxConcurrentRequests = 1 });
        using HttpClient client = new() { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("access-token", RunningServer.Key);
        using Slow slow = new();
        var first = client.PostAsync("predict", slow);
        // the slow one is inside
        await UntilAsync(async () => (await server.PostAsync("predict", RunningServer.Named(new float[5]))).Status == 429);
        var stopping = server.DisposeAsync().AsTask();
        await UntilAsync(() => IsRefusedAsync(server.Address));
        Assert.False(stopping.IsCompleted);
        slow.Finish();
        using var response = await first;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await stopping;
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
