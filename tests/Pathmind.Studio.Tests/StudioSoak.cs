using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Tests;

/// <summary>Kills the studio and its trainings at random moments, then compares what the studio says with what
/// happened.</summary>
/// <param name="data">Folder of the studio's data; empty at the beginning.</param>
/// <param name="seed">Of the moments and the victims.</param>
internal sealed class StudioSoak(string data, int seed)
{
    const int AtOnce = 3;
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    readonly Random random = new(seed);
    readonly List<Subject> subjects = [];
    StudioProcess studio = StudioProcess.Start(data);

    /// <summary>What does not hold at the end; empty if all does.</summary>
    /// <param name="kills">How often something is killed.</param>
    public async Task<SoakResult> RunAsync(int kills)
    {
        var port = new Uri(studio.File.Url).Port;
        var (ofStudio, ofTrainings) = (0, 0);
        try
        {
            while (ofStudio + ofTrainings < kills)
            {
                while (subjects.Count(subject => subject.IsAlive) < AtOnce)
                    subjects.Add(Begin(subjects.Count + 1));
                await Task.Delay(random.Next(200, 2_500));
                if (random.Next(2) == 0)
                {
                    studio.Kill();
                    studio.Dispose();
                    studio = Restart(port);
                    ofStudio++;
                }
                else if (subjects.Where(subject => subject.IsAlive).ToArray() is { Length: > 0 } alive)
                {
                    alive[random.Next(alive.Length)].Kill();
                    ofTrainings++;
                }
            }
            var problems = await ProblemsAsync();
            return new(ofStudio, ofTrainings, subjects.Count, problems.Lost, problems.Wrong);
        }
        finally
        {
            foreach (var subject in subjects)
                subject.Dispose();
            studio.Dispose();
        }
    }

    StudioProcess Restart(int port)
    {
        for (var attempt = 0; ; attempt++)
            try
            {
                return StudioProcess.Start(data, port);
            }
            catch (Exception exception) when (attempt < 20 && exception is InvalidOperationException or SocketException)
            {
                Thread.Sleep(100);                                       // the port is free a moment later
            }
    }

    /// <summary>Half of them are submitted, half report by themselves.</summary>
    Subject Begin(int number)
    {
        var name = $"Coin{number}";
        var text = Script.Replace("NAME", name);
        var options = $$"""{ "Steps": {{random.Next(10_000, 60_000)}}, "Seed": {{number}}, "StopWhenConverged": false }""";
        if (number % 2 == 0)
        {
            var place = studio.Client.Submit(new()
            {
                File = "coin.csx", Text = text, Options = JsonDocument.Parse(options).RootElement,
            });
            return new(name, place.Number, Path.Combine(data, "experiments", $"{place.Number}"), process: null);
        }
        var folder = Directory.CreateDirectory(Path.Combine(data, "own", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "coin.csx"), text);
        File.WriteAllText(Path.Combine(folder, "options.json"), options);
        ProcessStartInfo start = new("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "pathmind.dll"), "train", Path.Combine(folder, "coin.csx"), "--options",
            Path.Combine(folder, "options.json"), "--out", Path.Combine(folder, "out"), "--progress", "json",
        ])
        {
            Environment = { ["PATHMIND_DATA"] = data }, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(name, number: null, Path.Combine(folder, "out"), process);
    }

    /// <summary>Waits until all that runs has ended and was heard of, and looks at every one.</summary>
    async Task<(List<string> Lost, List<string> Wrong)> ProblemsAsync()
    {
        var watch = Stopwatch.StartNew();
        List<string> lost, wrong;
        do
        {
            await Task.Delay(500);
            (lost, wrong) = ([], []);
            var all = studio.Client.List();
            foreach (var subject in subjects)
                if (all.FirstOrDefault(one => subject.Number == one.Number || one.Simulation == subject.Name) is not { } experiment)
                    lost.AddRange(subject.MayBeUnknown ? [] : [subject.Name]);
                else if (Complaint(subject, experiment) is { } complaint)
                    wrong.Add($"{subject.Name} (#{experiment.Number}): {complaint}");
            int[] numbers = [.. all.Select(one => one.Number).Order()];
            if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Length)))
                lost.Add($"numbers {string.Join(' ', numbers)}");
        }
        while ((lost.Count > 0 || wrong.Count > 0) && watch.Elapsed < Longest);
        return (lost, wrong);
    }

    /// <summary>What of an experiment is not as it was; null if all is.</summary>
    string? Complaint(Subject subject, ExperimentSummary experiment)
    {
        string[] expected = (subject.IsKilled, subject.Number) switch
        {
            (false, _) => ["Completed"],
            (true, null) => ["Lost", "Completed"],                       // killed, or at its end just before
            (true, _) => ["Failed", "Completed"],                        // resumed by a studio that did not see it die
        };
        if (!expected.Contains(experiment.Status))
            return $"{experiment.Status}, expected {string.Join(" or ", expected)}: {experiment.Message}";
        var rows = studio.Client.Rows(experiment.Number);
        var iterations = rows.Rows.Select(row => row[Array.IndexOf(rows.Columns, "iteration")]).ToArray();
        if (rows.Rows.Length != experiment.Rows)
            return $"{rows.Rows.Length} rows, but {experiment.Rows} are said";
        if (iterations.Zip(iterations.Skip(1)).Any(pair => pair.First >= pair.Second))
            return "its iterations are not in order";
        if (experiment.Status != "Completed")
            return null;
        var file = Path.Combine(subject.Folder, "progress.csv");
        var written = File.Exists(file) ? File.ReadLines(file).Count() - 1 : 0;
        return written == experiment.Rows ? null : $"{experiment.Rows} rows, but its folder has {written}";
    }

    const string Script = """
        using System;
        using Pathmind;
        class NAME : Simulation
        {
            int side, step;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => (side, step) = (Random.Next(2), 0);
            public override void Step() => step++;
            public override Observation GetObservation(int agent) => new() { ["side"] = side };
            public override Reward GetReward(int agent) => new() { ["right"] = Action[0].Choice == side ? 1 : 0 };
            public override bool IsDone(int agent) => step == 4;
        }
        """;

    /// <summary>A training.</summary>
    sealed class Subject(string name, int? number, string folder, Process? process) : IDisposable
    {
        public string Name => name;

        /// <summary>Null if it reports by itself.</summary>
        public int? Number => number;

        public string Folder => folder;

        public bool IsKilled { get; private set; }

        /// <summary>It was killed before it could say that it is there.</summary>
        public bool MayBeUnknown => number is null && IsKilled;

        public bool IsAlive => Running() is { HasExited: false };

        public void Kill()
        {
            IsKilled = true;
            Running()?.Kill();
        }

        public void Dispose()
        {
            if (IsAlive)
                Running()!.Kill();
            process?.Dispose();
        }

        /// <summary>A submitted one is the studio's; its number lies in its folder.</summary>
        Process? Running()
        {
            if (process is not null)
                return process;
            try
            {
                var known = File.ReadAllText(Path.Combine(folder, ".process")).Split(' ')[0];
                return int.TryParse(known, CultureInfo.InvariantCulture, out var id) ? Process.GetProcessById(id) : null;
            }
            catch (Exception exception) when (exception is ArgumentException or IOException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}

/// <summary>What a soak found.</summary>
/// <param name="StudiosKilled">How often the studio was killed.</param>
/// <param name="TrainingsKilled">How often a training was.</param>
/// <param name="Trainings">How many there were.</param>
/// <param name="Lost">Trainings that the studio does not know.</param>
/// <param name="Wrong">Those of which it says what is not so.</param>
internal sealed record SoakResult(
    int StudiosKilled, int TrainingsKilled, int Trainings, IReadOnlyList<string> Lost, IReadOnlyList<string> Wrong);
