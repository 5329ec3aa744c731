namespace Pathmind;

/// <summary>For whom a CSV file is written. Both are RFC 4180 in UTF-8: commas, decimal points, a header
/// line.</summary>
public enum CsvFormat
{
    /// <summary>For programs: no byte-order mark.</summary>
    Standard,

    /// <summary>For Excel, which reads letters beyond ASCII rightly only after a byte-order mark.</summary>
    Excel,
}
