using System.Text.Json.Serialization;

namespace Pathmind.Numerics;

/// <summary>Mean and deviation of numbers that come one by one (Welford 1962, "Note on a method for calculating
/// corrected sums of squares and products"). A value: <see cref="With"/> gives the next one.</summary>
/// <param name="Count">How many numbers.</param>
/// <param name="Mean">Their mean; 0 before the first.</param>
/// <param name="Squares">Sum of their squared distances from the mean.</param>
[method: JsonConstructor]
internal readonly record struct Moments(long Count, double Mean, double Squares)
{
    /// <summary>Standard deviation, divided by N; 0 before the second number.</summary>
    [JsonIgnore]
    public double Deviation => Count < 2 ? 0 : Math.Sqrt(Squares / Count);

    /// <summary>The same with one number more.</summary>
    public Moments With(double number)
    {
        var distance = number - Mean;
        var mean = Mean + distance / (Count + 1);
        return new(Count + 1, mean, Squares + distance * (number - mean));
    }
}
