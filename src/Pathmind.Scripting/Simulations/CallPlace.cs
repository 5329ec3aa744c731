namespace Pathmind.Simulations;

/// <summary>What is being called, by the method's name. Written several times per step: a number, since storing a
/// string costs a write barrier of the garbage collector.</summary>
internal enum Called : byte
{
    Reset, ActionSpace, GetActionMask, GetObservation, SetAction, Step, IsDone, IsTruncated, GetReward, GetMetrics, RewardOption,
    RewardOfChangeOption, Decide, Draw, NeedsDecision, SimulatedSeconds, NumberOfAgents,
    MaxSteps, Goals,
}

/// <summary>The call that is being made, so that an exception can be reported with its place.</summary>
internal struct CallPlace
{
    Called method;
    int agent;
    string? decider;

    /// <param name="called">The method.</param>
    /// <param name="of">The agent that it is about; -1 for none.</param>
    public void Now(Called called, int of) => (method, agent) = (called, of);

    /// <summary>Who decides, for what is thrown then. Set once per episode, since storing a string tells the garbage
    /// collector of it.</summary>
    public void By(string policy) => decider = policy;

    /// <summary>The agent that the call is about; -1 for none.</summary>
    public readonly int Agent => agent;

    /// <summary>Which call it is, and where: "Shop.Step() in episode 3 at step 17".</summary>
    /// <inheritdoc cref="Explain"/>
#pragma warning disable CS1573 // the parameters are inherited
    public readonly string Words(string simulation, int episode, int step) =>
        $"{Who(simulation)} {Where(simulation, episode, step)}";
#pragma warning restore CS1573

    /// <summary>Describes which call threw or broke which rule, and where.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="simulation">Name of the simulation.</param>
    /// <param name="episode">From 1; 0 before the first.</param>
    /// <param name="step">Steps made in it.</param>
    public readonly SimulationException Explain(Exception exception, string simulation, int episode, int step)
    {
        var isDecision = method == Called.Decide;
        var (shownEpisode, shownStep) = (Math.Max(episode, 1), isDecision ? step + 1 : step);
        var (who, place) = (Who(simulation), Where(simulation, episode, step));
        var message = exception is BrokenRuleException
            ? $"{who}{(isDecision ? " decided wrongly" : "")} {place}: {exception.Message}."
            : $"{who} threw {exception.GetType().Name} {place}: {exception.Message}";
        return new(message, simulation, shownEpisode, shownStep, agent, exception);
    }

    readonly string Where(string simulation, int episode, int step) => method == Called.Decide
        ? $"for agent {agent} of {simulation} in episode {Math.Max(episode, 1)} at step {step + 1}"
        : $"in episode {Math.Max(episode, 1)} at {(step == 0 ? "Reset" : $"step {step}")}";

    readonly string Who(string simulation) => method switch
    {
        Called.Decide => $"The policy '{decider}'",
        Called.RewardOption => $"TrainingOptions.Reward (for agent {agent} of {simulation})",
        Called.RewardOfChangeOption => $"TrainingOptions.RewardOfChange (for agent {agent} of {simulation})",
        Called.SimulatedSeconds or Called.NumberOfAgents or Called.MaxSteps or Called.Goals => $"{simulation}.{method}",
        _ => agent >= 0 ? $"{simulation}.{method}({agent})" : $"{simulation}.{method}()",
    };
}

/// <summary>The kit found that a simulation returned what the rules exclude. <see cref="SimulationDriver.Explain"/>
/// distinguishes it from an exception of the user's code and adds the place.</summary>
internal sealed class BrokenRuleException(string message) : ArgumentException(message);
