namespace Pathmind.Tests;

/// <summary>Hands out given numbers instead of chance, then begins again with the first.</summary>
internal sealed class GivenDraws : Random
{
    double[] draws = [];
    int next;

    /// <summary>The numbers in [0, 1) that come from now on.</summary>
    public void Give(params double[] numbers) => (draws, next) = (numbers, 0);

    public override double NextDouble() => draws[next++ % draws.Length];
}
