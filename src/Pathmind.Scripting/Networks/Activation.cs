namespace Pathmind;

/// <summary>What a hidden layer applies to each of its sums.</summary>
public enum Activation
{
    /// <summary>tanh(x), in [-1, 1].</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}
