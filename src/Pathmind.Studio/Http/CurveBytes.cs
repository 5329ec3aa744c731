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
    public static byte[] Of(Curve curve)
    {
        JsonObject description = new()
        {
            ["columns"] = new JsonArray([.. curve.Names.Select(name => (JsonNode)name)]), ["rows"] = curve.Rows,
        };
        var header = Encoding.UTF8.GetBytes(description.ToJsonString());
        var start = (sizeof(int) + header.Length + 7) / 8 * 8;
        var bytes = new byte[start + sizeof(double) * curve.Names.Count * curve.Rows];
        bytes.AsSpan(0, start).Fill((byte)' ');
        BinaryPrimitives.WriteInt32LittleEndian(bytes, start - sizeof(int));
        header.CopyTo(bytes, sizeof(int));
        var place = start;
        foreach (var name in curve.Names)
            foreach (var value in curve[name])
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(place), value);
                place += sizeof(double);
            }
        return bytes;
    }
}
