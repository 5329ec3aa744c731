using System.Runtime.Intrinsics;

namespace Pathmind.Networks;

/// <summary>What the kernels need of a vector of floats, so that one source serves every width. Each operation is one
/// instruction where the hardware has it.</summary>
/// <remarks>Loads and stores take a reference and an offset in floats and check nothing: a bounds check per vector
/// would cost as much as its multiplication. Every door that leads here (Network, Adam, VectorMath) checks lengths
/// before.</remarks>
internal interface IVectorOps<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Whether there are registers for 16 sums and what they are made of (32), or for half as many.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Load(ref float source, nuint offset);

    static abstract void Store(TVector value, ref float target, nuint offset);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left · right + addend, rounded once where the hardware can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector SquareRoot(TVector value);

    /// <summary>The smaller; NaN where value is NaN.</summary>
    static abstract TVector AtMost(TVector bound, TVector value);

    /// <summary>The larger; NaN where value is NaN.</summary>
    static abstract TVector AtLeast(TVector bound, TVector value);

    /// <summary>value where sign is above 0, else 0.</summary>
    static abstract TVector WherePositive(TVector sign, TVector value);

    /// <summary>The sum of each vector's elements. The order of addition is the same for the four.</summary>
    static abstract Vector128<float> Sums(TVector a, TVector b, TVector c, TVector d);
}
