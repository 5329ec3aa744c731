using Pathmind.Tests.Policies;
using Pathmind.Tests.Pythons;

namespace Pathmind.Tests;

/// <summary>Commands on simulations in Python, and simulations in C# from Python. Gymnasium itself is not needed: the
/// files have its methods, and its base class and spaces are stood in for by a few lines.</summary>
public sealed class GymTests : ToolFolder
{
    /// <summary>As much of gymnasium as pathmind_gym.py uses.</summary>
    const string Gymnasium = """
        import numpy as np
        from types import SimpleNamespace
        class Env:
            def reset(self, *, seed=None, options=None):
                if seed is not None: self.np_random = np.random.default_rng(seed)
                elif not hasattr(self, "np_random"): self.np_random = np.random.default_rng()
        class Space:
            def __init__(self, *args, **kwargs): self.args = args
        class Box(Space): pass
        class Discrete(Space): pass
        class MultiDiscrete(Space): pass
        class Dict(Space): pass
        spaces = SimpleNamespace(Box=Box, Discrete=Discrete, MultiDiscrete=MultiDiscrete, Dict=Dict)
        """;

    /// <summary>A simulation whose mask, metrics, endings and errors depend on what is done.</summary>
    const string Lift = """
        class Lift : Simulation
        {
            int floor, step;
            public override int MaxSteps => 5;
            public override ActionSpace ActionSpace(int agent) => new Composite(new Discrete(["down", "up"]), new Continuous(1, 0, 2));
            public override void Reset() => (floor, step) = (Random.Next(2, 4), 0);
            public override void Step()
            {
                Console.WriteLine("printed by the simulation");
                floor += Action[0].Choice == 1 ? 1 : -1;
                step++;
                if (Action[0].Value > 1.99f)
                    throw new InvalidOperationException("the rope is torn");
            }
            public override Observation GetObservation(int agent) => new() { ["floor"] = floor, ["doors"] = new[] { 1, 0 } };
            public override Reward GetReward(int agent) => new() { ["top"] = floor == 6 ? 1 : 0, ["power"] = -Action[0].Value };
            public override bool IsDone(int agent) => floor == 6;
            public override bool[] GetActionMask(int agent) => [floor > 0, true];
            public override Metrics GetMetrics(int agent) => new() { ["steps"] = step };
        }
        """;

    static readonly (string, string)[] Python3 = [("PATHMIND_PYTHON", Python.Path)];

    [Fact]
    public void A_Python_file_is_trained_run_compared_and_described_as_a_script_is()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        File.Copy(file.FullPath, PathOf("corridor.py"));
        RunWith(Python3, ["train", "corridor.py", "--steps", "3000", "--out", "policy", "--progress", "none"]).Succeeded();
        Assert.Contains("observation_0", RunWith(Python3, ["run", "corridor.py:Corridor", "--policy", "policy"]).Succeeded());
        Assert.Contains(
            "random", RunWith(Python3, ["compare", "gym:corridor:Corridor", "policy", "random", "--episodes", "20"]).Succeeded());
        Assert.Matches("corridor.*1 .*Discrete\\(2\\).*observation", RunWith(Python3, ["simulations", "corridor.py"]).Succeeded());
    }

    [Theory]
    [InlineData("missing.py", "missing.py: there is no such file")]
    [InlineData("gym:nowhere:Env", "No module named 'nowhere'.\n")]        // and no lines of importlib, which looked for it
    [InlineData("gym:", "gym:NAME needs a name, as in gym:CartPole-v1.\n")]
    [InlineData("gym:corridor:", "gym:NAME needs a name, as in gym:CartPole-v1.\n")]
    public void What_is_not_there_is_a_wrong_command(string word, string message)
    {
        Assert.SkipUnless(Python.HasNumpy, "Debian's Python has no numpy: apt-get install python3-numpy");
        var result = RunWith(Python3, ["train", word]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error);
    }

    /// <remarks>The package's lines only pass a call on; those of the user's file are what helps.</remarks>
    [Fact]
    public void An_error_of_an_environment_has_the_lines_of_its_file_and_none_of_gymnasium()
    {
        Assert.SkipUnless(Python.HasNumpy, "Debian's Python has no numpy: apt-get install python3-numpy");
        Directory.CreateDirectory(PathOf("gymnasium"));
        Write("gymnasium/__init__.py", """
            def make(name, **arguments):
                if name != "Broken-v0":
                    raise KeyError(f"there is no {name}, did you mean Broken-v0?")
                import broken
                return broken.Broken()
            """);
        Write("broken.py", "class Broken:\n    def __init__(self):\n        raise ValueError('no motor')\n");
        var unknown = RunWith(Python3, ["train", "gym:Brokn-v0"]);
        Assert.Contains("did you mean Broken-v0?", unknown.Error);
        Assert.DoesNotContain("__init__.py", unknown.Error);
        var broken = RunWith(Python3, ["train", "gym:Broken-v0"]);
        Assert.Matches("no motor\n  .*broken.py, line 3, in __init__", broken.Error);
        Assert.DoesNotContain("gymnasium", broken.Error);
    }

    [Fact]
    public void Workers_compile_scripts_so_that_Python_is_refused()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        var result = RunWith(Python3, ["train", file.FullPath, "--steps", "500", "--workers", "2"]);
        Assert.Contains("leave --workers and --cluster out", result.Error);
    }

    [Theory]
    [InlineData("--step-time-limit", "1s")]
    [InlineData("--options", "patience.json")]
    public void The_longest_time_of_a_step_can_be_given(string option, string value)
    {
        Write("patience.json", """{ "stepTimeLimit": "00:00:01" }""");
        using PythonFile slow = new(PythonFiles.Corridor + """

            class Slow(Corridor):
                def step(self, action):
                    time.sleep(600)
            """);
        var result = RunWith(Python3, ["train", slow.FullPath, "--steps", "500", option, value]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("gave no answer in step 1 within 1 s and was ended", result.Error);
    }

    [Fact]
    public void The_snippet_of_the_page_trains_a_file()
    {
        using PythonFile file = new(PythonFiles.Corridor.Replace("Corridor", "Mouse"));
        File.Copy(file.FullPath, PathOf("mouse_env.py"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "gymnasium.md")).ReplaceLineEndings("\n");
        var snippet = page.Split("```csharp\n").Select(block => block.Split("```")[0])
            .Single(block => block.Contains("FromFile", StringComparison.Ordinal));
        Write("snippet.cs", "using Pathmind;\n" + snippet + "Console.WriteLine($\"trained {policy.Simulation}\");\n");
        Assert.EndsWith("trained Mouse\n", RunWith(Python3, ["snippet.cs"]).Succeeded());
    }

    /// <remarks>As Gymnasium's own environments with a mask, and as check_env needs it.</remarks>
    [Fact]
    public void A_mask_is_told_and_not_enforced() => Assert.Equal(
        """
        [0, 1]
        -1.0 [0, 1]

        """,
        InPython("""
            env = make("lift.csx")
            floor = int(env.reset(seed=3)[0][0])
            for _ in range(floor): observation, _, _, _, info = env.step({"choices": 0, "values": np.array([0.5], np.float32)})
            print(info["action_mask"].tolist())
            observation, _, _, _, info = env.step({"choices": 0, "values": np.array([0.5], np.float32)})
            print(observation[0], info["action_mask"].tolist())
            """));

    [Fact]
    public void A_simulation_in_CSharp_is_an_environment_of_Gymnasium()
    {
        Assert.Equal(
            """
            ['floor', 'doors_0', 'doors_1'] (2,) [0.0] [2.0]
            [3.0, 1.0, 0.0] [1, 1]
            [4.0, 1.0, 0.0] -0.5 False False {'reward_terms': {'top': 0.0, 'power': -0.5}, 'metrics': {'steps': 1.0}}
            [6.0, True, False]
            cut False True
            same [3.0, 1.0, 0.0]
            Lift.Step() threw InvalidOperationException in episode 4 at step 1: the rope is torn
            no Action outside

            """,
            InPython("""
                env = make("lift.csx")
                choices, values = env.action_space.args[0]["choices"], env.action_space.args[0]["values"]
                print(env.observation_names, choices.args, values.args[0].tolist(), values.args[1].tolist())
                start, info = env.reset(seed=3)
                print(start.tolist(), info["action_mask"].tolist())
                act = lambda up, power=0.5: env.step({"choices": up, "values": np.array([power], np.float32)})
                observation, reward, terminated, truncated, info = act(1)
                mask = info.pop("action_mask")
                print(observation.tolist(), reward, terminated, truncated, info)
                floor, end = 4.0, (False, False)
                while not any(end): end = act(1)[2:4]; floor += 1
                print([floor, *end])
                env.reset(seed=3)
                for step in range(5): end = act(step % 2)[2:4]
                print("cut", *end)
                print("same", env.reset(seed=3)[0].tolist())
                try: act(1, 2.0)
                except RuntimeError as error: print(error)
                env.reset()
                try: act(7)
                except RuntimeError as error: print("no Action outside" if "the choice 7 is not in 0 .. 1" in str(error) else error)
                env.close()
                """));
    }

    [Fact]
    public void Several_agents_an_unknown_class_and_a_process_that_dies_are_errors()
    {
        Write("two.csx", Lift.Replace("int floor, step;", "int floor, step; public override int NumberOfAgents => 2;"));
        Assert.Equal(
            """
            Lift has 2 agents, but an environment of Gymnasium has one
            There is no simulation 'Stairs'.
            ended in step
            [3.0, 1.0, 0.0]

            """,
            InPython("""
                def tell(call, until):
                    try: call()
                    except RuntimeError as error: print(str(error)[str(error).find(until[0]):].split(until[1])[0] + until[1])
                tell(lambda: make("two.csx"), ("Lift", "has one"))
                tell(lambda: make("lift.csx", "Stairs"), ("There", "'."))
                env = make("lift.csx")
                env.reset(seed=3)
                env.process.kill()
                env.process.wait()
                tell(lambda: env._read("step"), ("ended", "step"))
                print(env.reset(seed=3)[0].tolist())
                env.close()
                """));
    }

    string InPython(string code)
    {
        Assert.SkipUnless(Python.HasNumpy, "Debian's Python has no numpy: apt-get install python3-numpy");
        Run("gym", "--python-file").Succeeded();
        Write("lift.csx", Lift);
        Write("gymnasium.py", Gymnasium);
        Write("drive.py", $"""
            import sys
            import numpy as np
            from pathmind_gym import PathmindEnv
            make = lambda *names: PathmindEnv(*names, command=sys.argv[1:])
            {code}
            """);
        return Shell(Python.Path, ["drive.py", .. Program]).Succeeded();
    }
}
