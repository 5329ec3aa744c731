using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pathmind.Numerics;

/// <summary>A stream of random numbers chosen by seed and stream number: streams of one seed are independent of each
/// other, so every simulation has its own and results do not depend on who draws first. State can be saved and
/// restored.</summary>
/// <remarks>xoshiro256++ of Blackman and Vigna, seeded through SplitMix64 (https://prng.di.unimi.it). Derives from
/// <see cref="System.Random"/> so that simulations use the interface they know.</remarks>
internal sealed class RandomStream : Random
{
    Words state;

    public RandomStream(long seed, long stream) => Restart(seed, stream);

    /// <summary>Four words that continue the stream where it is.</summary>
    public (ulong, ulong, ulong, ulong) State
    {
        get => (state.S0, state.S1, state.S2, state.S3);
        set => (state.S0, state.S1, state.S2, state.S3) = value;
    }

    /// <summary>Restarts the stream of this seed and number.</summary>
    public void Restart(long seed, long stream)
    {
        var mix = (ulong)seed;
        mix = SplitMix(ref mix) ^ ((ulong)stream * 0xD1342543DE82EF95UL);
        State = (SplitMix(ref mix), SplitMix(ref mix), SplitMix(ref mix), SplitMix(ref mix));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => state.Next();

    /// <summary>Brings the values into random order: the draws and the order of
    /// <see cref="Random.Shuffle{T}(Span{T})"/>, with the state in registers and no virtual call.</summary>
    public new void Shuffle<T>(Span<T> values)
    {
        var words = state;
        for (var i = 0; i < values.Length - 1; i++)
        {
            var j = i + (int)Below(words.Next(), (ulong)(values.Length - i));
            (values[i], values[j]) = (values[j], values[i]);
        }
        state = words;
    }

    /// <inheritdoc/>
    public override int Next() => Next(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Below(NextBits(), (uint)maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Below(NextBits(), (ulong)((long)maxValue - minValue)));
    }

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Below(NextBits(), (ulong)maxValue);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue + (long)Below(NextBits(), (ulong)(maxValue - minValue));
    }

    /// <inheritdoc/>
    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i += 8)
        {
            var bits = NextBits();
            for (var k = i; k < Math.Min(i + 8, buffer.Length); k++, bits >>= 8)
                buffer[k] = (byte)bits;
        }
    }

    /// <summary>A draw from N(0, 1), by the method of Box and Muller; the second number of the pair is not kept, so
    /// that the state is four words.</summary>
    public float NextNormal() =>
        MathF.Sqrt(-2 * MathF.Log(1 - NextSingle())) * MathF.Cos(2 * MathF.PI * NextSingle());

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    /// <summary>Uniform in 0 .. bound - 1; 0 for a bound of 0 or 1. The bias of the multiplication is below bound /
    /// 2^64.</summary>
    static ulong Below(ulong bits, ulong bound) => Math.BigMul(bits, bound, out _);

    static ulong SplitMix(ref ulong state)
    {
        var mixed = state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>The state, which a loop may hold in registers.</summary>
    struct Words
    {
        public ulong S0, S1, S2, S3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Next()
        {
            var result = BitOperations.RotateLeft(S0 + S3, 23) + S0;
            var shifted = S1 << 17;
            S2 ^= S0;
            S3 ^= S1;
            S1 ^= S2;
            S0 ^= S3;
            S2 ^= shifted;
            S3 = BitOperations.RotateLeft(S3, 45);
            return result;
        }
    }
}
