using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;
using Pathmind.Testing;
using Pathmind.Training;

namespace Pathmind.Tests;

public class PolicyLossTests
{
    const int Inputs = 3;
    const float Clip = 0.2f, EntropyWeight = 0.03f;

    public static TheoryData<string, bool> Spaces => new()
    {
        { "choice", false }, { "choice", true }, { "choices", false }, { "choices", true }, { "number", false }, { "numbers", false },
            { "mixed", false }, { "mixed", true },
        { "kinds", true },
    };

    static ActionLayout Layout(string space) => new(space switch
    {
        "choice" => new Discrete(3),
        "choices" => new Composite(new Discrete(2), new Discrete(4), new Discrete(1)),
        "number" => new Continuous(1, -2, 2),
        "kinds" => new Composite(new Discrete(3), new Continuous(2), new Continuous(1)),
        "numbers" => new Continuous([0, -1, float.NegativeInfinity], [1, 1, 5]),
        _ => new Composite(new Continuous(2), new Discrete(3, size: 2)),
    });

    /// <summary>A rollout of 64 + 19 rows with old log-probabilities near the new ones, so that some ratios are clipped
    /// and some are not.</summary>
    sealed class Case
    {
        public Case(string space, bool masked, int rows = 19)
        {
            Actions = Layout(space);
            var random = new RandomStream(seed: 5, stream: rows);
            Buffer = new(environments: 1, agents: 1, maxSteps: rows, Inputs, Actions, masked, hasPresence: space == "kinds");
            Rollout = new(Buffer, normalizes: false);
            Buffer.Lengths[0] = rows;
            Buffer.Complete();
            Fill(Buffer.Observations, random);
            Fill(Buffer.Reals, random);
            Fill(Rollout.Advantages, random);
            Network = Network.Orthogonal(new(Inputs, [5, 4], Actions.Logits + Actions.Reals, Activation.Tanh), random, outputGain: 3);
            Deviations = new(Actions.Reals, initial: -0.3f);
            for (var row = 0; row < rows; row++)
                for (var (head, from) = (0, 0); head < Actions.Heads.Length; from += Actions.Heads[head++])
                {
                    var choice = random.Next(Actions.Heads[head]);
                    Buffer.Choices[row * Actions.Heads.Length + head] = choice;
                    if (masked && Actions.Heads[head] > 1)
                        Buffer.Masks![row * Actions.Logits + from + (choice + 1) % Actions.Heads[head]] = ActionSampler.Forbidden;
                }
            for (var row = 0; row < rows && Buffer.Presence is not null; row++)
                MakeKind(row);
            for (var row = 0; row < rows; row++)
                Buffer.LogProbabilities[row] = (float)(Distribution(Parameters(), row).LogProbability + 0.4 * random.NextNormal());
        }

        /// <summary>Rows of three kinds of agents in turn: one has the choice and two numbers, one the third number
        /// alone, one all.</summary>
        void MakeKind(int row)
        {
            ReadOnlySpan<float> presence = (row % 3) switch { 0 => [1, 1, 0], 1 => [0, 0, 1], _ => [1, 1, 1] };
            presence.CopyTo(Buffer.Presence.AsSpan(row * 3));
            if (row % 3 != 1)
                return;
            Buffer.Choices[row] = 0;
            ReadOnlySpan<float> mask = [0, ActionSampler.Forbidden, ActionSampler.Forbidden];
            mask.CopyTo(Buffer.Masks.AsSpan(row * 3));
        }

        public ActionLayout Actions { get; }

        public RolloutBuffer Buffer { get; }

        public PreparedRollout Rollout { get; }

        public Network Network { get; }

        public LogStdParameters Deviations { get; }

        public double[] Parameters()
        {
            var parameters = Network.ToArray();
            return [.. parameters.Select(p => (double)p), .. Deviations.Values.Select(p => (double)p)];
        }

        public double Loss(double[] parameters)
        {
            var rows = Enumerable.Range(0, Buffer.RowCount).ToArray();
            return ReferencePolicyLoss.Loss(
                Actions, [.. rows.Select(row => Outputs(parameters, row))], parameters[Network.ParameterCount..],
                Buffer.Masks is null ? null : [.. rows.Select(row => Slice(Buffer.Masks, row, Actions.Logits))],
                [.. rows.Select(Choices)], [.. rows.Select(row => Slice(Buffer.Reals, row, Actions.Reals))],
                [.. rows.Select(row => (double)Buffer.LogProbabilities[row])],
                [.. rows.Select(row => (double)Rollout.Advantages[row])], Clip, EntropyWeight,
                Buffer.Presence is null ? null : [.. rows.Select(row => Slice(Buffer.Presence, row, Actions.Reals))]);
        }

        public double BeyondBounds(double[] parameters)
        {
            var rows = Enumerable.Range(0, Buffer.RowCount).ToArray();
            return ReferencePolicyLoss.BeyondBounds(
                Actions, [.. rows.Select(row => Outputs(parameters, row))],
                Buffer.Presence is null ? null : [.. rows.Select(row => Slice(Buffer.Presence, row, Actions.Reals))]);
        }

        public (double LogProbability, double Entropy) Distribution(double[] parameters, int row) => ReferencePolicyLoss.Distribution(
            Actions, Outputs(parameters, row), parameters[Network.ParameterCount..],
            Buffer.Masks is null ? null : Slice(Buffer.Masks, row, Actions.Logits), Choices(row), Slice(Buffer.Reals, row, Actions.Reals),
            Buffer.Presence is null ? null : Slice(Buffer.Presence, row, Actions.Reals));

        int[] Choices(int row) => Buffer.Choices.AsSpan(row * Actions.Heads.Length, Actions.Heads.Length).ToArray();

        /// <summary>The network in double, layer by layer, from the canonical order of its parameters.</summary>
        double[] Outputs(double[] parameters, int row)
        {
            var layer = Slice(Buffer.Observations, row, Inputs);
            int[] widths = [Inputs, .. Network.Shape.Hidden, Network.Shape.Outputs];
            var from = 0;
            for (var l = 1; l < widths.Length; l++)
            {
                var next = new double[widths[l]];
                for (var j = 0; j < next.Length; j++)
                {
                    next[j] = parameters[from + widths[l] * widths[l - 1] + j];
                    for (var i = 0; i < layer.Length; i++)
                        next[j] += parameters[from + j * widths[l - 1] + i] * layer[i];
                    next[j] = l == widths.Length - 1 ? next[j] : Math.Tanh(next[j]);
                }
                from += widths[l] * (widths[l - 1] + 1);
                layer = next;
            }
            return layer;
        }

        static double[] Slice(float[] values, int row, int size) => [.. values.Skip(row * size).Take(size).Select(value => (double)value)];

        static void Fill(float[] values, RandomStream random)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = random.NextNormal();
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void The_gradient_of_every_layer_and_deviation_equals_numerical_differentiation(string space, bool masked)
    {
        var given = new Case(space, masked);
        var loss = new PolicyLoss(given.Rollout, given.Deviations, new() { ClipRange = Clip, EntropyWeight = EntropyWeight }, chunks: 1);
        var workspace = new Workspace(given.Network.Shape, MinibatchTrainer.ChunkRows);
        var gradient = new Gradient(given.Network.Shape);
        var rows = given.Buffer.Rows.AsSpan(0, given.Buffer.RowCount);

        given.Network.Forward(given.Buffer.Observations, rows.Length, workspace);
        loss.BeginMinibatch(rows);
        loss.Differentiate(0, rows, workspace);
        given.Network.Backward(given.Buffer.Observations, rows.Length, workspace, gradient);
        loss.CompleteMinibatch(1);
        var squaredNorm = gradient.SquaredNorm() + given.Deviations.SquaredNorm();

        var parameters = given.Parameters();
        var numerical = parameters.Select((value, i) =>
        {
            const double Step = 1e-5;
            double[] up = [.. parameters], down = [.. parameters];
            (up[i], down[i]) = (value + Step, value - Step);
            return (Whole(up) - Whole(down)) / (2 * Step);
        }).ToArray();
        var analytical = new float[given.Network.ParameterCount];
        gradient.CopyTo(analytical);
        for (var i = 0; i < analytical.Length; i++)
            Assert.Equal(numerical[i], analytical[i], 2e-5);
        Assert.Equal(numerical.Sum(slope => slope * slope), squaredNorm, 1e-4);       // the deviations' gradients are in the norm
        Assert.True(numerical.Sum(Math.Abs) > 0.01);
        Assert.Equal(space is "number" or "numbers", given.BeyondBounds(parameters) > 0);   // the others have no bounds

        double Whole(double[] parameters) => given.Loss(parameters) + given.BeyondBounds(parameters);
    }

    [Fact]
    public void A_number_that_is_always_cut_at_its_bound_comes_back_to_where_the_reward_is()
    {
        // all that is drawn at first is far below the bound, so no advantage says anything of it
        foreach (var (space, best) in new[] { (new Continuous(1, -1, 1), 0.2), (new Continuous(1, 0, float.PositiveInfinity), 0.5) })
        {
            TestSimulation Create() => new()
            {
                Space = space, Reward = (test, _) => new() { ["near"] = -Math.Abs(test.Action[0].Value - best) },
            };
            TrainingOptions options = new()
            {
                Steps = 60_000, Threads = 1, Display = Display.None, Ppo = new() { InitialLogStd = -2 }, StopWhenConverged = false,
            };
            using TrainingLoop training = new(Create, options, PpoLearner.Algorithm, TimeProvider.System, default);
            training.WarmUp();
            var weights = training.Learner.Weights;
            weights.Policy[^1] = -1.5f;
            training.Learner.Weights = weights;
            while (training.State.Steps < options.Steps)
                training.Iterate();
            Assert.InRange(training.State.History[^1].RewardMean!.Value, -2, 0);       // of ten steps; at the bound −12 or −5
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Loss_entropy_and_clip_fraction_are_the_plain_ones(string space, bool masked)
    {
        var given = new Case(space, masked, rows: 45);
        var loss = new PolicyLoss(given.Rollout, given.Deviations, new() { ClipRange = Clip }, chunks: 1);
        var workspace = new Workspace(given.Network.Shape, MinibatchTrainer.ChunkRows);
        var rows = given.Buffer.Rows.AsSpan(0, given.Buffer.RowCount);
        given.Network.Forward(given.Buffer.Observations, rows.Length, workspace);
        loss.BeginMinibatch(rows);
        loss.Differentiate(0, rows, workspace);
        loss.CompleteMinibatch(1);
        loss.StopsUpdate();
        var means = loss.TakeMeans();

        var parameters = given.Parameters();
        var distributions = Enumerable.Range(0, rows.Length).Select(row => given.Distribution(parameters, row)).ToArray();
        var logRatios = distributions.Select((d, row) => d.LogProbability - given.Buffer.LogProbabilities[row]).ToArray();
        Assert.Equal(given.Loss(parameters) + EntropyWeight * distributions.Average(d => d.Entropy), means.Loss, 1e-5);
        Assert.Equal(distributions.Average(d => d.Entropy), means.Entropy, 1e-5);
        Assert.Equal(logRatios.Average(log => Math.Exp(log) - 1 - log), means.Kl, 1e-5);
        Assert.Equal(logRatios.Average(log => Math.Abs(Math.Exp(log) - 1) > Clip ? 1.0 : 0.0), means.Clipped, 1e-5);
        Assert.InRange(means.Clipped, 0.1, 0.9);
    }

    [Fact]
    public void What_an_agent_does_not_have_is_left_alone_exactly()
    {
        var given = new Case("kinds", masked: true);
        var loss = new PolicyLoss(given.Rollout, given.Deviations, new() { EntropyWeight = EntropyWeight }, chunks: 1);
        var workspace = new Workspace(given.Network.Shape, MinibatchTrainer.ChunkRows);
        int[] rows = [1, 4, 7, 10, 13];                                  // of agents that have the third number alone

        given.Network.Forward(given.Buffer.Observations.AsSpan(Inputs, rows.Length * Inputs), rows.Length, workspace);
        loss.BeginMinibatch(rows);
        loss.Differentiate(0, rows, workspace);
        loss.CompleteMinibatch(1);
        var before = given.Deviations.Values.ToArray();
        given.Deviations.Step(1, 0.1f);

        for (var row = 0; row < rows.Length; row++)
        {
            for (var output = 0; output < 5; output++)                   // three logits, two means
                Assert.Equal(0, workspace.OutputGradients[output * workspace.RowStride + row]);
        }
        Assert.Contains(rows.Index(), entry => workspace.OutputGradients[5 * workspace.RowStride + entry.Index] != 0);
        Assert.Equal(before[..2], given.Deviations.Values[..2]);
        Assert.NotEqual(before[2], given.Deviations.Values[2]);
    }

    [Fact]
    public void An_epoch_ends_the_update_only_beyond_the_target_divergence()
    {
        var given = new Case("choice", masked: false);
        bool Ends(float? target)
        {
            var loss = new PolicyLoss(given.Rollout, given.Deviations, new() { TargetKl = target }, chunks: 1);
            var workspace = new Workspace(given.Network.Shape, MinibatchTrainer.ChunkRows);
            var rows = given.Buffer.Rows.AsSpan(0, given.Buffer.RowCount);
            given.Network.Forward(given.Buffer.Observations, rows.Length, workspace);
            loss.BeginMinibatch(rows);
            loss.Differentiate(0, rows, workspace);
            loss.CompleteMinibatch(1);
            return loss.StopsUpdate();
        }

        Assert.True(Ends(0.001f));
        Assert.False(Ends(10f));
        Assert.False(Ends(null));
    }
}
