namespace Pathmind.Training;

/// <summary>Rollouts on workers: each environment's steps are a part, whoever runs it, and the parts are joined in
/// their order. So the result is that of threads, bit for bit.</summary>
/// <param name="dealer">Deals the parts.</param>
/// <param name="environments">All of them.</param>
/// <param name="isStopped">Whether to end.</param>
internal sealed class DealtRollouts(WorkDealer dealer, DealtEnvironment[] environments, Func<bool> isStopped) : IRolloutSource
{
    /// <summary>Not measured: who has workers need not be told of them.</summary>
    public TimeSpan StepTime => TimeSpan.Zero;

    public bool Collect(RolloutBuffer into, int steps)
    {
        into.Clear(steps);
        if (!dealer.Run([.. environments.Select(environment => new Part(environment, into, steps))], isStopped))
            return false;
        into.Complete();
        return true;
    }

    sealed class Part(DealtEnvironment environment, RolloutBuffer into, int steps) : DealtJob
    {
        public override string Name => environment.Name;

        public override DealtMember? Holder => environment.Holder;

        public override int ReplaySteps => environment.ReplaySteps;

        public override int Steps => steps;

        public override int CountHang(int episode) => environment.CountHang(episode);

        public override byte[] MessageTo(DealtMember member) =>
            WorkerMessages.Of(WorkerMessage.Part, Id, environment.Order(steps, member).Transfer);

        public override string? Take(DealtMember member, StateReader result) => environment.Take(member, result, into);

        public override void Abandon() => environment.Holder = null;

        public override byte[]? ReleaseFrom(DealtMember holder)
        {
            environment.Holder = null;
            return WorkerMessages.Of(WorkerMessage.Release, writer => writer.Pass(environment.Number));
        }
    }
}

/// <summary>Evaluation episodes on workers.</summary>
/// <param name="dealer">Deals them.</param>
internal sealed class DealtPlayers(WorkDealer dealer) : IEvaluationPlayers
{
    public void Play(EvaluationOrder order, int first, int end, Func<bool> isEnded, EpisodeFigures[] figures) => dealer.Run(
        [.. Enumerable.Range(first, end - first).Select(number => new Played(order, number, figures))], isEnded);

    sealed class Played(EvaluationOrder order, int number, EpisodeFigures[] figures) : DealtJob
    {
        int hangs;

        public override string Name => $"evaluation episode {order.Offset + number}";

        public override int CountHang(int episode) => ++hangs;

        public override byte[] MessageTo(DealtMember member) =>
            WorkerMessages.Of(WorkerMessage.Episode, Id, EpisodeOrder.Of(order, number).Transfer);

        public override string? Take(DealtMember member, StateReader result)
        {
            figures[number] = EpisodeOrder.Transfer(result, default);
            return null;
        }
    }
}
