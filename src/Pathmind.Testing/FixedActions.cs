namespace Pathmind.Testing;

/// <summary>A policy that takes given actions in their order in every episode, each agent from the first one on;
/// after the last one it begins with the first again.</summary>
/// <example><code>
/// var log = new Shop().Run(new FixedActions(10, 0, 5), display: Display.None);     // orders 10, then nothing, then 5
/// </code></example>
public sealed class FixedActions : Policy
{
    readonly AgentAction[] actions;
    readonly Dictionary<int, int> next = [];                             // agent → its next action

    /// <param name="actions">At least one: numbers of choices, their names, real numbers or lists of these.</param>
    /// <exception cref="ArgumentException">There is no action.</exception>
    public FixedActions(params AgentAction[] actions) => this.actions = actions.Length > 0 ? actions
        : throw new ArgumentException("FixedActions needs at least one action, as in new FixedActions(10, 0, 5).");

    /// <inheritdoc/>
    public override string Name => "fixed actions";

    /// <inheritdoc/>
    public override void BeginEpisode(int agent) => next[agent] = 0;

    /// <inheritdoc/>
    public override AgentAction Decide(in PolicyInput input)
    {
        var position = next.GetValueOrDefault(input.Agent);
        next[input.Agent] = position + 1;
        return actions[position % actions.Length];
    }
}
