namespace Pathmind.Benchmarks;

/// <summary>The groups of rows that the command line names.</summary>
internal static class Suite
{
    public static void Speed(Report report)
    {
        TrainingSpeed.AddTo(report);
        SolvingTime.AddTo(report);
        UpdateSpeed.AddTo(report);
        InferenceTime.AddTo(report);
        RunSpeed.AddTo(report);
    }

    public static void Api(Report report)
    {
        ObservationCost.AddTo(report);
        Allocations.AddTo(report);
    }

    public static void Notebook(Report report) => KernelSpeed.AddTo(report);

    public static void Growth(Report report) => CostGrowth.AddTo(report);

    public static void Learning(Report report) => LearningTable.AddTo(report);

    public static void FewDecisions(Report report) => FewDecisionsTable.AddTo(report);

    public static void SlowSteps(Report report) => SlowStepsTable.AddTo(report);

    public static void Memory(Report report) => MemoryTable.AddTo(report);

    public static void Unseen(Report report) => UnseenTable.AddTo(report);

    public static void Limits(Report report) => LimitTable.AddTo(report);

    public static void Industry(Report report) => IndustryTable.AddTo(report);

    public static void WarmStart(Report report) => WarmStartTable.AddTo(report);

    public static void StopRules(Report report) => StopRuleTable.AddTo(report);

    public static void MoreSteps(Report report) => MoreStepsTable.AddTo(report);

    public static void Populations(Report report) => PopulationTable.AddTo(report);

    public static void Sweeps(Report report) => SweepTable.AddTo(report);

    public static void Cluster(Report report) => ClusterSuite.AddTo(report);

    public static void Gym(Report report) => GymSuite.AddTo(report);

    public static void Studio(Report report) => StudioSuite.AddTo(report);

    public static void Server(Report report)
    {
        ServerLoad.AddTo(report);
        HostileTimes.AddTo(report);
    }
}
