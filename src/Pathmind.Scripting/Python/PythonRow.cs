namespace Pathmind.Pythons;

/// <summary>A simulation's part of a reply, which has one column after the other, and in each one a row a
/// simulation.</summary>
/// <param name="columns">All columns.</param>
/// <param name="row">Which row.</param>
/// <param name="rows">How many there are.</param>
/// <param name="failure">Why there are no numbers in it; null if there are.</param>
internal ref struct PythonRow(ReadOnlySpan<byte> columns, int row, int rows, string? failure)
{
    ReadOnlySpan<byte> columns = columns;

    public readonly string? Failure => failure;

    /// <summary>Reads the next column.</summary>
    /// <param name="destination">As long as the column is for one simulation.</param>
    public void Next(Span<byte> destination)
    {
        columns.Slice(row * destination.Length, destination.Length).CopyTo(destination);
        columns = columns[(rows * destination.Length)..];
    }
}
