using System.Reflection;

namespace Pathmind.Tests;

/// <summary>Whatever a user can hold and print says what it is, and not the name of its type.</summary>
public sealed class PrintedResultTests
{
    /// <summary>The user's own classes derive from these, or nothing can be said of them.</summary>
    static readonly Type[] WithoutText = [typeof(Simulation)];

    static IEnumerable<Type> Printable => typeof(Policy).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(Pathmind)
        && !type.IsInterface && !type.IsEnum && !type.IsByRefLike && !(type.IsAbstract && type.IsSealed)
        && !type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(Attribute)) && !type.IsSubclassOf(typeof(Delegate)));

    [Fact]
    public void No_public_type_prints_only_its_name()
    {
        Assert.Contains(typeof(TrainedPolicy), Printable);
        Assert.DoesNotContain(Printable.Except(WithoutText), type => DeclaringTypeOfText(type) is var declaring
            && (declaring == typeof(object) || declaring == typeof(ValueType)));
    }

    [Fact]
    public void What_a_training_returns_is_readable()
    {
        var training = new Bandit().Train(new() { Steps = 1_000, Threads = 1, Display = Display.None });
        Assert.Equal("trained: a policy for Bandit, decides Discrete(10) by always", $"{training.Policy}");
        Assert.Equal("ten arms: a policy for Bandit, decides Discrete(10) by always", $"{training.Policy.Named("ten arms")}");
        Assert.Matches(
            @"^Training Bandit: 1 iteration, [\d,]+ steps, [\d,]+ episodes; mean reward [\d.]+ → [\d.]+$", $"{training.History}");
        Assert.Matches(
            @"^iteration 1: [\d,]+ steps, [\d,]+ episodes, mean reward [\d.]+ \(paid [\d.]+, noise [\d.]+\)$", $"{training.History[0]}");
        Assert.Equal("random", $"{Policy.Random(1)}");
        Assert.Equal("a = 1, b = [2, 3]", $"{new Observation { ["a"] = 1, ["b"] = new float[] { 2, 3 } }}");
        Assert.Equal("paid = 1, cost = -0.5", $"{new Reward { ["paid"] = 1, ["cost"] = -0.5 }}");
        foreach (var text in new[] { $"{new TrainingOptions { RewardWeights = new() { ["paid"] = 2 } }}", $"{new PpoOptions()}" })
        {
            Assert.Contains("\"Hidden\":[64,64]", text);
            Assert.DoesNotContain("System.", text);
            Assert.DoesNotContain('\n', text);
        }
    }

    [Fact]
    public void A_policy_without_a_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Bandit().Train(new() { Steps = 100, Display = Display.None }).Policy.Named(" "));

    static Type? DeclaringTypeOfText(Type type) =>
        type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public, [])!.DeclaringType;
}
