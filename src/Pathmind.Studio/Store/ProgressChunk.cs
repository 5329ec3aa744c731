using System.Buffers.Binary;
using System.Text.Json;
using Pathmind.Reporting;
using Pathmind.Studios.Experiments;

namespace Pathmind.Studios.Store;

/// <summary>Some rows of an experiment, as one row of the database: a training makes hundreds a second.</summary>
internal sealed class ProgressChunk
{
    public int Experiment { get; init; }

    /// <summary>Iteration of the first row; with the experiment it is the key.</summary>
    public int First { get; init; }

    public int Rows { get; init; }

    /// <summary>Names of the columns, as a JSON array.</summary>
    public string Columns { get; init; } = "[]";

    /// <summary>[columns, rows] double, little-endian; NaN for no value.</summary>
    public byte[] Values { get; init; } = [];

    /// <param name="experiment">Number of the experiment.</param>
    /// <param name="rows">At least one.</param>
    public static ProgressChunk Of(int experiment, ProgressBatch rows)
    {
        var values = new byte[sizeof(double) * rows.Columns.Length * rows.Rows.Length];
        var place = 0;
        for (var column = 0; column < rows.Columns.Length; column++)
            foreach (var row in rows.Rows)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(values.AsSpan(place), row[column] ?? double.NaN);
                place += sizeof(double);
            }
        return new()
        {
            Experiment = experiment, First = (int)rows.Rows[0][Array.IndexOf(rows.Columns, "iteration")]!.Value, Rows = rows.Rows.Length,
            Columns = JsonSerializer.Serialize(rows.Columns), Values = values,
        };
    }

    public void AddTo(Curve curve)
    {
        var columns = JsonSerializer.Deserialize<string[]>(Columns) ?? [];
        var values = new double[columns.Length * Rows];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(Values.AsSpan(sizeof(double) * i));
        curve.Add(columns, Rows, values);
    }
}
