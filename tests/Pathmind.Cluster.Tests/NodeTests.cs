using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Orleans.Runtime;
using Pathmind.Clusters.Grains;
using Pathmind.Clusters.Nodes;
using Pathmind.Clusters.Traffic;

namespace Pathmind.Tests;

/// <summary>A cluster of one process: what counts, and who is let in.</summary>
public sealed class NodeTests(NodeTests.OneNode one) : IClassFixture<NodeTests.OneNode>
{
    readonly ClusterNode node = one.Node;

    static SliceData Data => new("{}", null, 100, 3);

    [Fact]
    public void Why_a_node_is_dead_is_said_without_the_table_of_all_nodes() => Assert.Equal(
        "(I have been told I am dead! Reason: it was silent.)",
        FatalErrors.Reason("I have been told I am dead! Reason: it was silent. Membership: [Version: 275, 87 silos]", null));

    [Fact]
    public async Task The_first_result_of_a_slice_counts_and_every_other_is_too_late()
    {
        var trial = node.Grains.GetGrain<ITrialGrain>("experiment/1");
        Assert.Null((await trial.OfferAsync(1, Data)).Outcome);
        var lease = Guid.NewGuid();
        Assert.True(await trial.CompleteAsync(1, new("first", "end", null), lease));
        Assert.True(await trial.CompleteAsync(1, new("first", "end", null), lease));  // the same, said again
        Assert.False(await trial.CompleteAsync(1, new("first", "end", null), Guid.NewGuid()));
        Assert.False(await trial.CompleteAsync(1, new("second", "end", null), Guid.NewGuid()));
        Assert.Equal("first", (await trial.OfferAsync(1, Data)).Outcome!.Checkpoint);
        Assert.Null((await trial.ReadAsync(2)).Data);
        await trial.ForgetAsync(1);
        Assert.Null((await trial.OfferAsync(1, Data)).Outcome);
    }

    [Fact]
    public async Task A_grain_that_is_not_the_only_one_any_more_writes_nothing_and_learns_what_the_other_wrote()
    {
        var trial = node.Grains.GetGrain<ITrialGrain>("experiment/2");
        await trial.OfferAsync(1, Data);
        var document = (await node.Store.ReadAsync("trial/experiment/2"))!;
        var others = Encoding.UTF8.GetString(document.Value).Replace("\"Outcome\":null", """
            "Outcome":{"Checkpoint":"of the other","End":"end","Failure":null}
            """, StringComparison.Ordinal);
        Assert.NotNull(await node.Store.WriteAsync("trial/experiment/2", Encoding.UTF8.GetBytes(others), document.Version));
        await Assert.ThrowsAnyAsync<OrleansException>(() => trial.CompleteAsync(1, new("own", "end", null), Guid.NewGuid()));
        Assert.False(await trial.CompleteAsync(1, new("own", "end", null), Guid.NewGuid()));
        Assert.Equal("of the other", (await trial.ReadAsync(1)).Outcome!.Checkpoint);
    }

    [Fact]
    public async Task A_slice_whose_process_crashes_is_given_up_at_the_third_time()
    {
        var trial = node.Grains.GetGrain<ITrialGrain>("experiment/3");
        await trial.OfferAsync(1, Data);
        Assert.False(await trial.CrashAsync(1, "It crashed."));
        Assert.False(await trial.CrashAsync(1, "It crashed."));
        Assert.True(await trial.CrashAsync(1, "It crashed."));
        Assert.Equal("It crashed. It was tried 3 times.", (await trial.ReadAsync(1)).Outcome!.Failure);
    }

    [Fact]
    public async Task A_training_that_has_ended_leaves_nothing_but_its_code()
    {
        ExperimentData data = new("code", "coin.cs", "Coin", null, 2, KitVersion.Here);
        var experiment = node.Grains.GetGrain<IExperimentGrain>("ended");
        Assert.True(await experiment.OpenAsync(data));
        Assert.False(await experiment.OpenAsync(data));
        var trial = node.Grains.GetGrain<ITrialGrain>("ended/1");
        await node.Store.PutAsync("checkpoint", [1, 2, 3]);
        await trial.OfferAsync(1, Data);
        await trial.CompleteAsync(1, new("checkpoint", "end", null), Guid.NewGuid());
        await experiment.CloseAsync();
        Assert.Null(await experiment.ReadAsync());
        Assert.Null(await node.Store.GetAsync("checkpoint"));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(one.Folder, "documents")), file => file.Contains("ended"));
    }

    /// <summary>As that of a worker whose network comes back when all is over.</summary>
    [Fact]
    public async Task A_result_or_a_crash_that_comes_after_the_trainings_end_counts_nothing_and_leaves_nothing()
    {
        var trial = node.Grains.GetGrain<ITrialGrain>("over/1");
        await trial.OfferAsync(1, Data);
        await trial.ClearAsync();
        Assert.False(await trial.CompleteAsync(1, new("late", "end", null), Guid.NewGuid()));
        Assert.True(await trial.CrashAsync(1, "It crashed."));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(one.Folder, "documents")), file => file.Contains("over"));
    }

    [Fact]
    public async Task Who_does_not_know_the_secret_is_not_let_in()
    {
        using TcpClient client = new();
        await client.ConnectAsync(node.Address.Endpoint);
        using var strange = ClusterCertificate.Of("another secret, guessed");
        await using SslStream tls = new(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "pathmind cluster", ClientCertificates = [strange],
            });
            await tls.WriteAsync(new byte[100]);
            if (await tls.ReadAsync(new byte[1]) == 0)                   // TLS 1.3 refuses after the handshake
                throw new IOException("closed");
        });
        Assert.True(refused is IOException or AuthenticationException, $"{refused}");
    }

    [Fact]
    public void A_secret_makes_the_same_key_on_any_machine_and_another_secret_another_key()
    {
        using var one = ClusterCertificate.Of("a secret of some length");
        using var same = ClusterCertificate.Of("a secret of some length");
        using var other = ClusterCertificate.Of("a secret of some Length");
        Assert.True(ClusterCertificate.IsSame(one, same));
        Assert.False(ClusterCertificate.IsSame(one, other));
        Assert.False(ClusterCertificate.IsSame(one, null));
        Assert.Contains("has 15 characters, but needs at least 16",
            Assert.Throws<ArgumentException>(() => ClusterCertificate.Of("fifteen letters")).Message);
    }

    /// <summary>Of all tests.</summary>
    public sealed class OneNode : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("pathmind-node-").FullName;

        internal ClusterNode Node { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Node = await ClusterNode.StartAsync(new() { Folder = Folder }, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await Node.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
