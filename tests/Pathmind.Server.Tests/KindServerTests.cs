using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pathmind.Tests;

/// <summary>A served policy of several kinds of agents: each request is about one of them.</summary>
public sealed class KindServerTests : IAsyncLifetime
{
    readonly TrainedPolicy policy = new Traffic().Train(
        new() { Steps = 3_000, Threads = 1, Display = Display.None, StopWhenConverged = false }).Policy;

    RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(null, ("traffic", policy));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public void Served_and_read_from_a_file_it_decides_the_same()
    {
        var served = Policy.Server(server.Address.ToString(), RunningServer.Key);

        Assert.Equal(Actions(policy), Actions(served));
        Assert.Equal(Actions(policy), Actions(Policy.Local(server.PathOf("traffic"))));
    }

    [Theory]
    [InlineData("""{"queue":[1,2]}""", 2)]
    [InlineData("""{"queue":[1,2],"speed":3}""", 3)]
    [InlineData("""{"queue":[1,2],"speed":3,"agent_kind":0}""", 2)]         // says which is meant
    [InlineData("""{"agent_kind":1,"speed":3,"queue":[1,2]}""", 3)]
    public async Task The_names_of_the_observations_or_a_field_tell_the_kind(string body, int numbers)
    {
        foreach (var path in new[] { "predict", "predict_deterministic", "distribution" })
        {
            var (status, answer) = await server.PostAsync(path, RunningServer.Json(body));

            Assert.Equal(200, status);
            Assert.Equal(numbers, answer.GetProperty("actions").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("predict", """{"speed":3}""", "agent_kind",
        "these are not the observations of one kind of agents (0: queue; 1: speed, queue): "
        + "give exactly those of one, or say which is meant by agent_kind")]
    [InlineData("predict", """{"queue":[1,2],"agent_kind":2}""", "agent_kind",
        "the kind of agents must be a whole number in 0 .. 1 (0: queue; 1: speed, queue)")]
    [InlineData("predict", """{"queue":[1,2],"agent_kind":1}""", "speed", "field required")]
    [InlineData("predict_raw", """{"obs":[1,2]}""", "agent_kind", "field required")]
    public async Task What_does_not_tell_the_kind_is_refused_in_a_sentence(string path, string body, string field, string message)
    {
        var (status, answer) = await server.PostAsync(path, RunningServer.Json(body));

        Assert.Equal(422, status);
        var error = answer.GetProperty("detail")[0];
        Assert.Equal(field, error.GetProperty("loc")[1].GetString());
        Assert.Equal(message, error.GetProperty("msg").GetString());
    }

    [Fact]
    public async Task A_flat_list_and_a_batch_have_a_kind_for_each_row()
    {
        var named = await server.PostAsync("predict", RunningServer.Json("""{"speed":3,"queue":[1,2]}"""));
        var raw = await server.PostAsync("predict_raw", RunningServer.Json("""{"agent_kind":1,"obs":[3,1,2]}"""));
        var batch = await server.PostAsync("predict_batch", RunningServer.Json(
            """{"observations":[{"queue":[1,2]},{"queue":[1,2],"speed":3}]}"""));

        Assert.Equal(named.Body.ToString(), raw.Body.ToString());
        var predictions = batch.Body.GetProperty("predictions").EnumerateArray();
        Assert.Equal([2, 3], predictions.Select(one => one.GetProperty("actions").GetArrayLength()));
        Assert.Equal(named.Body.ToString(), batch.Body.GetProperty("predictions")[1].ToString());
    }

    [Fact]
    public async Task A_mask_belongs_to_its_kind()
    {
        JsonObject Body(params bool[] mask) => new()
        {
            ["queue"] = new JsonArray(1, 2), ["action_mask"] = new JsonArray([.. mask.Select(one => (JsonNode)one)]),
        };

        var first = await server.PostAsync("predict", Body(true, false, false, true, false));
        var last = await server.PostAsync("predict", Body(false, false, true, false, true));
        Assert.Equal("[0,0]", first.Body.GetProperty("actions").ToString());
        Assert.Equal("[2,1]", last.Body.GetProperty("actions").ToString());
    }

    [Fact]
    public async Task Schema_and_openapi_describe_every_kind()
    {
        var schema = JsonDocument.Parse(await server.Client.GetStringAsync("schema", TestContext.Current.CancellationToken)).RootElement;
        var kinds = schema.GetProperty("agent_kinds");
        Assert.Equal("[1,3]", Compact(kinds[1].GetProperty("agents")));
        Assert.Equal("""["speed","queue"]""", Compact(kinds[1].GetProperty("observations")));

        var api = JsonDocument.Parse(await server.Client.GetStringAsync("openapi.json", TestContext.Current.CancellationToken)).RootElement;
        var schemas = api.GetProperty("components").GetProperty("schemas");
        Assert.Equal(2, schemas.GetProperty("Observation").GetProperty("oneOf").GetArrayLength());
        Assert.Equal("""["speed","queue"]""", Compact(schemas.GetProperty("Observation1").GetProperty("required")));
        var actions = schemas.GetProperty("Prediction1").GetProperty("properties").GetProperty("actions");
        Assert.Equal(3, actions.GetProperty("minItems").GetInt32());

        static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
    }

    [Fact]
    public void Another_simulation_is_told_which_kinds_there_are()
    {
        TestSimulation oneLane = new() { Observation = (_, _) => new() { ["lane"] = 1 } };
        var error = Assert.Throws<ArgumentException>(() => oneLane.Run(
            Policy.Server(server.Address.ToString(), RunningServer.Key), display: Display.None));

        Assert.Contains(
            "agent 0 (sees lane; decides Discrete(2)) fits none of its kinds of agents: (sees queue; decides one of 3 choices, "
            + "then one of 2 choices), (sees speed, queue; decides", error.Message);
    }

    static double[] Actions(Policy policy)
    {
        var log = new Traffic().Run(policy, episodes: 2, seed: 9, display: Display.None);
        return [.. log.Steps.Names.Where(name => name.StartsWith("action", StringComparison.Ordinal)).SelectMany(name => log.Steps[name])];
    }
}
