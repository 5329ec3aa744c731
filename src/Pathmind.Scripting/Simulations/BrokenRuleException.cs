namespace Pathmind.Simulations;

/// <summary>The kit found that a simulation returned what the rules exclude. <see cref="SimulationDriver.Explain"/>
/// tells it from an exception of the user's own code and adds the place.</summary>
internal sealed class BrokenRuleException(string message) : ArgumentException(message);
