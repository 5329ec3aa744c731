namespace Pathmind.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Suites">What to measure, in order.</param>
/// <param name="JsonFile">File for the figures; null for none.</param>
/// <param name="IsQuick">Fewer repetitions, and of the learning table the short rows.</param>
/// <param name="Only">How the names of the wanted rows begin; empty for all rows.</param>
internal sealed record Invocation(IReadOnlyList<Action<Report>> Suites, string? JsonFile, bool IsQuick, string Only)
{
    /// <summary>Of the trainings; null for as many as the effort says.</summary>
    public int[]? Seeds { get; init; }

    /// <summary>File that holds what trainings have reached; null for none.</summary>
    public string? KeptFile { get; init; }

    public const string Usage = """
        Usage: dotnet run -c Release --project tests/Pathmind.Benchmarks -- SUITE [--json FILE] [--quick] [--only PREFIX]
               [--seeds FIRST-LAST] [--keep FILE]

          speed      steps a second, times to a solved simulation, shares of the processor's peak
          growth     how the cost of a step grows with agents, observations, width and simulations
          api        what the user's named observations cost, and what the kit allocates
          learning   what the default options learn, over ten seeds
          unseen     the same on problems that the defaults were not chosen on, as a share of the best policy's reward
          few-decisions what 5 000, 20 000 and 100 000 steps make by SAC and by PPO, over ten seeds
          slow-steps what 1 000 to 200 000 steps make by PPO and by SAC, from chance and from a rule, over ten seeds, and which is first at a
                     goal at 0.1, 3, 100 and 100 000 steps a second; beside references of References/stable_baselines.py, if --keep has them
          memory     problems that hide what matters, with a memory and without, over ten seeds; what it costs a decision and a training
          limits     whether trainings keep limits, and the reward beside the best that they allow, over ten seeds
          industry   what default options learn in the models of scripts/industry beside random, usual heuristic and tuned rule, ten seeds
          warm-start what 20,000 decisions make of the rules of these models, ten seeds; from chance as a control
          stop-rules what stopping early costs against all steps, over ten seeds
          more-steps what 200 thousand, 1 and 3 million steps make, over ten seeds
          population a population of four against the best of four seeds, at equal steps
          sweep      a search of options against random options and against default options with several seeds, at equal steps
          notebook   start and answers of the Jupyter kernel beside ipykernel's, and a long hard use of it; needs Debian's Jupyter
          server     the policy server under load (needs wrk), with ten minutes of mixed requests, ten seconds with --quick; times to refuse hostile files and requests
          studio     the studio: start, pages in Chromium, what reporting costs a training, fifty kills (five with --quick)
          cluster    slices on 8 workers (3 with --quick), one of which is killed every 5 s: done once, time to go on; what a slice costs; needs redis-server
          gym        the bridge to Gymnasium: check_env, steps a second beside its vector environments, what is learnt beside the same
                     problems in C#; needs gymnasium in the Python that PATHMIND_PYTHON names
          all        speed, api and learning
          --json     writes the figures as a JSON array
          --quick    fewer repetitions and seeds, and of the learning table the short rows
          --only     measures the rows whose names begin so, as in --only update.peak
          --seeds    of rows over seeds these only, as in --seeds 4-6
          --keep     of limits, stop-rules, more-steps, slow-steps, warm-start and gym.learn writes what each training reached
                     into the file, and takes from it what is there: a long table is made in parts, and goes on where it was
                     broken off; a file is of one state of the code
        """;

    /// <returns>Null if the arguments are not as <see cref="Usage"/> says.</returns>
    public static Invocation? Parse(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var verb, ..] || SuitesOf(verb) is not { } suites)
            return null;
        var invocation = new Invocation(suites, JsonFile: null, IsQuick: false, Only: "");
        for (var i = 1; i < arguments.Length; i++)
            if (arguments[i] == "--quick")
                invocation = invocation with { IsQuick = true };
            else if (arguments[i] == "--json" && i + 1 < arguments.Length)
                invocation = invocation with { JsonFile = arguments[++i] };
            else if (arguments[i] == "--only" && i + 1 < arguments.Length)
                invocation = invocation with { Only = arguments[++i] };
            else if (arguments[i] == "--keep" && i + 1 < arguments.Length)
                invocation = invocation with { KeptFile = arguments[++i] };
            else if (arguments[i] == "--seeds" && i + 1 < arguments.Length && SeedRange.Parse(arguments[i + 1]) is { } seeds)
                (invocation, i) = (invocation with { Seeds = seeds }, i + 1);
            else
                return null;
        return invocation;
    }

    static Action<Report>[]? SuitesOf(string verb) => verb switch
    {
        "speed" => [Suite.Speed],
        "growth" => [Suite.Growth],
        "api" => [Suite.Api],
        "learning" => [Suite.Learning],
        "few-decisions" => [Suite.FewDecisions],
        "slow-steps" => [Suite.SlowSteps],
        "memory" => [Suite.Memory],
        "unseen" => [Suite.Unseen],
        "limits" => [Suite.Limits],
        "industry" => [Suite.Industry],
        "warm-start" => [Suite.WarmStart],
        "stop-rules" => [Suite.StopRules],
        "more-steps" => [Suite.MoreSteps],
        "population" => [Suite.Populations],
        "sweep" => [Suite.Sweeps],
        "notebook" => [Suite.Notebook],
        "server" => [Suite.Server],
        "cluster" => [Suite.Cluster],
        "gym" => [Suite.Gym],
        "studio" => [Suite.Studio],
        "all" => [Suite.Speed, Suite.Api, Suite.Learning],
        _ => null,
    };
}
