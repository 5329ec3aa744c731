namespace Pathmind.Benchmarks;

/// <summary>How the cost of a step of a training grows with what is trained: µs per step at several sizes, and the
/// exponent, the slope of the least-squares line through the logarithms of both.</summary>
internal static class CostGrowth
{
    static readonly (string Name, int[] Sizes, Func<int, (Func<Simulation> Create, TrainingOptions Options)> Of)[] Dimensions =
    [
        ("agents", [1, 4, 16, 40], agents => (() => new SizedProblem(agents), new())),
        ("observations", [8, 30, 100, 300], numbers => (() => new SizedProblem(numbers: numbers), new())),
        ("width", [16, 64, 256], width => (() => new SizedProblem(), new() { Ppo = new() { Hidden = [width, width] } })),
        ("simulations", [1, 8, 64], simulations => (() => new SizedProblem(), new() { Simulations = simulations })),
    ];

    public static void AddTo(Report report)
    {
        foreach (var (name, sizes, of) in Dimensions)
        {
            List<(double Size, double Cost)> points = [];
            foreach (var size in sizes)
                if (report.Median($"growth.{name}.{size}", "µs", null, () => Costs(report.Effort, of(size))) is { } figure)
                    points.Add((size, figure.Value));
            if (points.Count > 1)
                report.Median($"growth.{name}.exponent", "", null, () => [Exponent(points)]);
        }
    }

    /// <summary>[rounds] µs per step over the iterations of a training that is warm, on all threads.</summary>
    static double[] Costs(Effort effort, (Func<Simulation> Create, TrainingOptions Options) of)
    {
        using var training = NewTraining.Of(of.Create, of.Options);
        training.WarmUp();
        return Timing.Rounds(effort, () =>
        {
            var before = training.State.Steps;
            var seconds = Timing.Seconds(() => training.Iterate());
            return 1e6 * seconds / (training.State.Steps - before);
        });
    }

    static double Exponent(IReadOnlyCollection<(double Size, double Cost)> points)
    {
        var (x, y) = (points.Average(point => Math.Log(point.Size)), points.Average(point => Math.Log(point.Cost)));
        return points.Sum(point => (Math.Log(point.Size) - x) * (Math.Log(point.Cost) - y))
            / points.Sum(point => (Math.Log(point.Size) - x) * (Math.Log(point.Size) - x));
    }
}
