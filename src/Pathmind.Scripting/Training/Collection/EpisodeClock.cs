using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>The simulation's clock, held to its rules.</summary>
internal sealed class EpisodeClock(SimulationDriver driver)
{
    double last = double.NegativeInfinity;

    /// <summary>An episode begins, at any time.</summary>
    public void Restart() => last = double.NegativeInfinity;

    /// <summary>Carries over when it was read last.</summary>
    public void Transfer(StateTransfer state) => state.Pass(ref last);

    /// <summary>Simulated seconds.</summary>
    /// <exception cref="BrokenRuleException">They are not finite, or ran backwards in this episode.</exception>
    public double Read()
    {
        var now = driver.ReadSeconds();
        return now >= last && double.IsFinite(now) ? last = now : throw new BrokenRuleException(
            $"it is {now}{(double.IsFinite(last) ? $" after {last}" : "")}: DiscountSeconds needs a finite clock that does not run "
            + "backwards in an episode");
    }
}
