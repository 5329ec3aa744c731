using Pathmind.Rollouts;
using Pathmind.Simulations;

namespace Pathmind.Sweeps;

/// <summary>Lets policies play the same episodes, to be compared by them.</summary>
/// <param name="create">Makes a simulation; called by one thread at a time.</param>
/// <param name="seed">Of the training: the episodes are others than those of any training with a seed near
/// it.</param>
internal sealed class PolicyJudge(Func<Simulation> create, int seed)
{
    /// <summary>Episodes at least and at most, and the share of a training's steps that they may take.</summary>
    const int Least = 20, Most = 100;

    /// <inheritdoc cref="Least"/>
    const double Share = 0.15;

    /// <summary>How many episodes tell a policy, of a training of so many steps.</summary>
    /// <param name="steps">Of the training.</param>
    /// <param name="length">Steps of an episode.</param>
    public static int Episodes(long steps, double length) => (int)Math.Clamp(Share * steps / length, Least, Most);

    /// <summary>Plays episodes, on the calling thread.</summary>
    /// <param name="policy">Is forked; may be played by others at the same time.</param>
    /// <param name="episodes">How many.</param>
    /// <param name="series">Others for each: 0 to choose by, 1 to tell the value of what was chosen.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EpisodeLog Play(Policy policy, int episodes, int series, CancellationToken cancellation)
    {
        var simulation = create();
        try
        {
            EpisodeLoop loop = new(
                simulation, policy.Fork() ?? policy, policy.Name, new Numerics.RandomStream(seed, stream: -1 - series).Next(),
                LogDetail.Summaries);
            for (var episode = 0; episode < episodes; episode++)
                loop.RunEpisode(TimeSpan.Zero, cancellation);
            return loop.Log;
        }
        finally
        {
            SimulationInstances.Dispose(simulation);
        }
    }
}
