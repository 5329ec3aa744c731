namespace Pathmind.Networks;

/// <summary>Numbers that are the same for every parameter in one step of Adam.</summary>
/// <param name="GradientScale">Factor of the gradient.</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="StepSize">Learning rate / (1 - β1^t).</param>
/// <param name="SecondCorrection">1 / sqrt(1 - β2^t).</param>
/// <param name="Epsilon">Added to the root.</param>
internal readonly record struct AdamFactors(
    float GradientScale, float Beta1, float Beta2, float StepSize, float SecondCorrection, float Epsilon);
