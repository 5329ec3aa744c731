using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

public class TrainedPolicyTests
{
    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public void Every_output_equals_a_plain_computation_in_double_precision(string space, bool masks)
    {
        foreach (var (
            seed, activation, normalise) in new[] { (1, Activation.Tanh, true), (2, Activation.Relu, true), (3, Activation.Tanh, false) })
        {
            var policy = PolicyCase.Of(space, masks, seed, activation, normalise);
            for (var i = 0; i < 50; i++)
            {
                var (values, mask) = (policy.RandomValues(), policy.RandomMask());
                var expected = policy.Reference(values, mask);
                var got = policy.Trained.Evaluate(values, mask);
                AssertClose(expected.Action, got.Action);
                AssertClose(expected.Logits, got.Logits);
                AssertClose(expected.Mean, got.Mean);
                AssertClose([expected.Value], [got.Value]);
                Assert.Equal(got.Action, Decide(policy, policy.Trained, values, mask));
            }
        }
    }

    [Theory]
    [MemberData(nameof(PolicyCase.All), MemberType = typeof(PolicyCase))]
    public void Read_back_from_its_bytes_it_answers_bit_for_bit_the_same(string space, bool masks)
    {
        var policy = PolicyCase.Of(space, masks);
        var again = TrainedPolicy.FromOnnx(policy.Trained.ToOnnx(), "again");
        for (var i = 0; i < 20; i++)
        {
            var (values, mask) = (policy.RandomValues(), policy.RandomMask());
            Assert.Equal(Decide(policy, policy.Trained, values, mask), Decide(policy, again, values, mask));
            var (before, after) = (policy.Trained.Evaluate(values, mask), again.Evaluate(values, mask));
            Assert.Equal(before.Logits, after.Logits);
            Assert.Equal(before.Mean, after.Mean);
            Assert.Equal(before.LogStd, after.LogStd);
            Assert.Equal(before.Value, after.Value);
        }
        Assert.Equal(policy.Trained.Space, again.Space);
        Assert.Equal(["x", "orders", "y"], again.ObservationNames);
        Assert.Equal([1, 3, 1], again.Description.Observations.Lengths);
        Assert.Equal([false, true, false], again.Description.Observations.IsList);
        Assert.Equal(["profit", "waste"], again.RewardTerms);
        Assert.Equal("Warehouse", again.Simulation);
        Assert.Equal(new Dictionary<string, string> { ["seed"] = "7", ["options"] = "{\"a\":1}" }, again.Metadata);
        Assert.Equal(policy.Trained.ToOnnx(), again.ToOnnx());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_the_name_of_their_tensor(float weight)
    {
        var policy = PolicyCase.Of("one choice");
        var weights = new float[policy.Parts.Policy.ParameterCount];
        weights[^1] = weight;
        policy.Parts.Policy.Load(weights);
        Assert.Matches("^its tensor 'policy_[0-9]+_bias' has numbers that are NaN or infinite",
            Assert.Throws<InvalidDataException>(() => TrainedPolicy.FromOnnx(TrainedPolicy.From(policy.Parts).ToOnnx(), "wrong")).Message);
    }

    [Fact]
    public void A_batch_answers_each_row_as_if_it_came_alone()
    {
        var policy = PolicyCase.Of("number, then choices, then numbers", masks: true);
        var model = OnnxFile.Read(policy.Trained.ToOnnx());
        OnnxSession batch = new(OnnxPlan.Compile(model, "action", "log_std", "value"));
        foreach (var rows in new[] { 1, 3, 17, 2 })
        {
            batch.Bind(rows);
            var (observations, mask) = (batch["observations"].Floats, batch["action_mask"].Floats);
            Array.Fill(mask, 1);
            for (var row = 0; row < rows; row++)
                policy.RandomValues().CopyTo(observations.AsSpan(5 * row));
            batch.Run();
            Assert.Equal([rows, 6], batch["action"].Shape);
            Assert.Equal([rows, 3], batch["log_std"].Shape);
            for (var row = 0; row < rows; row++)
            {
                var alone = policy.Trained.Evaluate(observations.AsSpan(5 * row, 5));
                Assert.Equal(alone.Action, batch["action"].Floats[(6 * row)..(6 * row + 6)]);
                Assert.Equal(alone.Value, batch["value"].Floats[row]);
            }
        }
    }

    [Fact]
    public void Probabilities_of_each_choice_sum_to_1_and_forbidden_ones_are_0()
    {
        var policy = PolicyCase.Of("several choices", masks: true);
        var outputs = policy.Trained.Evaluate(policy.RandomValues(), [true, false, true, false, true, false]);

        Assert.Equal(1, outputs.Probabilities[..3].Sum(), 1e-6);
        Assert.Equal([0f, 1f, 0f], outputs.Probabilities[3..]);
        Assert.Equal(0, outputs.Probabilities[1]);
        Assert.Equal(MathF.Exp(outputs.Logits[0] - outputs.Logits[2]), outputs.Probabilities[0] / outputs.Probabilities[2], 1e-5);
    }

    [Fact]
    public void Deviations_are_in_the_units_of_the_action()
    {
        // Bounds -2 .. 6: one network unit is 4 action units; the case's log_std are 0 and -0.5.
        Assert.Equal([MathF.Log(4), MathF.Log(4) - 0.5f], PolicyCase.Of("bounded").Trained.Evaluate(new float[5]).LogStd);
    }

    [Fact]
    public void Agents_keep_their_own_action()
    {
        var policy = PolicyCase.Of("bounded", normalise: false);
        policy.Trained.Prepare(policy.Schema);
        var first = policy.Trained.Decide(new(default, [1, 2, 3, 4, 5], null, 0));
        var before = first.Values.ToArray();
        var second = policy.Trained.Decide(new(default, [-1, 2, -3, 4, -5], null, 1));

        Assert.Equal(before, first.Values.ToArray());
        Assert.NotEqual(before, second.Values.ToArray());
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        var policy = PolicyCase.Of("number, then choices, then numbers", masks: true);
        var (values, mask) = (policy.RandomValues(), policy.RandomMask());
        policy.Trained.Prepare(policy.Schema);
        for (var i = 0; i < 10; i++)
            policy.Trained.Decide(new(default, values, mask, 0));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            policy.Trained.Decide(new(default, values, mask, 0));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_all_named()
    {
        var parts = PolicyCase.Of("bounded").Parts with { Mean = new float[4], LogStd = new float[3] };

        var error = Assert.Throws<ArgumentException>(() => TrainedPolicy.From(parts));
        Assert.Equal("These parts do not make a policy of Continuous(2, -2 .. 6): Mean is 4, but must be 5; LogStd is 3, but must be 2.",
            error.Message);
    }

    [Fact]
    public void A_fork_of_a_policy_that_never_decided_decides_alike()
    {
        var (policy, same) = (PolicyCase.Of("bounded"), PolicyCase.Of("bounded"));
        var values = policy.RandomValues();
        var fork = policy.Trained.Fork();

        Assert.Equal(Decide(same, same.Trained, values, null), Decide(policy, fork, values, null));
        Assert.NotEqual(Decide(policy, fork, values, null), Decide(policy, fork, [.. values.Select(value => -value)], null));
    }

    [Fact]
    public void It_needs_a_simulation_before_it_decides() =>
        Assert.Throws<InvalidOperationException>(() => PolicyCase.Of("one choice").Trained.Decide(new(default, new float[5], null, 0)));

    static float[] Decide(PolicyCase policy, TrainedPolicy trained, float[] values, bool[]? mask)
    {
        trained.Prepare(policy.Schema);
        var action = trained.Decide(new(default, values, mask, agent: 1));
        Queue<float> choices = new(), numbers = new();
        foreach (var choice in action.Choices)
            choices.Enqueue(choice);
        foreach (var number in action.Values)
            numbers.Enqueue(number);
        return [.. policy.Actions.IsChoice.Select(choice => choice ? choices.Dequeue() : numbers.Dequeue())];
    }

    static void AssertClose(double[] expected, float[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
