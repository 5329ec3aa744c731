using Pathmind.Numerics;

namespace Pathmind.Tests.Pythons;

/// <summary>Environments that share a process make their steps with one message, which brings the next reset along: all
/// of it is as if each were alone.</summary>
public sealed class PythonTogetherTests
{
    [Fact]
    public void Steps_and_resets_together_are_those_of_each_alone()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using Instances together = new(file), alone = new(file);
        for (var step = 0; step < 60; step++)
        {
            together.Act(step);
            alone.Act(step);
            together.StepTogether();
            together.StepAlone();                                        // takes the results
            alone.StepAlone();
            Assert.Equal(alone.Seen(), together.Seen());
            Assert.Equal(alone.ResetEnded(), together.ResetEnded());
            Assert.Equal(alone.Seen(), together.Seen());
        }
        Assert.True(together.Resets > 10 && alone.Resets == together.Resets);
    }

    [Fact]
    public void A_reset_with_another_seed_than_was_to_come_is_not_the_one_that_was_made_ahead()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using Instances together = new(file), alone = new(file);
        foreach (var instances in new[] { together, alone })
        {
            for (var step = 0; step < 10; step++)
            {
                foreach (var simulation in instances.All)
                    simulation.SetAction(0, 0);
                instances.StepTogether();
                instances.StepAlone();
            }
            instances.Reseed(instances == together ? 5 : 6);
            Assert.Equal(instances.All.Length, instances.ResetEnded());   // all were cut by their tenth step
        }
        Assert.NotEqual(alone.Seen(), together.Seen());
        alone.Reseed(5);
        foreach (var simulation in alone.All)
            simulation.Reset();
        Assert.Equal(alone.Seen(), together.Seen());
    }

    [Fact]
    public void A_step_after_the_end_leaves_nothing_of_the_reset_ahead()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using Instances together = new(file), alone = new(file);
        foreach (var instances in new[] { together, alone })
        {
            for (var step = 0; step < 12; step++)
            {
                instances.Act(step);
                if (instances == together && step < 10)                  // then all of its episodes have ended
                    instances.StepTogether();
                instances.StepAlone();
            }
            foreach (var simulation in instances.All)
                simulation.Reset();
            instances.Act(1);
            instances.StepAlone();
        }
        Assert.Equal(alone.Seen(), together.Seen());
    }

    [Fact]
    public void What_a_reset_ahead_throws_is_an_error_of_the_reset_and_of_no_other_environment()
    {
        using PythonFile file = new("""
            class Once:
                observation_space, action_space = Box(0, 1, (2,)), Discrete(2)
                resets = 0
                def reset(self, seed=None, options=None):
                    self.resets += 1
                    if self.resets == 5: raise ValueError("no fifth time")
                    return [self.resets, 0], {}
                def step(self, action): return [self.resets, 1], 1.0, action == 1, False, {}
            """);
        using Instances instances = new(file);
        for (var episode = 0; episode < 2; episode++)
            EndFirst(instances.All);
        var error = Assert.ThrowsAny<Exception>(() => EndFirst(instances.All));
        Assert.Contains("ValueError: no fifth time", error.Message);
        Assert.Equal("observation = [2, 1]", instances.All[1].GetObservation(0).ToString());

        void EndFirst(PythonSimulation[] all)
        {
            for (var i = 0; i < all.Length; i++)
                all[i].SetAction(0, i == 0 ? 1 : 0);
            instances.StepTogether();
            instances.StepAlone();
            Assert.Equal(1, all[0].GetObservation(0)["observation"][1]);  // of the step, not yet of the reset
            all[0].Reset();
        }
    }

    [Fact]
    public void One_of_several_can_be_closed()
    {
        using PythonFile file = new(PythonFiles.Corridor);
        using Instances instances = new(file);
        instances.All[0].Dispose();
        instances.All[^1].Reset();
        instances.All[^1].SetAction(0, 1);
        instances.All[^1].Step();
        Assert.Equal(-0.1, instances.All[^1].GetReward(0)["reward"].Number);
    }

    [Fact]
    public void Messages_may_be_longer_than_a_pipe_holds()
    {
        const int Length = 100_000;
        using PythonFile file = new($$"""
            class Long:
                observation_space = action_space = Box(-1, 1, ({{Length}},))
                def reset(self, seed=None, options=None): return np.zeros({{Length}}, np.float32), {}
                def step(self, action): return action, float(action[-1]), False, False, {}
            """);
        using var simulation = file.Simulation();
        simulation.Reset();
        var values = Enumerable.Range(0, Length).Select(i => (float)i / Length).ToArray();
        for (var step = 0; step < 3; step++)
        {
            simulation.SetAction(0, values);
            simulation.Step();
            var seen = simulation.GetObservation(0)["observation"];
            for (var i = 0; i < Length; i++)
                Assert.Equal(values[i], seen[i]);
        }
    }

    /// <summary>Instances of an environment, of which the first and the last share a process at least.</summary>
    sealed class Instances : IDisposable
    {
        public Instances(PythonFile file)
        {
            var first = file.Simulation();
            All = [first, .. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => (PythonSimulation)first.Alike())];
            Reseed(1);
            foreach (var simulation in All)
                simulation.Reset();
        }

        public PythonSimulation[] All { get; }

        public int Resets { get; private set; }

        public void Reseed(int seed)
        {
            for (var i = 0; i < All.Length; i++)
                All[i].Random = new RandomStream(seed, i);
        }

        public void Act(int step)
        {
            for (var i = 0; i < All.Length; i++)
                All[i].SetAction(0, (step + i) % 3 == 0 ? 0 : 1);
        }

        public void StepTogether()
        {
            foreach (var group in All.GroupBy(simulation => simulation.Together!))
                group.Key.Step([.. group]);
        }

        public void StepAlone()
        {
            foreach (var simulation in All)
                simulation.Step();
        }

        public int ResetEnded()
        {
            var ended = All.Where(simulation => simulation.IsDone(0) || simulation.IsTruncated(0)).ToList();
            ended.ForEach(simulation => simulation.Reset());
            Resets += ended.Count;
            return ended.Count;
        }

        public string[] Seen() => [.. All.Select(simulation =>
            $"{simulation.GetObservation(0)} {simulation.GetReward(0)} {simulation.IsDone(0)} {simulation.IsTruncated(0)}")];

        public void Dispose() => Array.ForEach(All, simulation => simulation.Dispose());
    }
}
