using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Pathmind.Benchmarks;

/// <summary>How long it takes to refuse what means no good: of each kind the slowest, when everything was refused once
/// before.</summary>
internal static class HostileTimes
{
    public static void AddTo(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-hostile-");
        try
        {
            foreach (var kind in HostileFiles.All.GroupBy(file => file.Kind))
                Add(kind.Key, () => [.. kind.Select(file => (file.ToString(), Reading(file, folder.FullName)))]);
            using ServedProcess server = new();
            using HttpClient client = new();
            client.DefaultRequestHeaders.Add("access-token", ServedProcess.Key);
            Add("request",
                () => [.. HostileRequests.Bodies.SelectMany(
                    body => HostileRequests.Endpoints.Select(
                        endpoint => ($"{endpoint}: {body.Name}", Asking(client, $"{server.Address}{endpoint}", body.Json))))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Add(string kind, Func<(string Name, Action Attempt)[]> attempts)
        {
            var slowest = "";
            var row = report.Median(
                $"hostile.{kind}", "ms", Goal.AtMost(100), () => Slowest(attempts(), report.Effort.Rounds, out slowest));
            if (row is not null)
                report.Tell($"  the slowest: {slowest}");
        }
    }

    /// <summary>The time of the slowest in each round, in ms, after one round that does not count.</summary>
    static double[] Slowest((string Name, Action Attempt)[] attempts, int rounds, out string name)
    {
        var times = new double[rounds];
        name = "";
        foreach (var (_, attempt) in attempts)
            attempt();
        for (var round = 0; round < rounds; round++)
            foreach (var (attemptName, attempt) in attempts)
            {
                var start = Stopwatch.GetTimestamp();
                attempt();
                if (Stopwatch.GetElapsedTime(start).TotalMilliseconds is var time && time > times[round])
                    (times[round], name) = (time, attemptName);
            }
        return times;
    }

    static Action Reading(HostileFile file, string folder)
    {
        var path = Path.Combine(folder, file.FileName);
        File.WriteAllBytes(path, file.Bytes());
        return () =>
        {
            try
            {
                TrainedPolicy.Load(path, PolePolicy.Schema);           // damaged weights may be weights
            }
            catch (InvalidDataException)
            {
            }
        };
    }

    static Action Asking(HttpClient client, string address, string json) => () =>
    {
        using StringContent content = new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = client.PostAsync(address, content).Result;
        if ((int)response.StatusCode is not (200 or 422))
            throw new InvalidOperationException($"{address} answered {(int)response.StatusCode}.");
        response.Content.ReadAsByteArrayAsync().Wait();
    };
}
