using Pathmind.Tests.Policies;

namespace Pathmind.Tests;

/// <summary>A policy that changes on the disk changes on the server, and no request notices.</summary>
public sealed class ReloadTests
{
    static readonly float[] Values = [0.5f, 1, -1, 2, 0.25f];

    [Fact]
    public async Task Under_load_a_new_policy_answers_without_a_failed_request()
    {
        var (old, changed) = (PolicyCase.Of("unbounded", seed: 1), PolicyCase.Of("unbounded", seed: 2));
        await using var server = await RunningServer.StartAsync(old, options => options with { ReloadInterval = TimeSpan.FromMilliseconds(20) });
        float[][] known = [old.Trained.Evaluate(Values).Action, changed.Trained.Evaluate(Values).Action];
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(30));
        var callers = Enumerable.Range(0, 4).Select(_ => CallAsync(server, known, enough.Token)).ToArray();
        for (var round = 1; round <= 4; round++)
        {
            (round % 2 == 1 ? changed : old).Trained.Save(server.PathOf("warehouse"));
            await UntilAsync(server, known[round % 2]);
        }
        await enough.CancelAsync();
        Assert.All(await Task.WhenAll(callers), calls => Assert.InRange(calls, 1, int.MaxValue));
    }

    [Fact]
    public async Task A_damaged_policy_changes_nothing_and_is_counted()
    {
        var policy = PolicyCase.Of("unbounded");
        await using var server = await RunningServer.StartAsync(policy, options => options with { ReloadInterval = TimeSpan.FromMilliseconds(20) });
        File.WriteAllText(Path.Combine(server.PathOf("warehouse"), "policy.onnx"), "no policy");
        await UntilMetricAsync(server, "pathmind_reloads_total{policy=\"warehouse\",outcome=\"refused\"} 1");
        Assert.Equal(policy.Trained.Evaluate(Values).Action, await AskAsync(server));
        policy.Trained.Save(server.PathOf("warehouse"));
        await UntilMetricAsync(server, "pathmind_reloads_total{policy=\"warehouse\",outcome=\"loaded\"} 1");
    }

    [Fact]
    public async Task A_policy_whose_weights_are_no_numbers_is_refused()
    {
        var policy = PolicyCase.Of("unbounded");
        policy.Parts.Policy.Load([.. Enumerable.Repeat(float.NaN, policy.Parts.Policy.ParameterCount)]);
        var damaged = TrainedPolicy.From(policy.Parts);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunningServer.StartAsync(null, ("damaged", damaged)));
        Assert.Contains("'damaged' has no finite answer", error.Message, StringComparison.Ordinal);
    }

    static async Task<int> CallAsync(RunningServer server, float[][] known, CancellationToken enough)
    {
        var calls = 0;
        for (; !enough.IsCancellationRequested; calls++)
        {
            var action = await AskAsync(server);
            Assert.Contains(known, expected => expected.SequenceEqual(action));
        }
        return calls;
    }

    static async Task UntilAsync(RunningServer server, float[] expected)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!(await AskAsync(server)).SequenceEqual(expected))
            await Task.Delay(5, limit.Token);
    }

    static async Task UntilMetricAsync(RunningServer server, string line)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!(await server.Client.GetStringAsync("metrics", limit.Token)).Contains(line, StringComparison.Ordinal))
            await Task.Delay(5, limit.Token);
    }

    static async Task<float[]> AskAsync(RunningServer server)
    {
        var (status, body) = await server.PostAsync("predict", RunningServer.Named(Values));
        Assert.Equal(200, status);
        return [.. body.GetProperty("actions").EnumerateArray().Select(number => number.GetSingle())];
    }
}
