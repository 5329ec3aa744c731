using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pathmind.Simulations;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>A served policy that decides by what an agent saw before: requests hand its state on, or name a session
/// under which the server keeps it.</summary>
public sealed class MemoryServerTests
{
    static readonly PolicyCase Policy4 = PolicyCase.Of("choice, then number", masks: true, history: 4);

    [Theory]
    [InlineData(4, null)]
    [InlineData(null, 8)]
    public async Task Served_and_in_memory_it_decides_the_same_over_episodes_of_three_agents(int? history, int? memory)
    {
        var policy = new ThreeMice().Train(new()
        {
            Seed = 3, Steps = 2_000, Threads = 1, Display = Display.None, StopWhenConverged = false, History = history, Memory = memory,
        }).Policy;
        await using var server = await RunningServer.StartAsync(null, ("mice", policy));

        Assert.Equal(Actions(policy), Actions(Policy.Server(server.Address.ToString(), RunningServer.Key)));

        static double[] Actions(Policy policy)
        {
            var log = new ThreeMice().Run(policy, episodes: 10, seed: 9, display: Display.None);
            var columns = log.Steps.Names.Where(name => name.StartsWith("action", StringComparison.Ordinal));
            return [.. columns.SelectMany(name => log.Steps[name])];
        }
    }

    [Fact]
    public async Task Agents_of_several_kinds_have_a_state_each()
    {
        var policy = new Traffic().Train(
            new() { Steps = 3_000, Threads = 1, Display = Display.None, StopWhenConverged = false, History = 3 }).Policy;
        await using var server = await RunningServer.StartAsync(null, ("traffic", policy));

        Assert.Equal(Reward(policy), Reward(Policy.Server(server.Address.ToString(), RunningServer.Key)));
        var api = JsonNode.Parse(await server.Client.GetStringAsync("openapi.json", TestContext.Current.CancellationToken))!;
        foreach (var kind in new[] { "Observation0", "Observation1" })   // a state is that of all kinds, whichever the agent is
            Assert.Equal(
                policy.Description.StateSize, (int)api["components"]!["schemas"]![kind]!["properties"]!["state"]!["minItems"]!);

        static double Reward(Policy policy) => new Traffic().Run(policy, episodes: 3, seed: 9, display: Display.None).Reward.Mean;
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("predict_deterministic")]
    [InlineData("predict_raw")]
    [InlineData("predict_batch")]
    public async Task A_state_that_is_handed_on_and_a_session_give_the_policys_own_decisions(string path)
    {
        await using var server = await RunningServer.StartAsync(Policy4);
        foreach (var session in new[] { "robot 1", "robot 2" })
        {
            float[]? state = null;
            for (var decision = 1; decision <= 6; decision++)
            {
                var (values, mask) = (Policy4.RandomValues(), Policy4.RandomMask()!);
                var expected = Policy4.Trained.Evaluate(values, mask, state);
                var handed = await AskAsync(body => body["state"] = state is null ? null : Numbers(state));
                var kept = await AskAsync(body => body["session"] = session);

                Assert.Equal(expected.Action, Floats(handed.GetProperty("actions")));
                Assert.Equal(expected.Action, Floats(kept.GetProperty("actions")));
                Assert.Equal(decision, kept.GetProperty("decisions").GetInt32());
                Assert.False(kept.TryGetProperty("state", out _));
                state ??= [.. values, .. values, .. values];
                state = [.. state[5..], .. values];
                Assert.Equal(state, Floats(handed.GetProperty("state")));

                async Task<JsonElement> AskAsync(Action<JsonObject> remember)
                {
                    var body = RunningServer.Named(values, mask);
                    if (path == "predict_raw")
                        body = new() { ["action_mask"] = body["action_mask"]!.DeepClone(), ["obs"] = Numbers(values) };
                    remember(body);
                    if (body.TryGetPropertyValue("state", out var none) && none is null)
                        body.Remove("state");
                    var (status, answer) = await server.PostAsync(
                        path, path == "predict_batch" ? new JsonObject { ["observations"] = new JsonArray(body) } : body);
                    Assert.True(status == 200, answer.ToString());
                    return path == "predict_batch" ? answer.GetProperty("predictions")[0] : answer;
                }
            }
        }
    }

    [Fact]
    public async Task A_look_at_the_distribution_does_not_count_as_a_decision_of_the_session()
    {
        await using var server = await RunningServer.StartAsync(Policy4);
        var (first, second) = (Policy4.RandomValues(), Policy4.RandomValues());
        await DecideAsync(server, "shift 1", first);
        float[] state = [.. first, .. first, .. first];
        for (var i = 0; i < 2; i++)
        {
            var body = RunningServer.Named(second);
            body["session"] = "shift 1";
            var (_, shown) = await server.PostAsync("distribution", body);
            Assert.Equal(Policy4.Trained.Evaluate(second, null, state).Value, shown.GetProperty("value").GetSingle());
        }
        Assert.Equal(2, await DecideAsync(server, "shift 1", second));
    }

    [Fact]
    public async Task A_session_that_nobody_asked_for_within_its_time_begins_again()
    {
        await using var server = await RunningServer.StartAsync(
            Policy4, options => options with { SessionTimeout = TimeSpan.FromMilliseconds(300), MaxSessions = 1 });
        Assert.Equal(1, await DecideAsync(server, "a", new float[5]));
        await Task.Delay(TimeSpan.FromMilliseconds(900), TestContext.Current.CancellationToken);
        Assert.Equal(1, await DecideAsync(server, "a", new float[5]));
        await Task.Delay(TimeSpan.FromMilliseconds(900), TestContext.Current.CancellationToken);
        Assert.Equal(1, await DecideAsync(server, "b", new float[5]));   // there is room again
    }

    [Fact]
    public async Task More_sessions_than_the_server_may_keep_are_refused_and_known_ones_go_on()
    {
        await using var server = await RunningServer.StartAsync(Policy4, options => options with { MaxSessions = 2 });
        await DecideAsync(server, "a", new float[5]);
        await DecideAsync(server, "b", new float[5]);
        var body = RunningServer.Named(new float[5]);
        body["session"] = "c";
        var (status, answer) = await server.PostAsync("predict", body);
        Assert.Equal(429, status);
        Assert.Contains("remembers 2 sessions, as many as it may", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, await DecideAsync(server, "a", new float[5]));
    }

    [Theory]
    [InlineData(""" "state":[1,2] """, "state", "ensure this value has at least 15 items")]
    [InlineData(""" "state":"x" """, "state", "value is not a valid list")]
    [InlineData(""" "session":7 """, "session", "the key of a session must be a text of 1 to 200 characters")]
    [InlineData(""" "session":"" """, "session", "the key of a session must be a text of 1 to 200 characters")]
    [InlineData(
        """ "session":"a","state":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15] """, "session", "give either the state or a session, not both")]
    public async Task What_cannot_be_remembered_is_refused_in_a_sentence(string fields, string field, string message)
    {
        await using var server = await RunningServer.StartAsync(Policy4);
        var (status, answer) = await server.PostAsync(
            "predict", RunningServer.Json($$"""{"x":1,"orders":[1,2,3],"y":2,{{fields}}}"""));

        Assert.Equal(422, status);
        var error = answer.GetProperty("detail")[0];
        Assert.Equal((field, message), (error.GetProperty("loc")[1].GetString(), error.GetProperty("msg").GetString()));
    }

    [Fact]
    public async Task A_batch_has_one_observation_of_a_session_and_a_refused_one_changes_none()
    {
        await using var server = await RunningServer.StartAsync(
            PolicyCase.Of("one choice", activation: Activation.Relu, normalise: false, history: 4));
        await DecideAsync(server, "a", new float[5]);
        var twice = Enumerable.Range(0, 2).Select(_ => Of("a", 0));
        Assert.Equal(422, (await PostAsync([.. twice])).Status);
        Assert.Equal(422, (await PostAsync(Of("a", 0), Of("b", 3e38f))).Status);       // the network's numbers overflow
        Assert.Equal(2, await DecideAsync(server, "a", new float[5]));
        Assert.Equal(1, await DecideAsync(server, "b", new float[5]));

        Task<(int Status, JsonElement Body)> PostAsync(params JsonNode[] rows) =>
            server.PostAsync("predict_batch", new JsonObject { ["observations"] = new JsonArray(rows) });

        static JsonObject Of(string session, float number)
        {
            var body = RunningServer.Named([number, number, number, number, number]);
            body["session"] = session;
            return body;
        }
    }

    [Theory]
    [InlineData("state", "has a memory and an observation named 'state'")]
    [InlineData("session", "has a memory and an observation named 'session'")]
    public async Task An_observation_that_is_named_as_a_field_of_requests_is_refused_where_it_would_be_one(string name, string message)
    {
        ObservationLayout named = new(["x", "orders", name], [1, 3, 1], [false, true, false]);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => RunningServer.StartAsync(null, ("named", With(Policy4))));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        await using var server = await RunningServer.StartAsync(null, ("named", With(PolicyCase.Of("one choice"))));
        var (status, _) = await server.PostAsync("predict", new JsonObject { ["x"] = 0, ["orders"] = new JsonArray(1, 2, 3), [name] = 1 });
        Assert.Equal(200, status);

        TrainedPolicy With(PolicyCase policy) => TrainedPolicy.From(
            policy.Parts with { Description = policy.Parts.Description with { Observations = named } });
    }

    [Fact]
    public async Task Schema_and_openapi_say_how_it_remembers()
    {
        await using var server = await RunningServer.StartAsync(Policy4);
        var schema = JsonNode.Parse(await server.Client.GetStringAsync("schema", TestContext.Current.CancellationToken))!;
        Assert.Equal((4, 15), ((int)schema["history"]!, (int)schema["state_size"]!));
        var api = JsonNode.Parse(await server.Client.GetStringAsync("openapi.json", TestContext.Current.CancellationToken))!;
        var schemas = api["components"]!["schemas"]!;
        foreach (var (name, fields) in new[] { ("Observation", "state session"), ("RawObservation", "state session"),
            ("Prediction", "state decisions"), ("Distribution", "state") })
            foreach (var field in fields.Split(' '))
            {
                Assert.NotNull(schemas[name]!["properties"]![field]);
                Assert.DoesNotContain(field, schemas[name]!["required"]!.AsArray().Select(each => (string?)each));
            }
    }

    [Fact]
    public async Task The_page_goes_through_an_episode_decision_by_decision()
    {
        await using var server = await RunningServer.StartAsync(PolicyCase.Of("one choice", history: 4));
        var policy = PolicyCase.Of("one choice", history: 4).Trained;
        await using var context = await Chromium.OpenAsync(new() { ViewportSize = new() { Width = 1000, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}try#access-token={RunningServer.Key}");
        await Assertions.Expect(page.Locator("#when")).ToContainTextAsync("The first decision of an episode");
        await ExpectAsync([1, -1, 2, 0, 0.3f], null);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next decision" }).ClickAsync();
        await Assertions.Expect(page.Locator("#when")).ToContainTextAsync("Decision 2 of the episode");
        await page.GetByLabel("orders[1]", new() { Exact = true }).FillAsync("-20");
        await ExpectAsync([1, -1, -20, 0, 0.3f], [1, -1, 2, 0, 0.3f, 1, -1, 2, 0, 0.3f, 1, -1, 2, 0, 0.3f]);
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "try-memory.png"), FullPage = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "New episode" }).ClickAsync();
        await ExpectAsync([1, -1, -20, 0, 0.3f], null);

        async Task ExpectAsync(float[] values, float[]? state)
        {
            var shares = policy.Evaluate(values, null, state).Probabilities;
            var shown = Array.Empty<double>();
            for (var look = 0; look < 50 && !IsShown(); look++)          // the page asks a moment after a change
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                shown = [.. (await page.Locator(".bar .share").AllTextContentsAsync()).Select(text =>
                    text.StartsWith('<') ? 0 : double.Parse(text.Replace(" %", "", StringComparison.Ordinal)))];
            }
            Assert.True(IsShown(), $"{string.Join(" ", shown)} instead of {string.Join(" ", shares)}");

            bool IsShown() => shown.Length == 4 && shown.Zip(shares).All(pair => Math.Abs(pair.First - 100 * pair.Second) < 0.11);
        }
    }

    static async Task<int> DecideAsync(RunningServer server, string session, float[] values)
    {
        var body = RunningServer.Named(values);
        body["session"] = session;
        var (status, answer) = await server.PostAsync("predict", body);
        Assert.True(status == 200, answer.ToString());
        return answer.GetProperty("decisions").GetInt32();
    }

    static JsonArray Numbers(float[] numbers) => [.. numbers.Select(number => (JsonNode)number)];

    static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];
}
