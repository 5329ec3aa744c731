using System.Runtime.Intrinsics;
using Pathmind.Networks;

namespace Pathmind.Tests.Networks;

public class VectorMathTests
{
    public static TheoryData<int> Widths => [512, 256, 128];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Tanh_is_within_1e_minus_6_odd_and_never_beyond_1(int width)
    {
        var kernels = Of(width);
        var values = new float[4096];
        for (var bits = 0u; bits < 0x7F800000u; bits += 4096 * 257)      // every exponent, finely
        {
            for (var i = 0u; i < 4096; i++)
                values[i] = BitConverter.UInt32BitsToSingle(Math.Min(bits + i * 257, 0x7F800000u));
            var (positive, negative) = ((float[])values.Clone(), values.Select(x => -x).ToArray());
            kernels.Tanh(positive);
            kernels.Tanh(negative);
            for (var i = 0; i < 4096; i++)
            {
                if (!(Math.Abs(Math.Tanh(values[i]) - positive[i]) <= 1e-6) || positive[i] > 1 || positive[i] != -negative[i])
                    Assert.Fail($"tanh({values[i]:R}) = {positive[i]:R}, of the negative {negative[i]:R}, expected {Math.Tanh(values[i])}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Tanh_saturates_at_1_and_keeps_NaN_and_the_sign_of_zero(int width)
    {
        float[] values = [float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -20, float.NaN, 0f, -0f];
        Of(width).Tanh(values);
        Assert.Equal([1, -1, 1, -1, float.NaN, 0f, -0f], values);
        Assert.True(float.IsNegative(values[6]));
    }

    [Fact]
    public void Tanh_never_decreases_near_its_saturation_by_more_than_its_error()
    {
        var values = new float[3_000_000];                               // all floats from about 6.6 up
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(6.6f) + i);
        VectorMath.Tanh(values);
        Assert.Equal(1, values.Max());                                   // none beyond 1
        Assert.Equal(1, values[^1]);
        for (var i = 1; i < values.Length; i++)
            if (values[i] < values[i - 1] - 5e-7f)
                Assert.Fail($"falls from {values[i - 1]:R} to {values[i]:R}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Exp_Log_and_Sum_treat_the_last_elements_as_the_first(int length)
    {
        float[] values = [.. Enumerable.Range(1, length).Select(i => i / 8f)];
        var expected = values.Select(x => (double)x).Sum();
        Assert.Equal(expected, VectorMath.Sum(values), 1e-4);
        var powers = (float[])values.Clone();
        VectorMath.Exp(powers);
        for (var i = 0; i < length; i++)
            Assert.Equal(Math.Exp(values[i]), powers[i], 2e-6 * Math.Exp(values[i]));
        VectorMath.Log(powers);
        for (var i = 0; i < length; i++)
            Assert.Equal(values[i], powers[i], 1e-6);
    }

    static Kernels Of(int width) => width switch
    {
        512 => new Kernels<Vector512<float>, Vector512Ops>(),
        256 => new Kernels<Vector256<float>, Vector256Ops>(),
        _ => new Kernels<Vector128<float>, Vector128Ops>(),
    };
}
