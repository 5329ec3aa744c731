namespace Pathmind.Networks;

/// <summary>A matrix product C[m, n] = Σ over k of A(m, k) · B[k, n], or what an epilogue makes of it. The sum runs
/// over k from 0 on for every tile and number of rows, so that a row's numbers do not depend on the other
/// rows.</summary>
/// <remarks>A is read number by number through two strides, so that it may be a matrix or its transpose; B and C are
/// read and written in vectors, along rows padded to whole cache lines.</remarks>
internal ref struct GemmOperands(ref float a)
{
    /// <summary>A(0, 0).</summary>
    public ref float A = ref a;

    /// <summary>Distance from A(m, k) to A(m + 1, k).</summary>
    public nuint ARow;

    /// <summary>Distance from A(m, k) to A(m, k + 1).</summary>
    public nuint AStep;

    /// <summary>B[0, 0].</summary>
    public ref float B;

    /// <summary>Distance of two rows of B.</summary>
    public nuint BRow;

    /// <summary>C[0, 0].</summary>
    public ref float C;

    /// <summary>Distance of two rows of C.</summary>
    public nuint CRow;

    /// <summary>m runs over 0 .. Rows - 1.</summary>
    public int Rows;

    /// <summary>n runs over 0 .. Columns - 1 and on to the end of that cache line.</summary>
    public int Columns;

    /// <summary>k runs over 0 .. Steps - 1.</summary>
    public int Steps;
}
