using System.Runtime.CompilerServices;

namespace Pathmind.Networks;

/// <summary>tanh of a vector.</summary>
internal static class HyperbolicTangent<TVector, TOps>
    where TVector : struct
    where TOps : IVectorOps<TVector>
{
    const float Clamp = 7.90531110763549805f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        x = TOps.AtMost(TOps.Create(Clamp), TOps.AtLeast(TOps.Create(-Clamp), x));
        var x2 = TOps.Multiply(x, x);
        var p = TOps.MultiplyAdd(x2, TOps.Create(-2.76076847742355e-16f), TOps.Create(2.00018790482477e-13f));
        p = TOps.MultiplyAdd(p, x2, TOps.Create(-8.60467152213735e-11f));
        p = TOps.MultiplyAdd(p, x2, TOps.Create(5.12229709037114e-08f));
        p = TOps.MultiplyAdd(p, x2, TOps.Create(1.48572235717979e-05f));
        p = TOps.MultiplyAdd(p, x2, TOps.Create(6.37261928875436e-04f));
        p = TOps.MultiplyAdd(p, x2, TOps.Create(4.89352455891786e-03f));
        var q = TOps.MultiplyAdd(x2, TOps.Create(1.19825839466702e-06f), TOps.Create(1.18534705686654e-04f));
        q = TOps.MultiplyAdd(q, x2, TOps.Create(2.26843463243900e-03f));
        q = TOps.MultiplyAdd(q, x2, TOps.Create(4.89352518554385e-03f));
        return TOps.Divide(TOps.Multiply(x, p), q);
    }
}
