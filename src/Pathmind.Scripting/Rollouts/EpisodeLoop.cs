using Pathmind.Drawings;
using Pathmind.Numerics;
using Pathmind.Simulations;

namespace Pathmind.Rollouts;

/// <summary>Lets a policy act in a simulation, episode by episode, and records what happens. Episode k starts with the
/// random stream k of the seed, for every policy.</summary>
internal sealed class EpisodeLoop
{
    readonly SimulationDriver driver;
    readonly RandomStream random;
    readonly Recorder recorder;
    readonly Policy policy;
    readonly string name;
    readonly int seed;

    /// <param name="simulation">The simulation.</param>
    /// <param name="policy">Who decides.</param>
    /// <param name="name">The policy's name in the log and in messages.</param>
    /// <param name="seed">Seed of the episodes.</param>
    /// <param name="detail">What is kept.</param>
    /// <param name="like">What the simulation must look like, as that of another loop; null if it is the
    /// first.</param>
    /// <exception cref="SimulationException">The simulation broke a rule, or does not look so.</exception>
    /// <exception cref="ArgumentException">The policy does not fit the simulation.</exception>
    public EpisodeLoop(Simulation simulation, Policy policy, string name, int seed, LogDetail detail, SimulationSchema? like = null)
    {
        (this.policy, this.name, this.seed, random) = (policy, name, seed, new RandomStream(seed, stream: 1));
        driver = like is null ? new(simulation, random) : new(simulation, random, like);
        recorder = new(policy, name, driver.Schema, detail);
    }

    /// <summary>What the simulation looks like.</summary>
    public SimulationSchema Schema => driver.Schema;

    /// <summary>Whether an episode has ended.</summary>
    public bool HasPlayed => recorder.Summaries.Rows.Count > 0;

    /// <summary>What happened so far, if an episode has ended.</summary>
    public EpisodeLog Log => new(driver.Schema, name, recorder.Steps?.Rows, recorder.Summaries.Rows) { Film = recorder.Film };

    /// <summary>Makes the next episode, with a pause after each step.</summary>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void RunEpisode(TimeSpan pause, CancellationToken cancellation)
    {
        (recorder.Pause, recorder.Cancellation) = (pause, cancellation);
        RunEpisode(driver.Episode + 1);
    }

    /// <summary>Makes any episode; those of others may be made by other loops.</summary>
    /// <param name="number">Counted from 1.</param>
    /// <exception cref="SimulationException">The simulation or the policy threw or broke a rule.</exception>
    public void RunEpisode(int number)
    {
        driver.Episode = number - 1;
        driver.Simulation.Random = random;                               // loops of several policies take turns
        random.Restart(seed, number);
        policy.EpisodeBegins(number);
        driver.Play(recorder);
    }

    sealed class Recorder(Policy policy, string name, SimulationSchema schema, LogDetail detail) : PolicyPlayer(policy, name, schema)
    {
        readonly Canvas canvas = new();
        bool isNew = true;

        public TimeSpan Pause { get; set; }

        public CancellationToken Cancellation { get; set; }

        public StepRecorder? Steps { get; } = detail == LogDetail.Steps ? new() : null;

        public Film? Film { get; } = detail == LogDetail.Steps ? new() : null;

        public SummaryRecorder Summaries { get; } = new();

        public override bool Decide(SimulationDriver driver)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (isNew)
            {
                Film?.BeginEpisode();
                Draw(driver);
                isNew = false;
            }
            return base.Decide(driver);
        }

        public override bool Observe(SimulationDriver driver)
        {
            Summaries.AddStep(driver);
            Steps?.Add(driver, Observations);
            Draw(driver);
            if (Pause > TimeSpan.Zero)
                Cancellation.WaitHandle.WaitOne(Pause);
            isNew = driver.Ending != Ending.None;
            if (isNew)
                Summaries.EndEpisode(driver);
            return true;
        }

        void Draw(SimulationDriver driver)
        {
            if (Film is not { IsFull: false } film)
                return;
            driver.Draw(canvas);
            film.Add(canvas.ToDrawing());
        }
    }
}
