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
    /// <summary>Decisions of all agents that are imitated: a share of the training's steps, within bounds.</summary>
    const int Least = 500, Most = 10_000;
    const double Share = 0.25;

    /// <summary>After which shares of the decisions the policy is fitted. Up to the first one the teacher acts, then
    /// the policy.</summary>
    static readonly double[] Rounds = [0.4, 0.6, 0.8, 1];

    readonly Teacher teacher = options.StartFrom!;

    /// <summary>Decisions that were imitated.</summary>
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
    /// <param name="onStep">Told the teacher's name, the decisions made and those wanted, at every step.</param>
    /// <returns>False if it was stopped.</returns>
    /// <exception cref="ArgumentException">Teacher and simulation do not fit.</exception>
    /// <exception cref="SimulationException">Simulation or teacher threw or broke a rule.</exception>
    public bool Run(long steps, Func<double> timeShare, Func<bool> isStopped, Action<string, int, int>? onStep)
    {
        var wanted = (int)Math.Clamp(Share * steps, Least, Most);
        if (teacher.File is { } file)
        {
            var from = learner.Rollout.ForOneSimulation(Most);
            Decisions = TeacherFile.Read(file, model, from);
            learner.Imitate(from, isLast: true);
            return true;
        }
        var rows = learner.Rollout.ForOneSimulation((wanted + model.Schema.Agents - 1) / model.Schema.Agents);
        SimulationDriver driver = new(simulation!, new RandomStream(options.Seed, RandomStreams.Imitation), model.Schema);
        TeacherPlayer player = new(
            teacher, driver, model, rows, learner.Policy, options.Seed, made => onStep?.Invoke(teacher.Name, made, wanted));
        var limit = Math.Max(Least, steps / 2);
        foreach (var round in Rounds)
        {
            int[] before = [.. rows.Lengths];
            lock (teacher.Policy!.Exclusive)                             // other seeds of a set may start from it as well
                player.Play((int)(round * wanted), limit, byStudent: Decisions > 0, () => isStopped() || timeShare() > Share * round);
            if (isStopped())
                return false;
            if (rows.RowCount > Decisions && player.IsStudentActing)
                Agreement = learner.Agreement(rows, before);
            if (rows.RowCount > 0)
                learner.Imitate(rows, isLast: round == 1);
            (Steps, Decisions, EpisodeLength) = (player.Steps, rows.RowCount, player.EpisodeLength);
        }
        if (Decisions == 0 && Steps >= limit)
            throw new ArgumentException(
                $"No agent of {model.Schema.Simulation} needed a decision in {Counted.Of(Steps, "step")}, so there is nothing to imitate: "
                + "NeedsDecision must be true when an agent must decide.");
        return true;
    }

    /// <summary>What was imitated, and how well.</summary>
    public override string ToString() => $"Imitated {teacher.Name} in {Counted.Of(Decisions, "decision")}"
        + (double.IsNaN(Agreement) ? "." : $": of the last ones {100 * Agreement:0} % were made alike.");
}
