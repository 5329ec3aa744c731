using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pathmind.Benchmarks;

/// <summary>What wrk measured: requests a second, latencies, and requests that got no good answer.</summary>
internal sealed partial record Wrk(double RequestsPerSecond, double MedianMilliseconds, double P99Milliseconds, long Refused, long Broken)
{
    const int Connections = 64;

    /// <summary>Good requests for a prediction.</summary>
    public static string Predict { get; } = $$"""
        wrk.method = "POST"
        wrk.headers["content-type"] = "application/json"
        wrk.headers["access-token"] = "{{ServedProcess.Key}}"
        wrk.body = '{"position": 0.02, "speed": -0.3, "angle": 0.01, "turn": 0.4}'
        """;

    /// <summary>Good and bad requests, to all endpoints in turn.</summary>
    public static string Mixed { get; } = $$"""
        local good = '{"position": 0.02, "speed": -0.3, "angle": 0.01, "turn": 0.4}'
        local bodies = { good, '{"position": "a"}', '{"obs": [1, 2, 3, 4]}', '{"observations": [' .. good .. ',' .. good .. ']}', '[[[[', good .. good, '{"position": 1e999}', string.rep('[', 5000) }
        local paths = { "/predict/", "/predict", "/predict_raw/", "/predict_batch", "/distribution/", "/nowhere", "/schema" }
        local keys = { "{{ServedProcess.Key}}", "{{ServedProcess.Key}}", "{{ServedProcess.Key}}", "wrong" }
        local i = 0
        request = function()
            i = i + 1
            return wrk.format("POST", paths[i % #paths + 1], { ["content-type"] = "application/json", ["access-token"] = keys[i % #keys + 1] }, bodies[math.floor(i / 7) % #bodies + 1])
        end
        """;

    /// <summary>Whether wrk (apt-get install wrk) is there.</summary>
    public static bool IsInstalled => File.Exists("/usr/bin/wrk");

    /// <summary>Asks one address over 64 connections.</summary>
    /// <param name="address">Whole.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="script">Lua that makes the requests; null for GET.</param>
    public static Wrk Run(string address, int seconds, string? script = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script ?? "");
            using var process = Process.Start(
                new ProcessStartInfo("/usr/bin/wrk",
                    ["-t", "1", "-c", $"{Connections}", "-d", $"{seconds}s", "--latency", "-s", file, address])
                {
                    RedirectStandardOutput =
                        true
                })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Read(output) : throw new InvalidOperationException($"wrk failed: {output}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    static Wrk Read(string output)
    {
        return new(double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), Latency("50%"), Latency("99%"),
            Refusals().Match(output) is { Success: true } refused ? long.Parse(refused.Groups[1].Value, CultureInfo.InvariantCulture) : 0,
            Breaks().Match(output) is { Success: true } broken
            ? broken.Groups.Values.Skip(1).Sum(group => long.Parse(group.Value, CultureInfo.InvariantCulture)) : 0);

        double Latency(string share)
        {
            var match = Regex.Match(output, $@"{share}\s+([\d.]+)(us|ms|s)");
            return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
        }
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Refusals();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex Breaks();
}
