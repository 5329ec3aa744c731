using Pathmind.Networks;
using Pathmind.Numerics;

namespace Pathmind.Tests;

/// <summary>The recurrent memory by itself: its formula, and its derivatives against finite differences.</summary>
public sealed class MemoryCellTests
{
    const int Size = 3, Inputs = 2, Rows = 7, Width = Size + Inputs;

    static readonly NetworkShape Shape = new(Width, [5], outputs: 2, Activation.Tanh);

    // an episode begins at row 4, with a state that was given: a piece begins there
    static readonly bool[] Continues = [false, true, true, true, false, true, true];

    [Fact]
    public void A_state_is_the_mean_of_state_and_candidate_by_the_gate()
    {
        var (cell, rows) = (NewCell(), NewRows());
        MemoryWorkspace workspace = new(cell, Rows);
        var expected = rows.ToArray();
        cell.Encoder.Forward(Observations(rows), Rows, workspace.Encoder);
        for (var row = 0; row < Rows; row++)
            for (var i = 0; i < Size; i++)
            {
                var before = Continues[row] ? expected[(row - 1) * Width + i] : rows[row * Width + i];
                var z = 1 / (1 + Math.Exp(-workspace.Encoder.Outputs[i * workspace.Encoder.RowStride + row]));
                var candidate = workspace.Encoder.Outputs[(Size + i) * workspace.Encoder.RowStride + row];
                expected[row * Width + i] = (float)((1 - z) * before + z * candidate);
            }
        Continues.CopyTo(workspace.Continues, 0);
        cell.Forward(rows, Rows, workspace);
        Assert.Equal(expected, rows, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Derivatives_through_time_are_the_finite_differences()
    {
        var (cell, network) = (NewCell(), Network.Orthogonal(Shape, new(8, 1), outputGain: 1));
        var parameters = cell.Encoder.ToArray();
        var analytic = Gradient(cell, network);
        for (var i = 0; i < parameters.Length; i++)
        {
            const float Step = 1e-2f;
            var numeric = (LossWith(i, Step) - LossWith(i, -Step)) / (2 * Step);
            Assert.True(Math.Abs(numeric - analytic[i]) < 2e-3 * Math.Max(1, Math.Abs(numeric)), $"{i}: {analytic[i]}, but {numeric}");
        }
        Assert.Contains(analytic, slope => Math.Abs(slope) > 0.1);

        double LossWith(int index, float change)
        {
            var changed = parameters.ToArray();
            changed[index] += change;
            cell.Encoder.Load(changed);
            return Loss(cell, network, out _, out _, out _);
        }
    }

    static float[] Gradient(MemoryCell cell, Network network)
    {
        _ = Loss(cell, network, out var rows, out var memory, out var workspace);
        for (var row = 0; row < Rows; row++)
            for (var j = 0; j < 2; j++)
                workspace.OutputGradients[j * workspace.RowStride + row] = Weight(row, j);
        network.Backward(rows, Rows, workspace, new(Shape));
        network.DifferentiateInputs(Rows, workspace, first: 0, memory.Slopes);
        Gradient gradient = new(cell.Encoder.Shape);
        cell.Backward(Rows, memory, gradient);
        var canonical = new float[cell.Encoder.ParameterCount];
        gradient.CopyTo(canonical);
        return canonical;
    }

    /// <summary>Σ weight · output, of all rows.</summary>
    static double Loss(MemoryCell cell, Network network, out float[] rows, out MemoryWorkspace memory, out Workspace workspace)
    {
        (rows, memory, workspace) = (NewRows(), new(cell, Rows), new(Shape, Rows));
        Continues.CopyTo(memory.Continues, 0);
        cell.Forward(rows, Rows, memory);
        network.Forward(rows, Rows, workspace);
        var loss = 0.0;
        for (var row = 0; row < Rows; row++)
            for (var j = 0; j < 2; j++)
                loss += Weight(row, j) * workspace.Outputs[j * workspace.RowStride + row];
        return loss;
    }

    static float Weight(int row, int output) => 0.5f + 0.1f * row - 0.3f * output;

    static MemoryCell NewCell() => MemoryCell.Orthogonal(Shape, Size, new(7, 1));

    static float[] NewRows()
    {
        RandomStream random = new(9, 1);
        return [.. Enumerable.Range(0, Rows * Width).Select(_ => random.NextNormal())];
    }

    static float[] Observations(float[] rows) =>
        [.. Enumerable.Range(0, Rows * Inputs).Select(i => rows[i / Inputs * Width + Size + i % Inputs])];
}
