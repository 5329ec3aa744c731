using System.Diagnostics;

namespace Pathmind.Tests.Pythons;

/// <summary>What goes wrong in Python is an error that names it, and the next episode has a new process.</summary>
public sealed class PythonFaultTests
{
    static readonly PythonOptions Impatient = PythonFile.Options with { StepTimeLimit = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(1, "ValueError: the shelf is empty", "env.py, line ")]
    [InlineData(2, "the Python process of env ended with exit code 3 in step 2", "the last words")]
    [InlineData(3, "the Python process of env gave no answer in step 2 within 1 s and was ended", "")]
    [InlineData(4, "ValueError: could not broadcast", "")]
    [InlineData(5, "SystemExit: not so", "")]
    [InlineData(6, "ValueError: could not convert string to float: 'much'", "")]
    public void A_fault_names_the_simulation_the_step_and_what_was_said_last(int fault, string what, string more)
    {
        using PythonFile file = new(PythonFiles.Faulty);
        using var faulty = file.Simulation(Impatient);
        var step = 0;
        var policy = Policy.From(_ => ++step == 2 ? fault : 0);
        var error = Assert.Throws<SimulationException>(() => faulty.Run(policy, display: Display.None));
        Assert.StartsWith("env.Step() in episode 1 at step 2: ", error.Message);
        Assert.Contains(what, error.Message);
        Assert.Contains(more, error.Message);
        faulty.Reset();                                                  // in the same process or in a new one
        faulty.SetAction(0, 0);
        faulty.Step();
        Assert.Equal(1, faulty.GetObservation(0)["observation"][1]);
    }

    [Fact]
    public void A_step_after_a_crash_says_that_the_episode_is_gone()
    {
        using PythonFile file = new(PythonFiles.Faulty);
        using var faulty = file.Simulation();
        faulty.Reset();
        faulty.SetAction(0, 2);
        Assert.ThrowsAny<ArgumentException>(faulty.Step);
        Assert.Contains("call Reset", Assert.ThrowsAny<ArgumentException>(faulty.Step).Message);
    }

    [Theory]
    [InlineData("raise ValueError('the shelf is empty')", "ValueError: the shelf is empty")]
    [InlineData("os._exit(3)", "the Python process of env ended with exit code 3 in step ")]
    [InlineData("time.sleep(600)", "the Python process of env gave no answer in step ")]
    public void A_fault_in_a_training_of_many_is_an_error_and_the_next_training_goes_on(string fault, string what)
    {
        using PythonFile file = new($$"""
            class Shop:
                observation_space, action_space, all_steps = Box(0, 1, (2,)), Discrete(2), 0
                def reset(self, seed=None, options=None):
                    self.steps = 0
                    return [0, 0], {}
                def step(self, action):
                    self.steps += 1
                    Shop.all_steps += 1
                    mark = __file__ + ".failed"
                    if Shop.all_steps == 100 and not os.path.exists(mark):
                        open(mark, "w").close()
                        {{fault}}
                    return [self.steps, 0], 1.0, self.steps == 10, False, {}
            """);
        using var faulty = file.Simulation(Impatient);
        TrainingOptions options = new() { Steps = 2_000, Simulations = 16, Display = Display.None };
        Assert.Contains(what, Assert.Throws<SimulationException>(() => faulty.Train(options)).Message);
        Assert.Equal(10, faulty.Train(options).History[^1].RewardMean);
    }

    [Fact]
    public void Processes_end_with_the_last_instance()
    {
        using PythonFile file = new("""
            class Pid:
                observation_space, action_space = Box(0, 1, (2,)), Discrete(2)
                def reset(self, seed=None, options=None): return np.array([os.getpid() // 1000, os.getpid() % 1000], np.float32), {}
                def step(self, action): return self.reset()[0], 0.0, False, False, {}
            """);
        int pid;
        using (var simulation = file.Simulation())
        {
            simulation.Reset();
            var halves = simulation.GetObservation(0)["observation"];
            pid = (int)(1000 * halves[0] + halves[1]);
            using var running = Process.GetProcessById(pid);
            Assert.False(running.HasExited);
        }
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid));
    }

    [Theory]
    [InlineData("x = 1", "env.py declares no environment")]
    [InlineData("import nothing_of_this_name", "No module named 'nothing_of_this_name'")]
    [InlineData("class Env:\n    def reset(self): pass\n    def step(self): pass", "Env is neither an environment of Gymnasium's kind")]
    [InlineData(
        "class Graph: pass\nclass Env:\n    observation_space, action_space = Graph(), Discrete(2)\n"
        + "    def reset(self, seed=None, options=None): return 0, {}\n    def step(self, action): pass",
        "the observation space has a Graph")]
    [InlineData(
        "class Env:\n    observation_space, action_space = Box(0, 1, (1,)), Box(1, 1, (1,))\n"
        + "    def reset(self, seed=None, options=None): return [0], {}\n    def step(self, action): pass",
        "low[0] = 1 must be below high[0] = 1")]
    public void What_cannot_be_used_is_refused_at_once(string code, string message)
    {
        using PythonFile file = new(code);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => file.Simulation()).Message);
    }

    [Fact]
    public void A_missing_Python_file_class_or_environment_is_named()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        Refused("no-such-python", () => file.Simulation(PythonFile.Options with { Python = "no-such-python" }));
        Refused("nowhere.py: there is no such file", () => PythonSimulation.FromFile("nowhere.py"));
        Refused("has no class 'Hall'. There are: Corridor", () => PythonSimulation.FromFile(file.FullPath, "Hall", PythonFile.Options));
        Refused("No module named 'nowhere'", () => PythonSimulation.FromGym("nowhere:Env", PythonFile.Options));
        Refused("StepTimeLimit is 00:00:00", () => file.Simulation(PythonFile.Options with { StepTimeLimit = TimeSpan.Zero }));

        static void Refused(string message, Action open) => Assert.Contains(message, Assert.Throws<ArgumentException>(open).Message);
    }
}
