namespace Pathmind.Simulations;

/// <summary>The kit found that a simulation returned what the rules exclude. <see cref="SimulationDriver.Explain"/>
/// distinguishes it from an exception of the user's code and adds the place.</summary>
internal sealed class BrokenRuleException(string message) : ArgumentException(message);
