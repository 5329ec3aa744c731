using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Http;

/// <summary>A curve as bytes that a page reads without parsing: length of the header (int32), the header as JSON with
/// names and number of rows, blanks up to a multiple of 8, then [columns, rows] double, all little-endian; NaN for no
/// value.</summary>
internal static class CurveBytes
{
    public static byte[] Of(Curve curve) => Of(
        new() { ["columns"] = NamesOf(curve.Names), ["rows"] = curve.Rows }, [.. curve.Names.Select(name => curve[name])]);

    /// <summary>A window in the same way: places of the extremes, places of the smoothed line, then extremes and
    /// smoothed line of each column; the header has all else.</summary>
    public static byte[] Of(CurveWindow window) => Of(
        new()
        {
            ["columns"] = NamesOf(window.Columns.Select(column => column.Name)), ["rows"] = window.Rows,
            ["iteration"] = window.LastIteration, ["stride"] = window.Stride, ["to_end"] = window.IsToEnd, ["weight"] = window.Weight,
            ["extremes"] = window.X.Length, ["smooth"] = window.Weight > 0 ? window.SmoothX.Length : 0,
            ["counted"] = new JsonArray([.. window.Columns.Select(column => (JsonNode)column.Counted)]),
            ["hidden"] = new JsonArray([.. window.Columns.Select(column => (JsonNode)column.Hidden)]),
        },
        [
            window.X, window.Weight > 0 ? window.SmoothX : [],
            .. window.Columns.SelectMany(column => new IReadOnlyList<double>[] { column.Extremes, column.Smooth }),
        ]);

    static JsonArray NamesOf(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];

    static byte[] Of(JsonObject description, IReadOnlyList<double>[] arrays)
    {
        var header = Encoding.UTF8.GetBytes(description.ToJsonString());
        var start = (sizeof(int) + header.Length + 7) / 8 * 8;
        var bytes = new byte[start + sizeof(double) * arrays.Sum(values => values.Count)];
        bytes.AsSpan(0, start).Fill((byte)' ');
        BinaryPrimitives.WriteInt32LittleEndian(bytes, start - sizeof(int));
        header.CopyTo(bytes, sizeof(int));
        var place = start;
        foreach (var values in arrays)
            foreach (var value in values)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(place), value);
                place += sizeof(double);
            }
        return bytes;
    }
}
