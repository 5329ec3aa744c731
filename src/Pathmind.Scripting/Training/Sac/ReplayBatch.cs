namespace Pathmind.Training;

/// <summary>Decisions drawn from a <see cref="ReplayBuffer"/>.</summary>
/// <param name="rollout">Their layout.</param>
/// <param name="rows">How many.</param>
internal sealed class ReplayBatch(RolloutBuffer rollout, int rows)
{
    public int Rows => rows;

    /// <summary>[rows, inputs].</summary>
    public float[] Observations { get; } = new float[rows * rollout.ObservationSize];

    /// <summary>[rows, inputs] n decisions later.</summary>
    public float[] NextObservations { get; } = new float[rows * rollout.ObservationSize];

    /// <summary>[rows, heads].</summary>
    public int[] Choices { get; } = new int[rows * rollout.Actions.Heads.Length];

    /// <summary>[rows, reals] in network units, not clipped.</summary>
    public float[] Reals { get; } = new float[rows * rollout.Actions.Reals];

    /// <summary>[rows, logits] as in <see cref="RolloutBuffer.Masks"/>; empty without masks.</summary>
    public float[] Masks { get; } = new float[rollout.Masks is null ? 0 : rows * rollout.Actions.Logits];

    /// <summary>[rows, logits] n decisions later; empty without masks.</summary>
    public float[] NextMasks { get; } = new float[rollout.Masks is null ? 0 : rows * rollout.Actions.Logits];

    /// <summary>[rows, reals] as in <see cref="RolloutBuffer.Presence"/>; empty if every agent has all.</summary>
    public float[] Presence { get; } = new float[rollout.Presence is null ? 0 : rows * rollout.Actions.Reals];

    /// <summary>[rows, logits + reals] probabilities and means of an imitating policy; empty without one.</summary>
    public float[] Imitated { get; private set; } = [];

    /// <summary>[rows] discounted sum of the rewards until then, not scaled.</summary>
    public float[] Rewards { get; } = new float[rows];

    /// <summary>[rows] γ until then; 0 if the episode terminated.</summary>
    public float[] Discounts { get; } = new float[rows];

    /// <summary>[rows] with a memory: where they are kept.</summary>
    public int[] Places { get; } = new int[rows];

    /// <summary>[rows] with a memory: whether a row is the next decision of the row before in the same
    /// episode.</summary>
    public bool[] Continues { get; } = new bool[rows];

    /// <summary>[rows] with a memory: decisions until <see cref="NextObservations"/>.</summary>
    public int[] Spans { get; } = new int[rows];

    /// <summary>Makes room for <see cref="Imitated"/>.</summary>
    public void KeepImitated() => Imitated = new float[rows * (rollout.Actions.Logits + rollout.Actions.Reals)];
}
