using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Pathmind.Tests.Policies;
using Pathmind.Tool;

namespace Pathmind.Tests;

/// <summary>The verb serve, in a command line of its own.</summary>
public sealed class ServeCommandTests
{
    [Fact]
    public async Task It_serves_until_cancelled_and_prints_the_key_that_it_made()
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-serve-");
        try
        {
            PolicyCase.Of("one choice").Trained.Save(Path.Combine(folder.FullName, "warehouse"));
            using Lines output = new();
            using CancellationTokenSource cancellation = new(TimeSpan.FromSeconds(60));
            var serving = new RootCommand { ServeCommand.Create() }.Parse(
                ["serve", Path.Combine(folder.FullName, "warehouse"), "--port", "0", "--log", "none"])
                .InvokeAsync(new() { Output = output, EnableDefaultExceptionHandler = false }, cancellation.Token);
            var address = (await output.NextAsync(cancellation.Token)).Split(" at ")[1];
            var key = (await output.NextAsync(cancellation.Token)).Split(": ")[1];
            Assert.Equal($"Try it: {address}try#access-token={key}", await output.NextAsync(cancellation.Token));
            using HttpClient client = new() { BaseAddress = new(address) };
            client.DefaultRequestHeaders.Add("access-token", key);
            Assert.Contains("Warehouse", await client.GetStringAsync("schema"), StringComparison.Ordinal);
            Assert.Equal("127.0.0.1", client.BaseAddress.Host);
            await cancellation.CancelAsync();
            Assert.Equal(0, await serving);
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("schema"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("serve", "nowhere", "There is no file or folder 'nowhere'")]
    [InlineData("serve", "nowhere --port 70000", "Port is 70000")]
    [InlineData("serve", "nowhere --address here", "'here' is not an IP address")]
    [InlineData("serve", "", "Required argument missing")]
    public async Task What_cannot_be_served_is_said_in_words(string verb, string arguments, string message)
    {
        using StringWriter error = new();
        var code = await new RootCommand { ServeCommand.Create() }.Parse($"{verb} {arguments}")
            .InvokeAsync(new() { Output = TextWriter.Null, Error = error });
        Assert.Equal(1, code);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
    }

    /// <remarks>In a process of its own, for what the host logs goes to the console.</remarks>
    [Theory]
    [InlineData("serve", "policy")]
    [InlineData("studio", "--no-open")]
    public void A_port_in_use_is_one_line_that_says_what_to_do(string verb, string argument)
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using ServedFolder folder = new();
        var result = folder.Run(verb, argument, "--port", $"{port}");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal(
            $"Port {port} is in use, by another server perhaps: end that one, or choose another port with --port (Port in code); 0 takes "
            + "a free one.\n", result.Error);
    }

    /// <summary>A folder with a policy in it.</summary>
    sealed class ServedFolder : ToolFolder
    {
        public ServedFolder() => PolicyCase.Of("one choice").Trained.Save(PathOf("policy"));

        internal new ToolResult Run(params string[] arguments) => RunWith([("PATHMIND_DATA", PathOf("data"))], arguments);
    }

    /// <summary>Lines as they are written.</summary>
    sealed class Lines : StringWriter
    {
        readonly System.Threading.Channels.Channel<string> lines = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public override Task WriteLineAsync(string? value) => lines.Writer.WriteAsync(value ?? "").AsTask();

        public Task<string> NextAsync(CancellationToken cancellation) => lines.Reader.ReadAsync(cancellation).AsTask();
    }
}
