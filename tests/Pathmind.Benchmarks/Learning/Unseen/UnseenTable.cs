namespace Pathmind.Benchmarks;

/// <summary>What the DEFAULT options learn on problems that they were not chosen on: nothing is given but the seed, and
/// the steps where 200 000 are too many or too few.</summary>
internal static class UnseenTable
{
    /// <summary>No rule and no number was chosen with a look at what is learnt here.</summary>
    static readonly UnseenProblem[] Problems =
    [
        new("signal", () => new Signal(), _ => Signal.Best),
        new("faint-signal", () => new FaintSignal(), _ => FaintSignal.Best),
        new("corridor", () => new Corridor(), _ => Corridor.Best),
        new("fleet-40", () => new Fleet(), _ => Fleet.Best, Steps: 20_000),
        new("team-8", () => new Team(), _ => Team.Best, Steps: 100_000),
        new("masked-50", () => new Masked(), _ => Masked.Best),
        new("dosing", () => new Dosing(), _ => Dosing.Best),
        new("newsvendor-1e-6", () => new Newsvendor(1e-6), _ => Newsvendor.Best),
        new("newsvendor-1e6", () => new Newsvendor(1e6), _ => Newsvendor.Best),
        new("season", () => new Season(), simulation => Season.Best((Season)simulation)),
        new("admission", () => new Admission(), simulation => Admission.Best((Admission)simulation)),
        new("replacement", () => new Replacement(), _ => Replacement.Best()),
        new("pricing", () => new Pricing(), _ => Pricing.Best()),
        new("offers", () => new Offers(), _ => Offers.Best()),
        new("bidding", () => new Bidding(), _ => Bidding.Best),
        new("switches", () => new Switches(), _ => Switches.Best),
        new("code-lock", () => new CodeLock(), _ => CodeLock.Best),
        new("level", () => new Level(), _ => Level.Best),
        new("wandering-demand", () => new WanderingDemand(), _ => WanderingDemand.Best),
        new("lead-time", () => new LeadTime(), _ => LeadTime.Best),
        new("routes-20", () => new Routes(), _ => Routes.Best, Steps: 50_000),
        new("prices-1e6", () => new Prices(), _ => Prices.Best),
        new("meadow", () => new Meadow(), _ => Meadow.Best),
        new("brewing-1e-3", () => new Brewing(), _ => Brewing.Best),
    ];

    /// <summary>Once unseen; since then looked at when a rule was made for their kind of failure.</summary>
    static readonly UnseenProblem[] LookedAt =
    [
        new("locked-door", () => new LockedDoor(), _ => LockedDoor.Best),
        new("savings", () => new Savings(), _ => Savings.Best, Goal: 0.98),
        new("wide-300", () => new Wide(), _ => Wide.Best, Steps: 100_000),
        new("unbounded-orders", () => new UnboundedOrders(), _ => UnboundedOrders.Best),
        new("steering-6", () => new Steering(), _ => Steering.Best, Goal: 0.995),
    ];

    public static void AddTo(Report report)
    {
        Add(report, "unseen", Problems);
        Add(report, "seen", LookedAt);
    }

    static void Add(Report report, string group, UnseenProblem[] problems)
    {
        foreach (var problem in problems)
            report.Mean($"{group}.{problem.Name}", "share of the best", Goal.AtLeast(problem.Goal), () =>
            {
                var shares = Seeds.SideBySide(report.Seeds, problem.Share);
                report.Tell($"  {problem.Name}, by seed: {string.Join("  ", shares.Select(Figure.Text))}");
                return shares;
            });
    }
}
