using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>Plays episodes and writes down what the teacher decides in them. Either the teacher acts, or the policy
/// that learns from it: then the teacher is asked what it would do where the policy has got to, so that mistakes do not
/// add up (DAgger: Ross, Gordon, Bagnell 2011, arXiv:1011.0686).</summary>
/// <remarks>The rows of a buffer with one simulation: observations, masks and rewards of what was done; choices and
/// numbers are the teacher's. One episode after the other, since a teacher may remember what it did. A policy that
/// remembers does so only while it acts: in rows in which the teacher acts the state is 0 until the learner puts its
/// own there (<see cref="ILearner.Imitate"/>).</remarks>
internal sealed class TeacherPlayer : PolicyPlayer
{
    readonly SimulationDriver driver;
    readonly TrainingModel model;
    readonly RolloutBuffer rows;
    readonly RewardFunction function;
    readonly EpisodeRewards? rewards;
    readonly EpisodeClock clock;
    readonly OpenRows open;
    readonly BehaviorPolicy student;
    readonly Action<TeacherPlayer> onStep;
    readonly long mostSteps;
    readonly Workspace workspace;
    readonly RandomStream draws;
    readonly ExplorationNoise[] noise;
    readonly AgentBuffers[] buffers;
    readonly ActionScaling scaling;
    readonly ObservationHistory history;
    readonly float[] all, seen;
    readonly int[] choices;
    readonly float[] reals;
    readonly double[] sums;
    double secondsBefore, total;
    long stepsOfEpisodes;
    int episodes;
    ImitationActor actor;
    Func<TeacherPlayer, bool> isEnough = _ => true;

    /// <param name="teacher">Decides.</param>
    /// <param name="driver">The simulation.</param>
    /// <param name="model">What all simulations of the training have in common.</param>
    /// <param name="rows">Receives the rows.</param>
    /// <param name="student">Learns.</param>
    /// <param name="seed">Of what the student draws.</param>
    /// <param name="mostSteps">Steps after which it ends.</param>
    /// <param name="onStep">Called at every step.</param>
    /// <exception cref="ArgumentException">The teacher does not fit the simulation.</exception>
    public TeacherPlayer(
        Teacher teacher, SimulationDriver driver, TrainingModel model, RolloutBuffer rows, BehaviorPolicy student, long seed,
        long mostSteps, Action<TeacherPlayer> onStep)
        : base(teacher.Policy!, teacher.Name, driver.Schema)
    {
        (this.driver, this.model, this.rows, this.student, this.onStep) = (driver, model, rows, student, onStep);
        this.mostSteps = mostSteps;
        (function, rewards) = (model.Function, EpisodeRewards.For(driver, model.Function, model.Limits));
        (clock, open) = (new(driver), new(0, driver.Agents));
        (workspace, draws) = (student.NewWorkspace(1), new(seed, RandomStreams.ImitationActions));
        var agents = Enumerable.Range(0, driver.Agents);
        noise = [.. agents.Select(_ => new ExplorationNoise(rows.Actions.Reals))];
        buffers = [.. agents.Select(agent => new AgentBuffers(driver.Schema.PlacesOf(agent), driver.Schema.HasKinds))];
        scaling = new(rows.Actions);
        history = model.NewHistory();
        (all, seen) = (new float[driver.Schema.Observations.Size], new float[rows.ObservationSize]);
        (choices, reals) = (new int[rows.Actions.Heads.Length], new float[rows.Actions.Reals]);
        sums = new double[driver.Schema.Rewards!.Names.Length];
    }

    /// <summary>Steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>Decisions of all agents that were written down, without those in which a mask left no choice.</summary>
    public int Decisions { get; private set; }

    /// <summary>Whether no more steps are made.</summary>
    public bool IsAtLimit => Steps >= mostSteps;

    /// <summary>Mean steps of the episodes that ended; null if none has.</summary>
    public double? EpisodeLength => episodes == 0 ? null : (double)stepsOfEpisodes / episodes;

    /// <summary>Plays on, from a new episode.</summary>
    /// <param name="actor">Acts.</param>
    /// <param name="isEnough">Whether to end before the next step; it ends without being asked where there is no room
    /// left, or no step.</param>
    /// <exception cref="SimulationException">Simulation or teacher threw or broke a rule.</exception>
    public void Play(ImitationActor actor, Func<TeacherPlayer, bool> isEnough)
    {
        (this.actor, this.isEnough) = (actor, isEnough);
        while (!IsEnough())
            driver.Play(this);
        rows.Complete();
    }

    public override bool Decide(SimulationDriver driver)
    {
        if (driver.Step == 0)
            Begin();
        if (IsEnough())
        {
            BreakOff();
            return false;
        }
        secondsBefore = rows.Discounts is null ? 0 : clock.Read();
        return base.Decide(driver);
    }

    public override bool Observe(SimulationDriver driver)
    {
        Steps++;
        onStep(this);
        if (driver.Ending != Ending.None)
            (episodes, stepsOfEpisodes) = (episodes + 1, stepsOfEpisodes + driver.Step);
        var secondsAfter = rows.Discounts is null ? 0 : clock.Read();
        for (var agent = 0; agent < driver.Agents; agent++)
            if (driver.TookPart(agent))
                Record(agent, driver.IsDone(agent) ? driver.EndingOf(agent) : driver.Ending, secondsAfter);
        return true;
    }

    protected override void Act(SimulationDriver driver, int agent, in AgentAction action, bool[]? mask)
    {
        var row = open.Row(rows, agent);
        open.Open(agent, secondsBefore);
        model.Write(rows, row, agent, Observations[agent], all, history, in action, mask);
        if (actor == ImitationActor.Teacher)
        {
            rows.Taken!.Set(
                row, rows.Choices.AsSpan(row * choices.Length, choices.Length), rows.Reals.AsSpan(row * reals.Length, reals.Length));
            base.Act(driver, agent, in action, mask);
            return;
        }
        rows.Observation(row).CopyTo(seen);
        student.Decide(seen, 1, workspace);
        history.Remember(agent, seen);
        var masks = rows.Masks is { } every ? every.AsSpan(row * rows.Actions.Logits, rows.Actions.Logits) : default;
        var presence = rows.Presence is { } present ? present.AsSpan(row * rows.Actions.Reals, rows.Actions.Reals) : default;
        if (actor == ImitationActor.GreedyStudent)
            ActionSampler.Best(rows.Actions, workspace.Outputs, workspace.RowStride, 0, masks, choices, reals);
        else
            ActionSampler.Draw(
                rows.Actions, workspace.Outputs, workspace.RowStride, 0, masks, student.LogStd, draws, noise[agent].Next(draws, 0),
                choices, reals, presence);
        rows.Taken!.Set(row, choices, reals);
        driver.Decided(agent, buffers[agent].ToAction(rows.Actions, scaling, choices, reals));
    }

    void Begin()
    {
        rewards?.Begin();
        history.Begin();
        open.Clear();
        clock.Restart();
        foreach (var each in noise)
            each.Restart();
    }

    bool IsEnough() => rows.Lengths.Max() >= rows.MaxSteps || IsAtLimit || isEnough(this);

    void Record(int agent, Ending ending, double secondsAfter)
    {
        var isClosed = driver.Decides(agent) || ending != Ending.None;
        var reward = rewards is null ? function.Combine(driver, agent) : rewards.Of(agent, isClosed, sums, ref total);
        if (!open.IsOpen(agent))
            return;
        open.Add(rows, agent, reward, secondsBefore);
        if (!isClosed)
            return;
        var row = open.Row(rows, agent);
        open.Close(rows, agent, ending, secondsAfter);
        Decisions += rows.IsDecision(row) ? 1 : 0;
        if (ending == Ending.Truncated)
            AddTail(agent, row);
    }

    /// <summary>Rows that another one would have followed lead to what is seen now, or was at a decision whose rewards
    /// are not complete.</summary>
    void BreakOff()
    {
        for (var agent = 0; agent < driver.Agents; agent++)
        {
            var next = open.Row(rows, agent);
            if (rows.Lengths[agent] == 0 || rows.Endings[next - 1] != Ending.None)
                continue;
            rows.Endings[next - 1] = Ending.Truncated;
            if (open.IsOpen(agent))
            {
                var mask = rows.Tails[0].Add(next - 1, rows.Observation(next));
                rows.MaskOf(next)[..mask.Length].CopyTo(mask);
            }
            else
                AddTail(agent, next - 1);
        }
    }

    void AddTail(int agent, int row)
    {
        driver.ObserveByName(agent, Observations[agent]);
        model.Select(agent, Observations[agent], all, history);
        var mask = rows.Tails[0].Add(row, history.Of(agent));
        if (rows.HasNextMasks)
            driver.Schema.PlacesOf(agent).Spread(driver.Mask(agent), mask, 0, ActionSampler.Forbidden);
    }
}
