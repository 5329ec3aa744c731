using Pathmind.Networks;

namespace Pathmind.Tests.Networks;

/// <summary>A network of plain loops in float64, over parameters in canonical order: what the kernels are compared
/// with.</summary>
internal static class ReferenceNetwork
{
    /// <summary>[rows, Outputs] outputs.</summary>
    public static double[] Forward(NetworkShape shape, double[] parameters, float[] inputs, int rows) =>
        Forward(shape, parameters, Doubles(inputs), rows);

    /// <inheritdoc cref="Forward(NetworkShape, double[], float[], int)"/>
    public static double[] Forward(NetworkShape shape, double[] parameters, double[] inputs, int rows) =>
        Layers(shape, parameters, inputs, rows)[^1];

    /// <summary>[ParameterCount] derivatives of Σ outputGradients ⊙ outputs, by the chain rule.</summary>
    public static double[] Gradient(NetworkShape shape, double[] parameters, float[] inputs, int rows, double[] outputGradients)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        var values = Layers(shape, parameters, Doubles(inputs), rows);
        var gradient = new double[parameters.Length];
        var start = parameters.Length;
        var delta = outputGradients;                                     // [rows, outputs of the layer] by its sums
        for (var layer = widths.Length - 2; layer >= 0; layer--)
        {
            var (n, m) = (widths[layer], widths[layer + 1]);
            start -= m * (n + 1);
            var below = new double[rows * n];
            for (var r = 0; r < rows; r++)
                for (var o = 0; o < m; o++)
                {
                    var d = delta[r * m + o];
                    gradient[start + m * n + o] += d;
                    for (var i = 0; i < n; i++)
                    {
                        gradient[start + o * n + i] += d * values[layer][r * n + i];
                        below[r * n + i] += d * parameters[start + o * n + i];
                    }
                }
            if (layer > 0)
                for (var i = 0; i < below.Length; i++)
                    below[i] *= shape.Activation == Activation.Tanh ? 1 - values[layer][i] * values[layer][i] : values[layer][i] > 0 ? 1
                        : 0;
            delta = below;
        }
        return gradient;
    }

    /// <summary>Inputs, then what each layer makes of them.</summary>
    static double[][] Layers(NetworkShape shape, double[] parameters, double[] inputs, int rows)
    {
        int[] widths = [shape.Inputs, .. shape.Hidden, shape.Outputs];
        var values = new double[widths.Length][];
        values[0] = inputs[..(rows * shape.Inputs)];
        var start = 0;
        for (var layer = 0; layer < widths.Length - 1; layer++)
        {
            var (n, m) = (widths[layer], widths[layer + 1]);
            values[layer + 1] = new double[rows * m];
            for (var r = 0; r < rows; r++)
                for (var o = 0; o < m; o++)
                {
                    var sum = parameters[start + m * n + o];
                    for (var i = 0; i < n; i++)
                        sum += parameters[start + o * n + i] * values[layer][r * n + i];
                    values[layer + 1][r * m + o] = layer == widths.Length - 2 ? sum : shape.Activation == Activation.Tanh ? Math.Tanh(sum)
                        : Math.Max(sum, 0);
                }
            start += m * (n + 1);
        }
        return values;
    }

    static double[] Doubles(float[] numbers) => [.. numbers.Select(x => (double)x)];
}
