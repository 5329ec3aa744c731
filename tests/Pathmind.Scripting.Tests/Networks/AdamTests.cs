using System.Runtime.Intrinsics;
using Pathmind.Networks;
using Pathmind.Numerics;

namespace Pathmind.Tests.Networks;

public class AdamTests
{
    [Fact]
    public void Two_steps_of_one_parameter_are_those_worked_by_hand()
    {
        // y = w2 · relu(w1 x + b1) + b2 with w1 = 1, x = 2, all else 0: dy/dw2 = 2, the only slope besides dy/db2 = 1.
        var network = new Network(new(1, [1], 1, Activation.Relu));
        network.Load([1, 0, 0, 0]);
        var adam = new Adam(network, 0.5f, 0.75f, 1);
        var (workspace, gradient) = (new Workspace(network.Shape, 1), new Gradient(network.Shape));
        network.Forward([2], 1, workspace);
        workspace.OutputGradients[0] = 1;
        network.Backward([2], 1, workspace, gradient);
        float[] first = new float[4], second = new float[4];

        Assert.NotEqual(0, gradient.SquaredNorm());
        // g = 4: m = 2, v = 4; m / 0.5 = 4, sqrt(4 / 0.25) = 4: w2 = -0.5 · 4 / 5 = -0.4
        adam.Step(gradient, 2, 0.5f);
        var parameters = network.ToArray();                              // g = 2: m = 1, v = 1; 2 / (2 + 1): b2 = -0.5 · 2 / 3 = -1/3
        Assert.Equal([1, 0, -0.4f, -1 / 3f], parameters, (a, b) => MathF.Abs(a - b) < 1e-6f);

        // g is used up, so 0: m = 1, v = 3; m / 0.75 = 4/3, v / 0.4375 = 6.857143, root 2.618615
        adam.Step(gradient, 1, 0.5f);
        parameters = network.ToArray();                                  // w2 = -0.4 - 0.5 · 1.3333333 / 3.618615 = -0.5842328
        Assert.Equal(-0.5842328f, parameters[2], 1e-6f);
        adam.CopyTo(first, second);
        Assert.Equal([0, 0, 1, 0.5f], first);
        Assert.Equal([0, 0, 3, 0.75f], second);
        Assert.Equal(2, adam.Steps);
    }

    [Fact]
    public void Every_parameter_moves_as_a_scalar_reference_does_for_every_width_of_vector()
    {
        foreach (var kernels in (Kernels[])[new Kernels<Vector512<float>, Vector512Ops>(), new Kernels<Vector256<float>, Vector256Ops>(),
            new Kernels<Vector128<float>, Vector128Ops>()])
        {
            var random = new RandomStream(1, 0);
            var shape = new NetworkShape(3, [17, 20, 6], 5, Activation.Tanh);
            var network = new Network(shape, kernels);
            var count = network.ParameterCount;
            float[] start = Numbers(random, count), slopes = new float[count];
            network.Load(start);
            double[] w = [.. start.Select(x => (double)x)], m = new double[count], v = new double[count];
            var adam = new Adam(network);
            var (workspace, gradient) = (new Workspace(shape, 9), new Gradient(shape, kernels));
            for (var t = 1; t <= 5; t++)
            {
                var inputs = Numbers(random, 27);
                network.Forward(inputs, 9, workspace);
                foreach (ref var slope in workspace.OutputGradients)
                    slope = random.NextNormal();
                network.Backward(inputs, 9, workspace, gradient);
                gradient.CopyTo(slopes);
                adam.Step(gradient, 0.5f, 0.01f);
                for (var i = 0; i < count; i++)
                {
                    var g = 0.5 * slopes[i];
                    (m[i], v[i]) = (0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g * g);
                    w[i] -= 0.01 * m[i] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-5);
                }
            }
            var actual = network.ToArray();
            for (var i = 0; i < count; i++)
                Assert.Equal(w[i], actual[i], 1e-5);
        }
    }

    [Fact]
    public void A_saved_and_loaded_Adam_continues_as_the_one_that_never_stopped()
    {
        var (one, other) =
            (Network.Orthogonal(new(2, [9, 9], 2, Activation.Tanh), new(1, 0), 1), new Network(new(2, [9, 9], 2, Activation.Tanh)));
        var count = one.ParameterCount;
        float[] first = new float[count], second = new float[count];
        var (adam, later) = (new Adam(one), new Adam(other));
        Learn(one, adam);
        adam.CopyTo(first, second);
        other.Load(one.ToArray());
        later.Load(first, second, adam.Steps);
        Learn(one, adam);
        Learn(other, later);                                             // uses the transposed copies that Load must have refreshed
        Assert.Equal(one.ToArray(), other.ToArray());
    }

    [Theory]
    [InlineData(-0.1f, 0.9f, 1)]
    [InlineData(1, 0.9f, 1)]
    [InlineData(0.9f, 1, 1)]
    [InlineData(0.9f, float.NaN, 1)]
    [InlineData(0.9f, 0.9f, 0)]
    public void Factors_out_of_range_are_refused(float beta1, float beta2, float epsilon) =>
        Assert.Throws<ArgumentException>(() => new Adam(new(new(1, [1], 1, Activation.Tanh)), beta1, beta2, epsilon));

    static void Learn(Network network, Adam adam)
    {
        var (workspace, gradient) = (new Workspace(network.Shape, 2), new Gradient(network.Shape));
        for (var i = 0; i < 3; i++)
        {
            network.Forward([1, 2, -1, 0.5f], 2, workspace);
            workspace.OutputGradients.Fill(1);
            network.Backward([1, 2, -1, 0.5f], 2, workspace, gradient);
            adam.Step(gradient, 1, 0.01f);
        }
    }

    static float[] Numbers(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
}
