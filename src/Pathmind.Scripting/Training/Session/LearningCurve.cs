namespace Pathmind.Training;

/// <summary>What the tests of a training look at: reward, length, each reward term and each agent's reward per episode,
/// over the steps, in at most 128 bins. When they are full, neighbours are joined: so a bin is long enough that its
/// mean hardly depends on its neighbour's, however long the training is.</summary>
/// <remarks>A figure is a number: 0 the reward, 1 the length, then the terms, then the agents if there are several
/// (more than 64 share 64 figures).</remarks>
/// <param name="terms">Number of reward terms.</param>
/// <param name="agents">Number of agents.</param>
internal sealed class LearningCurve(int terms, int agents)
{
    public const int Reward = 0, Length = 1, FirstTerm = 2;

    const int MostBins = 128, MostAgents = 64;

    readonly int agentFigures = agents > 1 ? Math.Min(agents, MostAgents) : 0;
    List<CurveBin> bins = [];
    CurveBin open = CurveBin.Empty(Count(terms, agents));
    double[] lowest = [.. Enumerable.Repeat(double.PositiveInfinity, Count(terms, agents))];
    double[] highest = [.. Enumerable.Repeat(double.NegativeInfinity, Count(terms, agents))];
    int width = 1, iterations;

    /// <summary>Complete ones, oldest first.</summary>
    public IReadOnlyList<CurveBin> Bins => bins;

    /// <summary>The figures that are rewards as they are trained on: that of all agents, and each agent's.</summary>
    public IEnumerable<int> Rewards => [Reward, .. Enumerable.Range(FirstTerm + terms, agentFigures)];

    public IEnumerable<int> Terms => Enumerable.Range(FirstTerm, terms);

    /// <summary>The lowest value of a figure in any episode.</summary>
    public double Lowest(int figure) => lowest[figure];

    /// <summary>The highest value of a figure in any episode.</summary>
    public double Highest(int figure) => highest[figure];

    public LearningCurveState State
    {
        get => new([.. bins], open, lowest, highest, width, iterations);
        set
        {
            (bins, open, lowest, highest) = ([.. value.Bins], value.Open, value.Lowest, value.Highest);
            (width, iterations) = (value.Width, value.Iterations);
        }
    }

    /// <param name="reward">Sum over steps and agents, as trained on.</param>
    /// <param name="length">Steps.</param>
    /// <param name="termSums">[terms] sums over steps and agents.</param>
    public void AddEpisode(double reward, int length, ReadOnlySpan<double> termSums)
    {
        Add(Reward, reward);
        Add(Length, length);
        for (var i = 0; i < termSums.Length; i++)
            Add(FirstTerm + i, termSums[i]);
    }

    /// <summary>An agent's reward of an episode; does nothing if there is one agent only.</summary>
    public void AddAgent(int agent, double reward)
    {
        if (agentFigures > 0)
            Add(FirstTerm + terms + agent % agentFigures, reward);
    }

    /// <param name="steps">Of all simulations so far.</param>
    public void EndIteration(long steps)
    {
        open.Steps = steps;
        if (++iterations < width)
            return;
        bins.Add(open);
        (open, iterations) = (CurveBin.Empty(highest.Length), 0);
        if (bins.Count < MostBins)
            return;
        bins = [.. bins.Chunk(2).Select(pair => CurveBin.Join(pair[0], pair[1]))];
        width *= 2;
    }

    void Add(int figure, double value)
    {
        open.Add(figure, value);
        (lowest[figure], highest[figure]) = (Math.Min(lowest[figure], value), Math.Max(highest[figure], value));
    }

    static int Count(int terms, int agents) => FirstTerm + terms + (agents > 1 ? Math.Min(agents, MostAgents) : 0);
}

/// <summary>Sums over the episodes that ended in a few iterations.</summary>
/// <param name="Counts">[figures] episodes.</param>
/// <param name="Sums">[figures].</param>
/// <param name="Squares">[figures] sums of squares.</param>
internal sealed record CurveBin(double[] Counts, double[] Sums, double[] Squares)
{
    /// <summary>Steps of all simulations at the end of the bin.</summary>
    public long Steps { get; set; }

    public static CurveBin Empty(int figures) => new(new double[figures], new double[figures], new double[figures]);

    public static CurveBin Join(CurveBin first, CurveBin second) =>
        new(Sum(first.Counts, second.Counts), Sum(first.Sums, second.Sums), Sum(first.Squares, second.Squares)) { Steps = second.Steps };

    public void Add(int figure, double value)
    {
        Counts[figure]++;
        Sums[figure] += value;
        Squares[figure] += value * value;
    }

    static double[] Sum(double[] first, double[] second) => [.. first.Zip(second, (a, b) => a + b)];
}

/// <summary>A curve as a checkpoint holds it.</summary>
internal sealed record LearningCurveState(CurveBin[] Bins, CurveBin Open, double[] Lowest, double[] Highest, int Width, int Iterations);
