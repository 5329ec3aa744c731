using System.Runtime.Intrinsics;
using Pathmind.Networks;
using Pathmind.Numerics;

namespace Pathmind.Tests.Networks;

public class NetworkTests
{
    static readonly Kernels[] AllKernels =
        [new Kernels<Vector512<float>, Vector512Ops>(), new Kernels<Vector256<float>, Vector256Ops>(), new Kernels<Vector128<float>,
            Vector128Ops>()];

    [Theory]
    [InlineData(Activation.Tanh, 0.7615942f)]                            // tanh(1)
    [InlineData(Activation.Relu, 1f)]
    public void A_network_of_one_unit_computes_what_the_formula_says(Activation activation, float hidden)
    {
        var network = new Network(new(2, [1], 2, activation));
        network.Load([0.5f, 0.25f, -1, 2, 3, -1, 0.5f]);                  // h = act(0.5·2 + 0.25·4 - 1) = act(1); y = 2h - 1, 3h + 0.5
        var workspace = new Workspace(network.Shape, 1);
        network.Forward([2, 4], 1, workspace);
        Assert.Equal(2 * hidden - 1, workspace.Outputs[0], 1e-6f);
        Assert.Equal(3 * hidden + 0.5f, workspace.Outputs[workspace.RowStride], 1e-6f);
    }

    [Fact]
    public void Outputs_and_gradients_are_those_of_plain_loops_for_every_width_of_vector_and_every_tail()
    {
        var random = new RandomStream(1, 0);
        for (var trial = 0; trial < 250; trial++)
        {
            var size = trial < 130 ? trial + 1 : random.Next(1, 131);    // each size 1 .. 130 at least once as a width
            var hidden = new int[random.Next(1, 4)];
            for (var i = 0; i < hidden.Length; i++)
                hidden[i] = random.Next(1, 131);
            hidden[random.Next(hidden.Length)] = size;
            var shape = new NetworkShape(random.Next(1, 131), hidden, random.Next(4) == 0 ? random.Next(1, 131)
                : random.Next(1, 9), (Activation)random.Next(2));
            Check(shape, trial % 3 == 0 ? trial % 130 + 1 : random.Next(1, 40), AllKernels[trial % 3], random);
        }
    }

    [Theory]
    [InlineData(256, 1, 5)]
    [InlineData(256, 256, 19)]
    [InlineData(1024, 3, 6)]
    [InlineData(64, 1024, 4)]
    public void Wide_layers_compute_the_same_as_plain_loops(int width, int outputs, int rows)
    {
        foreach (var kernels in AllKernels)
            Check(new(7, [width, width], outputs, Activation.Tanh), rows, kernels, new RandomStream(2, width));
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void The_reference_gradient_is_the_slope_found_by_small_steps(Activation activation)
    {
        var shape = new NetworkShape(3, [5, 4, 6], 2, activation);
        var random = new RandomStream(3, 0);
        var (inputs, weights) = (Normals(random, 7 * 3), Normals(random, 7 * 2).Select(x => (double)x).ToArray());
        var parameters = Normals(random, new Network(shape).ParameterCount).Select(x => (double)x).ToArray();
        var gradient = ReferenceNetwork.Gradient(shape, parameters, inputs, 7, weights);
        for (var i = 0; i < parameters.Length; i++)
        {
            double At(double step)
            {
                var moved = (double[])parameters.Clone();
                moved[i] += step;
                return ReferenceNetwork.Forward(shape, moved, inputs, 7).Zip(weights, (y, w) => y * w).Sum();
            }
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, gradient[i], 1e-7 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    [Theory]
    [InlineData(4, 64, 2)]
    [InlineData(5, 33, 7)]
    [InlineData(17, 130, 1)]
    public void A_row_gives_the_same_outputs_alone_and_among_others_bit_for_bit(int inputs, int width, int outputs)
    {
        foreach (var kernels in AllKernels)
        {
            const int rows = 39;
            var random = new RandomStream(4, width);
            var network = Random(new(inputs, [width, width], outputs, Activation.Tanh), kernels, random, out _);
            var batch = Normals(random, rows * inputs);
            var (many, one) = (new Workspace(network.Shape, rows), new Workspace(network.Shape, 1));
            network.Forward(batch, rows, many);
            for (var r = 0; r < rows; r++)
            {
                network.Forward(batch.AsSpan(r * inputs, inputs), 1, one);
                for (var j = 0; j < outputs; j++)
                    Assert.Equal(BitConverter.SingleToInt32Bits(many.Outputs[j * many.RowStride + r]),
                        BitConverter.SingleToInt32Bits(one.Outputs[j * one.RowStride]));
            }
        }
    }

    [Fact]
    public void Backward_adds_to_the_gradient_and_ignores_rows_beyond_those_given()
    {
        var random = new RandomStream(5, 0);
        var network = Random(new(3, [8], 2, Activation.Tanh), Kernels.Best, random, out _);
        var inputs = Normals(random, 5 * 3);
        var workspace = new Workspace(network.Shape, 5);
        var (once, again, twice) = (new Gradient(network.Shape), new Gradient(network.Shape), new Gradient(network.Shape));
        foreach (var gradient in (Gradient[])[once, again, twice, twice])
        {
            network.Forward(inputs, 5, workspace);
            workspace.OutputGradients.Fill(float.NaN);
            for (var j = 0; j < 2; j++)
                workspace.OutputGradients.Slice(j * workspace.RowStride, 5).Fill(j + 1);
            network.Backward(inputs, 5, workspace, gradient);
        }
        Assert.True(double.IsFinite(once.SquaredNorm()));
        Assert.Equal(4 * once.SquaredNorm(), twice.SquaredNorm(), 1e-4 * twice.SquaredNorm());
        once.Take(again);
        Assert.Equal(Canonical(twice), Canonical(once));
        Assert.Equal(0, again.SquaredNorm());
    }

    [Fact]
    public void Parameters_are_given_back_as_they_were_loaded()
    {
        foreach (var shape in (NetworkShape[])[
            new(4, [64, 64], 2, Activation.Tanh), new(3, [17, 5, 128], 9, Activation.Relu), new(1, [1], 1, Activation.Tanh)])
        {
            var network = new Network(shape);
            float[] numbers = [.. Enumerable.Range(1, network.ParameterCount).Select(i => (float)i)];
            network.Load(numbers);
            Assert.Equal(numbers, network.ToArray());
        }
        Assert.Equal(4 * 64 + 64 + 64 * 64 + 64 + 64 * 2 + 2, new Network(new(4, [64, 64], 2, Activation.Tanh)).ParameterCount);
    }

    [Fact]
    public void Whoever_gives_too_little_is_told_what_is_missing()
    {
        var network = new Network(new(4, [8], 2, Activation.Tanh));
        var workspace = new Workspace(network.Shape, 10);                // 16 rows
        network.Forward(new float[64], 16, workspace);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(new float[68], 17, workspace));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(new float[68], 0, workspace));
        Assert.Throws<ArgumentException>(() => network.Forward(new float[63], 16, workspace));
        Assert.Throws<ArgumentException>(() => network.Forward(new float[64], 16, new(new(4, [9], 2, Activation.Tanh), 16)));
        Assert.Throws<ArgumentException>(() => network.Load(new float[57]));                             // 4·8 + 8 + 8·2 + 2 = 58
        Assert.Throws<ArgumentException>(() => new NetworkShape(1, [], 1, Activation.Tanh));
        Assert.Throws<ArgumentException>(() => new NetworkShape(1, [0], 1, Activation.Tanh));
    }

    [Theory]
    [InlineData(4, 64)]
    [InlineData(64, 4)]
    [InlineData(31, 31)]
    public void Orthogonal_weights_have_perpendicular_rows_or_columns_of_the_gain(int inputs, int width)
    {
        var network = Network.Orthogonal(new(inputs, [width], 3, Activation.Tanh), new(6, 0), 0.01f);
        var parameters = network.ToArray();
        float At(int output, int input) => parameters[output * inputs + input];
        var (count, length) = (Math.Min(inputs, width), Math.Max(inputs, width));
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++)
            {
                var dot = Enumerable.Range(0, length).Sum(k => width >= inputs ? At(k, i) * At(k, j) : At(i, k) * At(j, k));
                Assert.Equal(i == j ? 2 : 0, dot, 1e-5f);                // gain √2
            }
        Assert.All(parameters[(width * inputs)..(width * (inputs + 1))], bias => Assert.Equal(0, bias));
        Assert.Equal(0.01f, MathF.Sqrt(parameters[(width * (inputs + 1))..][..width].Sum(w => w * w)), 1e-6f);
    }

    [Fact]
    public void Networks_of_one_seed_are_equal_and_of_another_not()
    {
        float[] Of(long seed) => Canonical(Network.Orthogonal(new(3, [8], 2, Activation.Relu), new(seed, 0), 1));
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }

    static void Check(NetworkShape shape, int rows, Kernels kernels, RandomStream random)
    {
        var network = Random(shape, kernels, random, out var parameters);
        var inputs = Normals(random, rows * shape.Inputs);
        var workspace = new Workspace(shape, rows);
        var gradient = new Gradient(shape, kernels);
        network.Forward(inputs, rows, workspace);
        var outputs = ReferenceNetwork.Forward(shape, parameters, inputs, rows);
        var weights = new double[rows * shape.Outputs];
        for (var r = 0; r < rows; r++)
            for (var j = 0; j < shape.Outputs; j++)
            {
                Assert.Equal(outputs[r * shape.Outputs + j], workspace.Outputs[j * workspace.RowStride + r], 1e-5);
                weights[r * shape.Outputs + j] = workspace.OutputGradients[j * workspace.RowStride + r] = random.NextNormal();
            }
        network.Backward(inputs, rows, workspace, gradient);
        var expected = ReferenceNetwork.Gradient(shape, parameters, inputs, rows, weights);
        var actual = Canonical(gradient);
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= 3e-5 * Math.Max(1, Math.Abs(expected[i]))))
                Assert.Fail($"{shape} [{string.Join(", ", shape.Hidden)}], {rows} rows, {kernels}: parameter {i} has gradient "
                    + $"{actual[i]}, expected {expected[i]}.");
        Assert.Equal(expected.Sum(g => g * g), gradient.SquaredNorm(), 1e-4 * expected.Sum(g => g * g));
    }

    static Network Random(NetworkShape shape, Kernels kernels, RandomStream random, out double[] parameters)
    {
        var network = new Network(shape, kernels);
        network.Load(Canonical(Network.Orthogonal(shape, random, 1)));
        var numbers = Canonical(network);
        foreach (ref var number in numbers.AsSpan())
            number += 0.05f * random.NextNormal() / MathF.Sqrt(shape.Hidden.Max());                      // biases too
        network.Load(numbers);
        parameters = [.. numbers.Select(x => (double)x)];
        return network;
    }

    static float[] Canonical(Network network)
    {
        var numbers = network.ToArray();
        return numbers;
    }

    static float[] Canonical(Gradient gradient)
    {
        var numbers = new float[new Network(gradient.Shape).ParameterCount];
        gradient.CopyTo(numbers);
        return numbers;
    }

    static float[] Normals(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
}
