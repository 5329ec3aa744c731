using System.Text.Json;
using System.Text.Json.Nodes;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>What the server answers is what the policy computes, over all spaces.</summary>
public sealed class PredictionTests
{
    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public async Task Every_way_of_asking_gives_the_policys_own_action(string space, bool masks)
    {
        var policy = PolicyCase.Of(space, masks);
        await using var server = await RunningServer.StartAsync(policy);
        JsonArray batch = [];
        List<double[]> expected = [];
        for (var i = 0; i < 20; i++)
        {
            var (values, mask) = (policy.RandomValues(), policy.RandomMask());
            var outputs = policy.Trained.Evaluate(values, mask);
            double[] action = [.. outputs.Action.Select(number => (double)number)];
            var raw = new JsonObject { ["obs"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };
            if (mask is not null)
                raw["action_mask"] = RunningServer.Named(values, mask)["action_mask"]!.DeepClone();
            Assert.Equal(action, Actions(await server.PostAsync("predict/", RunningServer.Named(values, mask))));
            Assert.Equal(action, Actions(await server.PostAsync("predict_deterministic", RunningServer.Named(values, mask))));
            Assert.Equal(action, Actions(await server.PostAsync("predict_raw", raw)));
            var (_, distribution) = await server.PostAsync("policies/warehouse/distribution/", RunningServer.Named(values, mask));
            Assert.Equal(outputs.Value, distribution.GetProperty("value").GetSingle());
            Assert.Equal(outputs.Probabilities, distribution.GetProperty("choices").EnumerateArray().SelectMany(Numbers)
                .Select(number => (float)number));
            batch.Add(RunningServer.Named(values, mask));
            expected.Add(action);
        }
        var (status, predictions) = await server.PostAsync("predict_batch/", new JsonObject { ["observations"] = batch });
        Assert.Equal(200, status);
        Assert.Equal(expected, predictions.GetProperty("predictions").EnumerateArray()
            .Select(prediction => Numbers(prediction.GetProperty("actions"))));
    }

    [Fact]
    public async Task The_probability_is_the_product_over_the_choices()
    {
        var policy = PolicyCase.Of("several choices");
        await using var server = await RunningServer.StartAsync(policy);
        var values = policy.RandomValues();
        var p = policy.Trained.Evaluate(values).Probabilities;               // two choices of three alternatives
        var (_, body) = await server.PostAsync("predict", RunningServer.Named(values));
        Assert.Equal(p[..3].Max() * (double)p[3..].Max(), body.GetProperty("probability").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task The_probability_of_a_real_number_is_its_density_at_the_mean()
    {
        var policy = PolicyCase.Of("unbounded");                             // three real numbers
        await using var server = await RunningServer.StartAsync(policy);
        var values = policy.RandomValues();
        var logStd = policy.Trained.Evaluate(values).LogStd;                 // of the action: more, the farther the mean is from 0
        var (_, body) = await server.PostAsync("predict", RunningServer.Named(values));
        var density = Math.Exp(-logStd.Sum(each => (double)each)) / Math.Pow(2 * Math.PI, 1.5);                        // Π 1 / (σ √2π)
        Assert.Equal(density, body.GetProperty("probability").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task Drawn_actions_are_as_frequent_as_they_are_probable()
    {
        var policy = PolicyCase.Of("one choice");
        await using var server = await RunningServer.StartAsync(policy, options => options with { Sample = 1 });
        float[] values = [0, 0, 0, 0, 0];
        var probabilities = policy.Trained.Evaluate(values).Probabilities;
        var (count, draws) = (new int[4], 2000);
        for (var i = 0; i < draws; i++)
            count[(int)Actions(await server.PostAsync("predict", RunningServer.Named(values)))[0]]++;
        for (var choice = 0; choice < 4; choice++)                           // 5 standard deviations of a share of 2000 draws
            Assert.InRange(count[choice] / (double)draws - probabilities[choice], -5 * 0.0112, 5 * 0.0112);
        Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()),
            (int)Actions(await server.PostAsync("predict_deterministic", RunningServer.Named(values)))[0]);
    }

    static double[] Actions((int Status, JsonElement Body) answer)
    {
        Assert.True(answer.Status == 200, answer.Body.ToString());
        return Numbers(answer.Body.GetProperty("actions"));
    }

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => (double)number.GetSingle())];
}
