using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Tests.Networks;
using Pathmind.Training;

namespace Pathmind.Tests;

/// <summary>The derivatives of SAC's losses against numerical differentiation of the formulas in float64.</summary>
public class SacGradientTests
{
    const int Inputs = 3, Rows = 21;
    const float OfChoices = 0.3f, OfReals = 0.2f, Step = 0.125f;

    static ActionLayout Layout(string space) => new(space switch
    {
        "choice" => new Discrete(3),
        "choices" => new Composite(new Discrete(2), new Discrete(4), new Discrete(1)),
        "numbers" => new Continuous(2, float.NegativeInfinity, float.PositiveInfinity),
        "kinds" => new Composite(new Discrete(3), new Continuous(2, float.NegativeInfinity, float.PositiveInfinity)),
        "bounded" => new Continuous([-2, float.NegativeInfinity], [2, 5]),
        _ => new Composite(new Continuous(1, float.NegativeInfinity, float.PositiveInfinity), new Discrete(3, size: 2)),
    });

    /// <summary>A policy, two critics, and rows to learn from.</summary>
    sealed class Case
    {
        public Case(string space, bool masked)
        {
            Actions = Layout(space);
            RandomStream random = new(5, 1);
            Policy = Network.Orthogonal(new(Inputs, [5, 4], Actions.Logits + 2 * Actions.Reals, Activation.Tanh), random, 1);
            Shape = new(Inputs + Actions.Reals, [6, 4], Math.Max(1, Actions.Logits), Activation.Tanh);
            Critics = [.. Enumerable.Range(0, 2).Select(_ => new Critic(Shape, Actions, random, Rows, float.PositiveInfinity))];
            Observations = Normals(random, Rows * Inputs);
            Masks = new float[masked ? Rows * Actions.Logits : 0];
            Presence = space == "kinds" ? [.. Enumerable.Range(0, Rows * Actions.Reals).Select(i => i % 3 == 0 ? 0f : 1)] : [];
            for (var row = 0; row < Rows && masked; row++)
                Masks[row * Actions.Logits + row % 2] = row % 3 == 0 ? ActionSampler.Forbidden : 0;
            Actor = new(Policy, Actions, Rows);
            Actor.Decide(Observations, Masks, Presence, new(6, 1));
            foreach (var critic in Critics)
                critic.JudgeWithSlopes(Joined(Actor.Reals), Actor.Probabilities, Actor.RowStride);
            var draws = new RandomStream(6, 1);
            Noise = Normals(draws, Rows * Actions.Reals);
            (Near, now) = (NewNear(random), ReferenceNetwork.Forward(Policy.Shape, Numbers(NumberBytes.Of(Policy)), Observations, Rows));
        }

        readonly double[] now;                                           // [rows, outputs] of the policy as it is

        public ActionLayout Actions { get; }

        public Network Policy { get; }

        public NetworkShape Shape { get; }

        public Critic[] Critics { get; }

        public SacActor Actor { get; }

        public float[] Observations { get; }

        public float[] Masks { get; }

        public float[] Presence { get; }

        public float[] Noise { get; }

        /// <summary>[rows, logits + reals] what the policy is to stay near of: probabilities, then means.</summary>
        public float[] Near { get; }

        public float[] Joined(float[] reals) =>
        [
            .. Enumerable.Range(0, Rows).SelectMany(row => Observations.Skip(row * Inputs).Take(Inputs)
                .Concat(reals.Skip(row * Actions.Reals).Take(Actions.Reals))),
        ];

        public bool Has(int row, int real) => Presence.Length == 0 || Presence[row * Actions.Reals + real] != 0;

        /// <summary>Any numbers; probabilities of what is allowed sum up to 1.</summary>
        float[] NewNear(RandomStream random)
        {
            var near = Normals(random, Rows * (Actions.Logits + Actions.Reals));
            for (var row = 0; row < Rows; row++)
                for (var (head, from) = (0, 0); head < Actions.Heads.Length; from += Actions.Heads[head++])
                {
                    var of = near.AsSpan(row * (Actions.Logits + Actions.Reals) + from, Actions.Heads[head]);
                    var sum = 0f;
                    for (var j = 0; j < of.Length; j++)
                        sum += of[j] = Masks.Length == 0 || Masks[row * Actions.Logits + from + j] == 0 ? MathF.Exp(of[j]) : 0;
                    foreach (ref var probability in of)
                        probability /= sum;
                }
            return near;
        }

        /// <summary>Mean of −(value + temperatures · entropies) + pull · the distance to <see cref="Near"/>, from the
        /// formulas.</summary>
        public double Loss(double[] parameters, double pull)
        {
            var (outputs, width) = (ReferenceNetwork.Forward(Policy.Shape, parameters, Observations, Rows), Policy.Shape.Outputs);
            var (reals, entropy, distance) = (new float[Rows * Actions.Reals], 0.0, 0.0);
            for (var row = 0; row < Rows; row++)
                for (var i = 0; i < Actions.Reals; i++)
                    if (Has(row, i))
                    {
                        var logStd = outputs[row * width + Actions.Logits + Actions.Reals + i];
                        reals[row * Actions.Reals + i] = (float)(outputs[row * width + Actions.Logits + i]
                            + Math.Exp(logStd) * Noise[row * Actions.Reals + i]);
                        entropy += OfReals * logStd;
                        var near = Near[row * (Actions.Logits + Actions.Reals) + Actions.Logits + i];
                        var from = outputs[row * width + Actions.Logits + i] - near;
                        distance += from * from / 2 / Math.Exp(2 * now[row * width + Actions.Logits + Actions.Reals + i]);
                    }
            var judged = Critics.Select(critic => ReferenceNetwork.Forward(
                Shape, Numbers(critic.State.Network), Joined(reals), Rows)).ToArray();
            var value = Actions.Logits == 0 ? judged.Average(values => values.Sum()) : 0;
            for (var row = 0; row < Rows; row++)
                for (var (head, from) = (0, 0); head < Actions.Heads.Length; from += Actions.Heads[head++])
                {
                    var allowed = Enumerable.Range(from, Actions.Heads[head])
                        .Where(j => Masks.Length == 0 || Masks[row * Actions.Logits + j] == 0).ToArray();
                    var sum = allowed.Sum(j => Math.Exp(outputs[row * width + j]));
                    foreach (var j in allowed)
                    {
                        var probability = Math.Exp(outputs[row * width + j]) / sum;
                        value += probability * judged.Average(values => values[row * Actions.Logits + j]);
                        entropy -= OfChoices * probability * Math.Log(probability);
                        distance -= Near[row * (Actions.Logits + Actions.Reals) + j] * Math.Log(probability);
                    }
                }
            return (pull * distance - value - entropy) / Rows;
        }
    }

    [Theory]
    [InlineData("choice", false, 0)]
    [InlineData("choice", true, 0.7f)]
    [InlineData("choices", false, 0)]
    [InlineData("numbers", false, 0)]
    [InlineData("mixed", true, 0.7f)]
    [InlineData("kinds", true, 0)]
    [InlineData("kinds", true, 0.7f)]
    public void The_actors_gradient_equals_numerical_differentiation(string space, bool masked, float pull)
    {
        Case given = new(space, masked);
        Gradient gradient = new(given.Policy.Shape);
        given.Actor.Differentiate(given.Observations, given.Critics, given.Presence, OfChoices, OfReals, given.Near, pull, gradient);
        var analytical = new float[given.Policy.ParameterCount];
        gradient.CopyTo(analytical);
        var parameters = Numbers(NumberBytes.Of(given.Policy));
        var numerical = parameters.Select((value, i) =>
        {
            const double Small = 1e-3;                                   // the numbers that critics judge are float32
            double[] up = [.. parameters], down = [.. parameters];
            (up[i], down[i]) = (value + Small, value - Small);
            return (given.Loss(up, pull) - given.Loss(down, pull)) / (2 * Small);
        }).ToArray();
        for (var i = 0; i < analytical.Length; i++)
            Assert.Equal(numerical[i], analytical[i], 1e-4);
        Assert.True(numerical.Sum(Math.Abs) > 0.01);
    }

    [Fact]
    public void A_number_that_was_cut_to_its_bound_is_led_back_but_never_farther_out()
    {
        Case given = new("bounded", masked: false);
        var parameters = new float[given.Policy.ParameterCount];
        parameters[^4] = 3;                                              // the first mean, whose bounds are ±1 in network units
        (parameters[^2], parameters[^1]) = (-3, -3);
        given.Policy.Load(parameters);
        foreach (var outwards in (bool[])[true, false])
        {
            given.Actor.Decide(given.Observations, [], [], new(6, 1));
            Assert.All(given.Actor.Reals.Where((_, i) => i % 2 == 0), number => Assert.Equal(1, number));
            foreach (var critic in given.Critics)
                for (var row = 0; row < Rows; row++)
                    critic.Slopes[row] = outwards ? 5 : -5;
            Gradient gradient = new(given.Policy.Shape);
            given.Actor.Differentiate(given.Observations, given.Critics, [], OfChoices, OfReals, [], pull: 0, gradient);
            var slopes = new float[parameters.Length];
            gradient.CopyTo(slopes);
            Assert.Equal(outwards ? 2 : 7, slopes[^4], 1e-4);            // 3 − 1 beyond the bound, and −5 · −1 if that leads back
        }
    }

    [Theory]
    [InlineData("choice")]
    [InlineData("choices")]
    [InlineData("numbers")]
    [InlineData("mixed")]
    public void A_critic_steps_against_the_slope_of_half_its_mean_squared_error(string space)
    {
        Case given = new(space, masked: false);
        RandomStream random = new(7, 1);
        var inputs = given.Joined(Normals(random, Rows * given.Actions.Reals));
        var targets = Normals(random, Rows);
        int[] choices = [.. Enumerable.Range(0, Rows).SelectMany(_ => given.Actions.Heads.Select(count => random.Next(count)))];
        var critic = given.Critics[0];
        var before = Numbers(critic.State.Network);
        critic.Fit(inputs, choices, targets, 1e-3f);
        Assert.Equal(2 * Loss(before), critic.Error, 1e-5);
        var first = NumberBytes.ToFloats(critic.State.Adam.First).ToArray();    // a tenth of the gradient after one step of Adam
        for (var i = 0; i < before.Length; i++)
        {
            double[] up = [.. before], down = [.. before];
            (up[i], down[i]) = (before[i] + 1e-5, before[i] - 1e-5);
            Assert.Equal((Loss(up) - Loss(down)) / 2e-5, first[i] * 10, 2e-5);
        }

        double Loss(double[] parameters)
        {
            var outputs = ReferenceNetwork.Forward(given.Shape, parameters, inputs, Rows);
            return Enumerable.Range(0, Rows).Average(row =>
            {
                var (heads, value) = (given.Actions.Heads, given.Actions.Heads.Length == 0 ? outputs[row] : 0);
                for (var (head, from) = (0, 0); head < heads.Length; from += heads[head++])
                    value += outputs[row * given.Shape.Outputs + from + choices[row * heads.Length + head]];
                return 0.5 * (value - targets[row]) * (value - targets[row]);
            });
        }
    }

    [Fact]
    public void The_slow_copy_of_a_critic_comes_nearer_by_its_share_and_judges_the_future()
    {
        Case given = new("choice", masked: false);
        var critic = given.Critics[0];
        float[] always = [.. Enumerable.Repeat(1f, 3 * given.Actor.RowStride)];
        var (before, inputs) = (Numbers(critic.State.Target), given.Joined([]));
        critic.Fit(inputs, new int[Rows], [.. Enumerable.Repeat(5f, Rows)], 0.1f);
        var now = Numbers(critic.State.Network);
        critic.Follow(Step);
        var after = Numbers(critic.State.Target);
        for (var i = 0; i < before.Length; i++)
            Assert.Equal(before[i] + Step * (now[i] - before[i]), after[i], 1e-6);
        critic.Judge(inputs, always, given.Actor.RowStride, byTarget: true);
        Assert.Equal(ReferenceNetwork.Forward(given.Shape, after, inputs, Rows)[..3].Sum(), critic.Values[0], 1e-4);
    }

    internal static double[] Numbers(byte[] bytes) => [.. NumberBytes.ToFloats(bytes).ToArray().Select(number => (double)number)];

    static float[] Normals(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
}
