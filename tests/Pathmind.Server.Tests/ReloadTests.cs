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
        await using var server =
            await RunningServer.StartAsync(old, options => options with { ReloadInterval = TimeSpan.FromMilliseconds(20) });
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
        await using var server =
            await RunningServer.StartAsync(policy, options => options with { ReloadInterval = TimeSpan.FromMilliseconds(20) });
        File.WriteAllText(server.PathOf("damaged"), "no policy");
        // one change, not two
        File.Move(server.PathOf("damaged"), Path.Combine(server.PathOf("warehouse"), "policy.onnx"), overwrite: true);
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
        Assert.Contains("has numbers that are NaN or infinite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_behind_links_is_read_again_when_a_link_points_elsewhere()
    {
        // As Kubernetes mounts a ConfigMap: policy.onnx -> ..data/policy.onnx, ..data -> ..v1; an update swaps the link
        // ..data.
        var (old, changed) = (PolicyCase.Of("unbounded", seed: 1), PolicyCase.Of("unbounded", seed: 2));
        await using var server = await RunningServer.StartAsync(old, options =>
        {
            var mount = options.Policies[0];
            Directory.Move(mount, $"{mount}-v1");
            changed.Trained.Save($"{mount}-v2");
            Directory.CreateDirectory(mount);
            Directory.CreateSymbolicLink(Path.Combine(mount, "..data"), $"{mount}-v1");
            File.CreateSymbolicLink(Path.Combine(mount, "policy.onnx"), Path.Combine("..data", "policy.onnx"));
            return options with { ReloadInterval = TimeSpan.FromMilliseconds(20) };
        });
        Assert.Equal(old.Trained.Evaluate(Values).Action, await AskAsync(server));

        var mounted = server.PathOf("warehouse");
        Directory.CreateSymbolicLink(Path.Combine(mounted, "..new"), $"{mounted}-v2");
        // the files alone look the same
        File.SetLastWriteTimeUtc($"{mounted}-v2/policy.onnx", File.GetLastWriteTimeUtc($"{mounted}-v1/policy.onnx"));
        Directory.Delete(Path.Combine(mounted, "..data"));
        Directory.Move(Path.Combine(mounted, "..new"), Path.Combine(mounted, "..data"));

        await UntilAsync(server, changed.Trained.Evaluate(Values).Action);
    }

    [Fact]
    public async Task Two_files_named_policy_are_served_under_the_names_of_their_folders()
    {
        var policy = PolicyCase.Of("unbounded");
        string[] Files(ServerOptions options) => [.. options.Policies.Select(folder => Path.Combine(folder, "policy.onnx"))];
        await using var server = await RunningServer.StartAsync(
            options => options with { Policies = Files(options) }, ("mouse", policy.Trained), ("rat.v1", policy.Trained));

        Assert.Equal(200, (await server.PostAsync("policies/mouse/predict", RunningServer.Named(Values))).Status);
        Assert.Equal(200, (await server.PostAsync("policies/rat.v1/predict", RunningServer.Named(Values))).Status);
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
