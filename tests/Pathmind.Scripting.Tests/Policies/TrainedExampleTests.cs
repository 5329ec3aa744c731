using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Policies.Onnx;

namespace Pathmind.Tests.Policies;

/// <summary>A short training of each example: the networks' numbers computed plainly in double precision, our executor
/// and the exported C# say the same; the standard's checker accepts the file (where it is installed).</summary>
public sealed class TrainedExampleTests : IDisposable
{
    const int Observations = 1000;

    readonly string folder = Directory.CreateTempSubdirectory("example-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Mouse() => Check<MouseAndCheese>();

    [Fact]
    public void ThreeMice() => Check<ThreeMice>();

    [Fact]
    public void CartPole() => Check<CartPole>();

    [Fact]
    public void Pendulum() => Check<Pendulum>();

    [Fact]
    public void Inventory() => Check<Inventory>();

    [Fact]
    public void JobShop() => Check<JobShop>();

    [Fact]
    public void Factory()
    {
        var prices = global::Factory.ReadPrices(Path.Combine(Repository.Root, "scripts", "factory_prices.csv"));
        Check(() => new Factory(prices));
    }

    [Fact]
    public void Every_script_is_here() =>
        Assert.Equal(Directory.GetFiles(Path.Combine(Repository.Root, "scripts"), "*.cs")
            .Select(script => Path.GetFileNameWithoutExtension(script).Replace("_", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            typeof(TrainedExampleTests).GetMethods().Where(method => method.DeclaringType == typeof(TrainedExampleTests)
                && method.Name is var name && !name.Contains('_', StringComparison.Ordinal) && name != nameof(Dispose))
                .Select(method => method.Name.ToLowerInvariant()).Order(StringComparer.Ordinal));

    void Check<T>()
        where T : Simulation, new() => Check(() => new T());

    void Check<T>(Func<T> make)
        where T : Simulation
    {
        var policy = Trainer.Train(make, new() { Steps = 5_000, Seed = 3, Display = Display.None }).Policy;
        policy.ExportCSharp(Path.Combine(folder, "Exported.cs"));
        var exported = ExportedCode.Compile(folder, [Path.Combine(folder, "Exported.cs")]).GetType("Exported")!;
        var actions = policy.Description.Actions;
        var model = OnnxFile.Read(policy.ToOnnx());
        string[] outputs = [.. model.Outputs.Select(output => output.Name)];
        OnnxSession session = new(OnnxPlan.Compile(model, outputs));
        var parts = DenseParts.Of(model, policy.Description);
        RandomStream random = new(1, 0);
        session.Bind(1);
        for (var i = 0; i < Observations; i++)
        {
            float[] values = [.. Enumerable.Range(0, policy.Description.Observations.Size).Select(_ => 2 * random.NextNormal())];
            var (raw, expected) = Plain(parts, values, actions.Logits);
            values.CopyTo(session["observations"].Floats, 0);
            if (policy.Description.HasMask)
                Array.Fill(session["action_mask"].Floats, 1);
            session.Run();
            AssertClose(raw, actions.Logits > 0 ? session["logits"].Floats : []);
            AssertClose(expected, actions.Reals > 0 ? session["mean"].Floats : []);
            var action = session["action"].Floats;
            AssertClose([.. action.Select(number => (double)number)], ExportedCode.Decide(exported, values, null, action.Length));
        }
        if (Python.HasOnnx)
        {
            policy.ExportOnnx(Path.Combine(folder, "p.onnx"));
            Python.Run("-c", "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)",
                Path.Combine(folder, "p.onnx"));
        }
    }

    /// <summary>Logits, and means in units of the action.</summary>
    static (double[] Logits, double[] Mean) Plain(DenseParts parts, float[] values, int logits)
    {
        var (numbers, inputs) = (parts.Numbers, values.Length);
        double[] x = [
            .. values.Select(
                (number, i) => Math.Clamp(((double)number - numbers[i]) * numbers[inputs + i], -(double)parts.Clip, parts.Clip))];
        var from = 2 * inputs;
        for (var layer = 1; layer < parts.Widths.Length; layer++)
        {
            var (width, count, input, start, last) =
                (parts.Widths[layer - 1], parts.Widths[layer], x, from, layer == parts.Widths.Length - 1);
            x = [.. Enumerable.Range(0, count).Select(o => numbers[start + count * width + o]
                + Enumerable.Range(0, width).Sum(i => (double)numbers[start + o * width + i] * input[i]))
                .Select(sum => last ? sum : parts.IsTanh ? Math.Tanh(sum) : Math.Max(sum, 0))];
            from += count * (width + 1);
        }
        var reals = x.Length - logits;
        return (x[..logits], [.. x[logits..].Select((u, i) => u * numbers[from + i] + numbers[from + reals + i])]);
    }

    static void AssertClose(double[] expected, float[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
