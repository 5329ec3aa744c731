using System.Net;
using System.Text.Json;
using Pathmind.Policies;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>Policy.Server: the client of a policy server, ours or the original.</summary>
public sealed class ServerPolicyTests
{
    static readonly Lazy<TrainedPolicy> Mouse = new(() => new MouseAndCheese().Train(new() { Seed = 1, Display = Display.None }).Policy);

    [Fact]
    public async Task A_mouse_driven_through_the_server_finds_the_cheese_in_8_steps()
    {
        await using var server = await RunningServer.StartAsync(null, ("mouse", Mouse.Value));
        var log = new MouseAndCheese().Run(Policy.Server($"{server.Address}policies/mouse", RunningServer.Key), display: Display.None);
        Assert.Equal(8, log.Steps.Count);
    }

    [Fact]
    public async Task The_agents_of_a_step_are_decided_in_one_request()
    {
        await using var server = await RunningServer.StartAsync(null, ("mouse", Mouse.Value));
        new TwoMice().Run(Policy.Server(server.Address.ToString(), RunningServer.Key), display: Display.None);
        var metrics = await server.Client.GetStringAsync("metrics");
        Assert.Contains(
            "pathmind_requests_total{policy=\"mouse\",endpoint=\"predict_batch\",status=\"200\"} 8\n", metrics, StringComparison.Ordinal);
        Assert.Contains(
            "pathmind_requests_total{policy=\"mouse\",endpoint=\"predict\",status=\"200\"} 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_address_or_simulation_is_said_in_words()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice"));
        Assert.Contains("refused the access key (401)",
            Fails<HttpRequestException>(Policy.Server(server.Address.ToString(), "wrong")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no policy at",
            Fails<SimulationException>(Policy.Server($"{server.Address}nowhere", RunningServer.Key)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "cannot be reached", Fails<HttpRequestException>(Policy.Server("http://127.0.0.1:1", "key")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "not an http(s) address",
            Assert.Throws<ArgumentException>(() => Policy.Server("localhost", "key")).Message, StringComparison.Ordinal);
        Assert.Contains("'x' is missing; the observation 'orders' is missing; the observation 'y' is missing",
            Fails<ArgumentException>(Policy.Server(server.Address.ToString(), RunningServer.Key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_422_of_the_original_names_the_fields()
    {
        Script server = new(
            (HttpStatusCode.UnprocessableEntity,
                """{"detail":[{"loc":["body","mouse_row"],"msg":"field required","type":"value_error.missing"}]}"""));
        var error = Assert.Throws<HttpRequestException>(() => server.Connect().Post("predict/", "{}"u8.ToArray()));
        Assert.Contains("'mouse_row': field required", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_server_is_asked_again_after_the_time_that_it_names()
    {
        Script server =
            new((HttpStatusCode.TooManyRequests, ""), (HttpStatusCode.ServiceUnavailable, ""), (HttpStatusCode.OK, """{"actions":[1]}"""));
        using var answer = server.Connect().Post("predict/", "{}"u8.ToArray());
        Assert.Equal((3, 1), (server.Requests, answer.RootElement.GetProperty("actions")[0].GetInt32()));
    }

    [Fact]
    public void A_server_that_stays_busy_is_given_up_after_six_tries()
    {
        Script server = new([.. Enumerable.Repeat((HttpStatusCode.TooManyRequests, ""), 10)]);
        var error = Assert.Throws<HttpRequestException>(() => server.Connect().Post("predict/", "{}"u8.ToArray()));
        Assert.Equal(6, server.Requests);
        Assert.Contains("too busy 6 times", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_for_a_busy_server_ends_when_cancelled()
    {
        using CancellationTokenSource cancellation = new();
        Script server = new((HttpStatusCode.TooManyRequests, "")) { RetryAfter = TimeSpan.FromSeconds(20), Asked = cancellation.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => server.Connect(cancellation.Token).Post("predict/", "{}"u8.ToArray()));
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("""{"observations":{"x":{"type":"float"},"orders":{"type":"List[float]","min_items":3,"max_items":3}},"parameters":{"tuple":false}}""", 1, "")]
    [InlineData("""{"observations":{"x":{"type":"int"},"orders":{"type":"List[int]","min_items":1,"max_items":4}},"predict_batch":{"max_items":64}}""", 64, "")]
    [InlineData("""{"observations":{"x":{"type":"List[int]","min_items":1,"max_items":1}}}""", 1, "'x' is a number, the server needs a "
        + "list")]
    [InlineData("""{"observations":{"orders":{"type":"List[int]","min_items":4,"max_items":6},"z":{"type":"int"}}}""", 1,
        "'orders' has 3 numbers, the server needs 4 .. 6; the observation 'z' is missing")]
    [InlineData("[1]", 1, "")]
    public void The_schema_of_any_server_is_held_against_the_simulation(string json, int maxBatch, string problem)
    {
        var schema = ServerSchema.Of(JsonDocument.Parse(json).RootElement);
        Assert.Equal(maxBatch, schema.MaxBatch);
        var error = Record.Exception(() => schema.Match(PolicyCase.Of("one choice").Schema, new("http://server")));
        Assert.Contains(problem, error?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(problem != "", error is ArgumentException);
    }

    static T Fails<T>(Policy policy)
        where T : Exception => Assert.Throws<T>(() => new MouseAndCheese().Run(policy, display: Display.None));

    /// <summary>Answers as told, one after the other.</summary>
    sealed class Script(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public TimeSpan RetryAfter { get; init; }

        public Action Asked { get; init; } = () => { };

        public PolicyServerConnection Connect(CancellationToken cancellation = default) => new("http://server", "key", cancellation, this);

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answers[Requests++];
            HttpResponseMessage response = new(status) { Content = new StringContent(body) };
            response.Headers.RetryAfter = new(RetryAfter);
            Asked();
            return response;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }

    /// <summary>Two mice that do not see each other, with the observations of one: (0,0) and (2,2) look for
    /// (4,4).</summary>
    sealed class TwoMice : Simulation
    {
        readonly (int Row, int Column)[] mice = new (int, int)[2];

        public override int NumberOfAgents => 2;

        public override ActionSpace ActionSpace(int agent) => new Discrete(4);

        public override void Reset() => (mice[0], mice[1]) = ((0, 0), (2, 2));

        public override void Step()
        {
            for (var agent = 0; agent < 2; agent++)
                if (!IsDone(agent))
                    mice[agent] = Action[agent].Choice switch
                    {
                        0 => (Math.Min(mice[agent].Row + 1, 5), mice[agent].Column),
                        1 => (mice[agent].Row, Math.Min(mice[agent].Column + 1, 5)),
                        2 => (Math.Max(mice[agent].Row - 1, 0), mice[agent].Column),
                        _ => (mice[agent].Row, Math.Max(mice[agent].Column - 1, 0)),
                    };
        }

        public override Observation GetObservation(int agent) => new()
        {
            ["mouse_row"] = mice[agent].Row / 5f, ["mouse_column"] = mice[agent].Column / 5f,
            ["rows_to_cheese"] = Math.Abs(4 - mice[agent].Row) / 5f, ["columns_to_cheese"] = Math.Abs(4 - mice[agent].Column) / 5f,
        };

        public override Reward GetReward(int agent) => new() { ["found_cheese"] = IsDone(agent) ? 1 : 0 };

        public override bool IsDone(int agent) => mice[agent] == (4, 4);
    }
}
