namespace Pathmind;

/// <summary>Variant of a CSV file. Both are RFC 4180 in UTF-8: commas, decimal points, a header line.</summary>
public enum CsvFormat
{
    /// <summary>Without byte-order mark, for programs.</summary>
    Standard,

    /// <summary>With a byte-order mark, without which Excel misreads letters beyond ASCII.</summary>
    Excel,
}
