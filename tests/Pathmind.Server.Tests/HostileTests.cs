using System.Net.Http.Headers;
using System.Text;
using Pathmind.Numerics;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>Requests that mean no good: a clear answer, never a failure of the server, and bounded memory.</summary>
public sealed class HostileTests
{
    static readonly string[] Paths = ["predict", "predict_raw/", "predict_batch", "distribution/", "predict_deterministic"];

    static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"x\"", "\"orders\"", "\"y\"", "\"obs\"", "\"observations\"", "\"action_mask\"", "\"\\u0078\"",
            "\"\\ud800\"", "\"", "1", "0", "-1e308", "1e999",
        "NaN", "Infinity", "null", "true", "1.5", " ", "\0", "\u00e4", "1" + new string('0', 400), new string('[', 100),
        "{\"x\":1,\"orders\":[1,2,3],\"y\":2}", "[1,2,3]",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_JSON_is_answered_by_200_or_422(int seed)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("several choices", masks: true));
        RandomStream random = new(seed, stream: 0);
        for (var i = 0; i < 400; i++)
        {
            StringBuilder text = new();
            for (var length = random.Next(1, 30); length > 0; length--)
                text.Append(Pieces[random.Next(Pieces.Length)]);
            await AnswersAsync(server, Encoding.UTF8.GetBytes(text.ToString()), random, text.ToString());
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Damaged_good_requests_are_answered_by_200_or_422(int seed)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("several choices", masks: true));
        RandomStream random = new(seed, stream: 0);
        for (var i = 0; i < 400; i++)
        {
            var bytes = """{"x": 1, "orders": [1, 2, 3], "y": 0, "obs": [1, 2, 3, 4, 5], "observations": [{"x": 1, "orders": [1, 2, 3], "y": 0}], "action_mask": [1, 1, 0, 1, 0, 1]}"""u8.ToArray();
            for (var damages = random.Next(1, 5); damages > 0; damages--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await AnswersAsync(server, bytes[..random.Next(1, bytes.Length + 1)], random, Encoding.Latin1.GetString(bytes));
        }
    }

    public static TheoryData<string, string> Large => new()
    {
        { "deep nesting", new string('[', 500_000) },
        { "deep nesting in a field that nobody reads", "{\"z\":" + new string('[', 500_000) },
        { "many numbers", "{\"orders\":[" + string.Join(',', Enumerable.Repeat("1", 400_000)) + "]}" },
        { "many wrong items", "{\"orders\":[" + string.Join(',', Enumerable.Repeat("{}", 300_000)) + "]}" },
        { "the same name many times", "{" + string.Join(',', Enumerable.Repeat("\"x\":1", 150_000)) + "}" },
        { "many names", "{" + string.Join(',', Enumerable.Range(0, 70_000).Select(i => $"\"{i}\":1")) + "}" },
        { "a long name", "{\"" + new string('x', 900_000) + "\":1}" },
        { "a long number", "{\"x\":" + new string('9', 900_000) + "}" },
        { "a long text", "{\"x\":\"" + new string('9', 900_000) + "\"}" },
        { "many rows", "{\"observations\":[" + string.Join(',', Enumerable.Repeat("{}", 300_000)) + "]}" },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public async Task A_large_body_gets_a_short_answer(string what, string body)
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("several choices", masks: true));
        foreach (var path in Paths)
        {
            using var response = await server.Client.PostAsync(path, RunningServer.Json(body));
            var answer = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == 422
                && answer.Length < 20_000, $"{what}: {(int)response.StatusCode}, {answer.Length} characters");
        }
    }

    [Fact]
    public async Task Good_and_bad_requests_do_not_make_the_memory_grow()
    {
        await using var server =
            await RunningServer.StartAsync(PolicyCase.Of("several choices", masks: true), options => options with { MaxBatch = 64 });
        RandomStream random = new(seed: 6, stream: 0);
        var warm = 0L;
        for (var i = 0; i < 6000; i++)
        {
            var text = i % 3 == 0
                ? """{"x": 1, "orders": [1, 2, 3], "y": 0}"""
                : Pieces[random.Next(Pieces.Length)] + Pieces[random.Next(Pieces.Length)];
            await AnswersAsync(server, Encoding.UTF8.GetBytes(text), random, text);
            if (i == 2000)
                warm = GC.GetTotalMemory(forceFullCollection: true);
        }
        // other tests of this process run meanwhile
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - warm, long.MinValue, 8 << 20);
    }

    static async Task AnswersAsync(RunningServer server, byte[] body, RandomStream random, string text)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await server.Client.PostAsync(Paths[random.Next(Paths.Length)], content);
        Assert.True((int)response.StatusCode is 200 or 422, $"{(int)response.StatusCode} for {text}");
    }
}
