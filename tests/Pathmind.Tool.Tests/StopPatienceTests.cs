using System.Runtime.InteropServices;
using Pathmind.Tool;

namespace Pathmind.Tests;

/// <summary>A simulation whose step never ends: what the tool says after the first signal, and how it ends.</summary>
public sealed class StopPatienceTests : ToolFolder
{
    /// <summary>It says so when it is stuck, on standard output and by a file.</summary>
    const string Stuck = """
        class Stuck : Simulation
        {
            static int steps;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() { }
            public override void Step()
            {
                if (Interlocked.Increment(ref steps) < 500)
                    return;
                File.WriteAllText($"stuck-{Environment.ProcessId}", "");
                Console.WriteLine("stuck");
                STOP
                Thread.Sleep(Timeout.Infinite);
            }
            public override Observation GetObservation(int agent) => new() { ["n"] = steps };
            public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
            public override bool IsDone(int agent) => steps % 20 == 0;
        }
        """;

    [Fact]
    public void One_SIGTERM_ends_check_run_and_train_in_bounded_time_and_what_is_lost_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals there.");
        Write("stuck.csx", Stuck.Replace("STOP", ""));
        var pathmind = string.Join(' ', Program.Select(word => $"'{word}'"));
        Write("all.sh", $$"""
            ended() {
                "$@" > $2.out 2> $2.err & pid=$!
                shift
                while [ ! -e stuck-$pid ]; do sleep 0.1; done
                kill -TERM $pid
                wait $pid
                echo "$1 $?"
            }
            pathmind() { exec {{pathmind}} "$@"; }
            ended pathmind check stuck.csx &
            ended pathmind run stuck.csx --episodes 100 &
            ended pathmind train stuck.csx --steps 20000 --out policy --threads 1 &
            wait
            """);
        var codes = Shell("sh", ["all.sh"]).Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["check 130", "run 130", "train 130"], codes.Order());
        Assert.All(["check", "run", "train"], verb => Assert.Contains(
            "Waiting for the step that is under way to end, and to keep what there is, at most 20 s.\n"
            + "It has not ended within 20 s of SIGTERM, and is ended now: ",
            File.ReadAllText(PathOf($"{verb}.err"))));
        Assert.Contains(
            "what was learnt since the last checkpoint in policy, if it has one, is not kept.", File.ReadAllText(PathOf("train.err")));
        Assert.Contains("nothing was measured, and no file was written.", File.ReadAllText(PathOf("run.err")));
    }

    [Theory]
    [InlineData("run", "stuck.csx", "--episodes", "100")]
    [InlineData("train", "stuck.csx", "--threads", "1")]
    public void After_Ctrl_C_is_said_what_is_waited_for_and_a_second_one_ends_at_once(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals there.");
        Write("stuck.csx", Stuck.Replace("STOP", """
            Thread.Sleep(500);
            for (var i = 0; i < 2; i++, Thread.Sleep(3000))
                System.Diagnostics.Process.Start("kill", ["-INT", $"{Environment.ProcessId}"]).WaitForExit();
            """));
        var result = Run(arguments);
        Assert.Equal(130, result.ExitCode);
        Assert.Contains(
            "Waiting for the step that is under way to end, and to keep what there is; press Ctrl+C again to end at once without it.\n",
            result.Error);
    }

    [Fact]
    public void What_ends_soon_is_not_waited_for_in_words_and_Ctrl_C_is_never_cut_short()
    {
        List<string> said = [], ended = [];
        ManualClock clock = new();
        using (StopPatience patience = new("all.", said.Add, ended.Add, clock))
        {
            clock.Advance(TimeSpan.FromHours(1));
            patience.Ask(PosixSignal.SIGINT);
            clock.Advance(TimeSpan.FromSeconds(0.4));
            Assert.Empty(said);
            clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.Single(said);
        Assert.Empty(ended);
        using (StopPatience patience = new("all.", said.Add, ended.Add, clock))
        {
            patience.Ask(PosixSignal.SIGTERM);
            clock.Advance(TimeSpan.FromSeconds(19.9));
            Assert.Empty(ended);
            clock.Advance(TimeSpan.FromSeconds(0.2));
        }
        Assert.Equal(["It has not ended within 20 s of SIGTERM, and is ended now: all."], ended);
    }

    /// <summary>A clock that is set by hand, with timers that fire once.</summary>
    sealed class ManualClock : TimeProvider
    {
        readonly List<ManualTimer> timers = [];
        TimeSpan now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ManualTimer timer = new(this, callback);
            timers.Add(timer);
            timer.Change(dueTime, period);
            return timer;
        }

        public void Advance(TimeSpan by)
        {
            now += by;
            foreach (var timer in timers)
                timer.Look();
        }

        sealed class ManualTimer(ManualClock clock, TimerCallback callback) : ITimer
        {
            TimeSpan? due;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
                return true;
            }

            public void Look()
            {
                if (due is not { } at || at > clock.now)
                    return;
                due = null;
                callback(null);
            }

            public void Dispose() => due = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
