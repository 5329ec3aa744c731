using Pathmind;

var simulation = new JobShop();
var training = simulation.Train(new() { Steps = 300_000, Seed = 1 });
var mostWorkLeft = Policy.From("most work left", observation => Enumerable.Range(0, 6).MaxBy(job => observation["work_left"][job]));
simulation.Run(training.Policy);
Console.WriteLine(simulation.Compare(episodes: 20, seed: 1, Policy.Random(1), mostWorkLeft, training.Policy));
training.Policy.Save("policies/job_shop");

/// <summary>Six jobs visit six machines, each in its own order: which job is given its next machine? The famous
/// instance FT06, whose best plan takes 55 hours.</summary>
/// <remarks>Fisher and Thompson 1963. A step plans the next operation of one job, as early as job and machine are free.
/// A job that is complete cannot be chosen: the mask says so.</remarks>
class JobShop : Simulation
{
    const int Jobs = 6, Machines = 6;
    static readonly int[,] Machine = { { 2, 0, 1, 3, 5, 4 }, { 1, 2, 4, 5, 0, 3 }, { 2, 3, 5, 0, 1, 4 }, { 1, 0, 2, 3, 4, 5 },
        { 2, 1, 4, 5, 0, 3 }, { 1, 3, 5, 0, 4, 2 } };
    static readonly int[,] Hours = { { 1, 3, 6, 7, 3, 6 }, { 8, 5, 10, 10, 10, 4 }, { 5, 4, 8, 9, 1, 7 }, { 5, 5, 5, 3, 8, 9 },
        { 9, 3, 5, 4, 3, 1 }, { 3, 3, 9, 10, 4, 1 } };

    readonly int[] next = new int[Jobs], jobFree = new int[Jobs], machineFree = new int[Machines];   // operation; hour; hour
    readonly bool[] unfinished = new bool[Jobs];
    int end, longer;                                                                                 // of the plan, in hours

    public override ActionSpace ActionSpace(int agent) => new Discrete(Jobs);

    public override bool[] GetActionMask(int agent) => unfinished;

    public override void Reset()
    {
        Array.Clear(next);
        Array.Clear(jobFree);
        Array.Clear(machineFree);
        Array.Fill(unfinished, true);
        (end, longer) = (0, 0);
    }

    public override void Step()
    {
        var job = Action[0].Choice;
        var machine = Machine[job, next[job]];
        var finish = Start(job) + Hours[job, next[job]];
        (jobFree[job], machineFree[machine]) = (finish, finish);
        unfinished[job] = ++next[job] < Machines;
        (end, longer) = (Math.Max(end, finish), Math.Max(finish - end, 0));
    }

    public override Observation GetObservation(int agent)
    {
        Span<float> workLeft = stackalloc float[Jobs], canStart = stackalloc float[Jobs], takes = stackalloc float[Jobs];
        for (var job = 0; job < Jobs; job++)
        {
            for (var operation = next[job]; operation < Machines; operation++)
                workLeft[job] += Hours[job, operation];
            canStart[job] = unfinished[job] ? Start(job) - end : 0;
            takes[job] = unfinished[job] ? Hours[job, next[job]] : 0;
        }
        return new() { ["work_left"] = workLeft, ["can_start"] = canStart, ["takes"] = takes, ["operation"] = next };
    }

    public override Reward GetReward(int agent) => new() { ["hours"] = -longer };

    public override bool IsDone(int agent) => !unfinished.Contains(true);

    int Start(int job) => Math.Max(jobFree[job], machineFree[Machine[job, next[job]]]);
}
