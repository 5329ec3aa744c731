using Pathmind.Numerics;
using Pathmind.Simulations;
using Pathmind.Words;

namespace Pathmind.Training;

/// <summary>The first part of a training that starts from a teacher: the policy learns to do what the teacher does
/// (docs/warm-start.md). The teacher plays; then the policy does, and the teacher says what it would have
/// done.</summary>
/// <param name="model">What all simulations of the training have in common.</param>
/// <param name="simulation">Is not in use yet; none is needed for a file.</param>
/// <param name="options">Of the training.</param>
/// <param name="learner">Learns.</param>
internal sealed class Imitation(TrainingModel model, Simulation? simulation, TrainingOptions options, ILearner learner)
{
    /// <summary>How long is imitated, in steps and in decisions of all agents: a share of the training's steps, within
    /// bounds.</summary>
    const int Least = 500, Most = 10_000;
    const double Share = 0.25;

    /// <summary>Fewest decisions where <see cref="Least"/> would be more than half of the steps.</summary>
    const int FewestOfFew = 50;

    /// <summary>Rows of all agents for which there is room, since what a mask leaves no choice is no decision and yet a
    /// row.</summary>
    const int MostRows = 8 * Most;

    /// <summary>After which shares of that the policy is fitted. Up to the first one the teacher acts, then
    /// the policy.</summary>
    static readonly double[] Rounds = [0.4, 0.6, 0.8, 1];

    /// <summary>Most further rounds of an imitation that is worse than its teacher, and the share that each
    /// adds.</summary>
    const int FurtherRounds = 5;
    const double Further = 0.2;

    readonly Teacher teacher = options.StartFrom!;

    /// <summary>Decisions that were imitated, without those in which a mask left no choice.</summary>
    public int Decisions { get; private set; }

    /// <summary>Steps that it took; 0 of a file.</summary>
    public long Steps { get; private set; }

    /// <summary>Share of the teacher's decisions where the policy had got to that it would have made alike, before it
    /// learnt from them; NaN of a file.</summary>
    public double Agreement { get; private set; } = double.NaN;

    /// <summary>Mean steps of an episode; null while none has ended, and of a file.</summary>
    public double? EpisodeLength { get; private set; }

    /// <summary>Imitates the teacher.</summary>
    /// <param name="steps">Of the whole training.</param>
    /// <param name="timeShare">Share of the training's time that is over; 0 if steps bound it.</param>
    /// <param name="isStopped">Whether to end before the next step.</param>
    /// <param name="onStep">Told the teacher's name, the decisions made, and the steps that they took, at every
    /// step.</param>
    /// <param name="isWorse">Whether the policy as it is does worse than the teacher.</param>
    /// <returns>False if it was stopped.</returns>
    /// <exception cref="ArgumentException">Teacher and simulation do not fit.</exception>
    /// <exception cref="SimulationException">Simulation or teacher threw or broke a rule.</exception>
    public bool Run(long steps, Func<double> timeShare, Func<bool> isStopped, Action<string, int, long>? onStep, Func<bool> isWorse)
    {
        var least = Math.Clamp(steps / 2, FewestOfFew, Least);
        var wanted = (int)Math.Clamp(Share * steps, least, Most);
        if (teacher.File is { } file)
        {
            var from = learner.Rollout.ForOneSimulation(Most);
            Decisions = TeacherFile.Read(file, model, from);
            learner.Imitate(from, isThorough: true);
            learner.EndImitation(from, isExperience: !model.Function.IsOfChange && !model.Schema.NeedsMask);
            return true;
        }
        var (agents, most) = (model.Schema.Agents, (int)((1 + FurtherRounds * Further) * wanted));
        var rows = learner.Rollout.ForOneSimulation(Math.Min(most, Math.Max(most, MostRows) / agents + 1));
        rows.Taken = new(rows.Actions, rows.Rows.Length);
        SimulationDriver driver = new(simulation!, new RandomStream(options.Seed, RandomStreams.Imitation), model.Schema);
        TeacherPlayer player = new(
            teacher, driver, model, rows, learner.Policy, options.Seed, Math.Max(least, steps / 2),
            player => onStep?.Invoke(teacher.Name, player.Decisions, player.Steps));

        foreach (var round in Rounds)
            if (!Learn(round, rows.RowCount == 0 ? ImitationActor.Teacher : ImitationActor.Student))
                return false;
        for (var more = 1; more <= FurtherRounds && Decisions > 0 && !player.IsAtLimit && isWorse(); more++)
            if (!Learn(1 + more * Further, ImitationActor.GreedyStudent))
                return false;
        if (isStopped())
            return false;
        if (rows.RowCount == 0 && player.IsAtLimit)
            throw new ArgumentException(
                $"No agent of {model.Schema.Simulation} needed a decision in {Counted.Of(Steps, "step")}, so there is nothing to imitate: "
                + "NeedsDecision must be true when an agent must decide.");
        if (rows.RowCount > 0)
            learner.EndImitation(rows, isExperience: true);
        return true;

        bool Learn(double round, ImitationActor actor)
        {
            var (before, learnt) = (rows.Lengths.ToArray(), rows.RowCount);
            lock (teacher.Policy!.Exclusive)                             // other seeds of a set may start from it as well
                player.Play(actor, player => Done(player) >= round || timeShare() > Share * round || isStopped());
            if (isStopped())
                return false;
            if (rows.RowCount > learnt && actor != ImitationActor.Teacher)
                Agreement = learner.Agreement(rows, before);
            if (rows.RowCount > learnt || (round == 1 && learnt > 0))
                learner.Imitate(rows, isThorough: round >= 1);
            (Steps, Decisions, EpisodeLength) = (player.Steps, player.Decisions, player.EpisodeLength);
            return true;
        }

        double Done(TeacherPlayer player) =>
            Math.Max(Math.Min(player.Steps, player.Decisions) / (double)wanted, (double)player.Decisions / Most);
    }

    /// <summary>What was imitated, and how well.</summary>
    public override string ToString() => $"Imitated {teacher.Name} in {Counted.Of(Decisions, "decision")}"
        + (double.IsNaN(Agreement) ? "." : $": of the last ones {100 * Agreement:0} % were made alike.");
}
