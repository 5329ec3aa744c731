using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Pathmind.Commands;

namespace Pathmind.Tool;

/// <summary>The verb <c>serve</c> of the command line.</summary>
internal static class ServeCommand
{
    /// <summary>A command that serves until Ctrl+C. Exit codes: 0 after a stop that was asked for, 1 if a policy or the
    /// port cannot be used.</summary>
    public static Command Create()
    {
        Argument<string[]> policies = new(
            "policies")
        {
            Description = "Policy folders, .zip or .onnx files; the first also answers at the root.",
            Arity = ArgumentArity.OneOrMore
        };
        Option<int> port = new("--port") { Description = "Port to listen at; 0 takes a free one.", DefaultValueFactory = _ => 8000 };
        Option<IPAddress> address = new("--address")
        {
            Description = "Address to listen at; 0.0.0.0 opens the server to the network.",
            DefaultValueFactory = _ => IPAddress.Loopback, CustomParser = ParseAddress
        };
        Option<string?> apiKey =
            new("--api-key") { Description = "What clients send as access-token; without it one is made and printed." };
        Option<int?> sample =
            new("--sample") { Description = "Seed: /predict draws its actions, as in training, instead of taking the best." };
        Option<double?> rate = new("--max-rate") { Description = "Predictions per second that all clients together may request." };
        var sessionTimeout = OptionValues.Duration(
            "--session-timeout", "How long a policy with a memory remembers a session after its last decision: 90s, 10m. Default: 30m.");
        Option<string[]> origins = new("--cors")
        {
            HelpName = "ORIGIN", Description = "Web pages that may ask, as in https://shop.example, or * for all; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        Option<ServerLog> log = new("--log") { Description = "How to log.", DefaultValueFactory = _ => ServerLog.Text };
        Command command = new("serve", "Serves policies over HTTP: predictions, /docs, /try, /clients, /metrics.") { policies, port,
            address, apiKey, sample, rate, sessionTimeout, origins, log };
        command.SetAction((arguments, cancellation) =>
        {
            ServerOptions options = new()
            {
                Policies = arguments.GetRequiredValue(policies), Port = arguments.GetValue(port),
                Address = arguments.GetRequiredValue(address), ApiKey = arguments.GetValue(apiKey),
                Sample = arguments.GetValue(sample), RequestsPerSecond = arguments.GetValue(rate),
                AllowedOrigins = arguments.GetRequiredValue(origins), Log = arguments.GetValue(log),
            };
            return ServeAsync(
                arguments.GetValue(sessionTimeout) is { } time ? options with { SessionTimeout = time } : options,
                arguments.InvocationConfiguration, cancellation);
        });
        return command;
    }

    static async Task<int> ServeAsync(ServerOptions options, InvocationConfiguration console, CancellationToken cancellation)
    {
        try
        {
            await using var server = await PolicyServer.StartAsync(options, cancellation);
            await console.Output.WriteLineAsync($"Serving {string.Join(", ", options.Policies)} at {server.Address}");
            if (options.ApiKey is null)
                await console.Output.WriteLineAsync($"Access key (header access-token): {server.ApiKey}");
            var fragment = options.ApiKey is null ? $"#access-token={server.ApiKey}" : "";   // a key of the user's own stays off the screen
            await console.Output.WriteLineAsync($"Try it: {server.Address}try{fragment}");
            await console.Output.FlushAsync(cancellation);
            await server.WaitAsync(cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or InvalidDataException)
        {
            await console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    static IPAddress? ParseAddress(ArgumentResult argument)
    {
        var text = argument.Tokens.SingleOrDefault()?.Value ?? "";
        if (IPAddress.TryParse(text, out var address))
            return address;
        if (text == "localhost")
            return IPAddress.Loopback;
        argument.AddError($"'{text}' is not an IP address: give one such as 127.0.0.1, 0.0.0.0 or ::1.");
        return null;
    }
}
