using Pathmind;

/// <summary>When to replace a machine that wears: what it earns falls with its wear, which rises by chance; a new one
/// has a price. 100 steps; the best by dynamic programming.</summary>
internal sealed class Replacement : Simulation
{
    const int Steps = 100, MostWear = 10;
    const double Price = 6, Wearing = 0.4;

    int wear, step;
    double gain;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["keep", "replace"]);

    public override void Reset() => (wear, step) = (0, 0);

    public override void Step()
    {
        if (Action[0].Choice == 1)
            (wear, gain) = (0, 1 - Price);
        else
            gain = Earned(wear);
        wear += wear < MostWear && Random.NextDouble() < Wearing ? 1 : 0;
        step++;
    }

    public override Observation GetObservation(int agent) => new() { ["wear"] = wear, ["steps_left"] = Steps - step };

    public override Reward GetReward(int agent) => new() { ["gain"] = gain };

    public override bool IsDone(int agent) => step == Steps;

    public static Policy Best()
    {
        var (replaces, next) = (new bool[Steps + 1, MostWear + 1], new double[MostWear + 1]);
        for (var left = 1; left <= Steps; left++)
        {
            var (now, later) = (new double[MostWear + 1], next);
            for (var wear = 0; wear <= MostWear; wear++)
            {
                var (keep, replace) = (Earned(wear) + After(wear), 1 - Price + After(0));
                replaces[left, wear] = replace > keep;
                now[wear] = Math.Max(keep, replace);
            }
            next = now;

            double After(int wear) => wear == MostWear ? later[wear] : Wearing * later[wear + 1] + (1 - Wearing) * later[wear];
        }
        return Policy.From("dynamic programming", seen => replaces[(int)seen["steps_left"], (int)seen["wear"]] ? 1 : 0);
    }

    static double Earned(int wear) => 1 - 0.04 * wear * wear;
}

/// <summary>What to ask for each of 20 rooms in the 60 days before a date, at one of ten prices: a customer comes on a
/// day with a chance that falls with the price (Gallego and van Ryzin 1994). The best by dynamic
/// programming.</summary>
internal sealed class Pricing : Simulation
{
    const int Rooms = 20, Days = 60, Prices = 10;

    int rooms, day;
    double revenue;

    public override ActionSpace ActionSpace(int agent) => new Discrete(Prices);

    public override void Reset() => (rooms, day) = (Rooms, 0);

    public override void Step()
    {
        var isSold = rooms > 0 && Random.NextDouble() < Chance(Action[0].Choice);
        revenue = isSold ? PriceOf(Action[0].Choice) : 0;
        rooms -= isSold ? 1 : 0;
        day++;
    }

    public override Observation GetObservation(int agent) => new() { ["rooms"] = rooms, ["days_left"] = Days - day };

    public override Reward GetReward(int agent) => new() { ["revenue"] = revenue };

    public override bool IsDone(int agent) => day == Days || rooms == 0;

    public static Policy Best()
    {
        var (best, next) = (new int[Days + 1, Rooms + 1], new double[Rooms + 1]);
        for (var left = 1; left <= Days; left++)
        {
            var now = new double[Rooms + 1];
            for (var rooms = 1; rooms <= Rooms; rooms++)
            {
                var gain = next[rooms] - next[rooms - 1];                // that a room brings if it is kept
                best[left, rooms] = Enumerable.Range(0, Prices).MaxBy(price => Chance(price) * (PriceOf(price) - gain));
                now[rooms] = next[rooms] + Chance(best[left, rooms]) * (PriceOf(best[left, rooms]) - gain);
            }
            next = now;
        }
        return Policy.From("dynamic programming", seen => best[(int)seen["days_left"], (int)seen["rooms"]]);
    }

    static double PriceOf(int choice) => 50 + 10 * choice;

    static double Chance(int choice) => 0.9 * Math.Exp(-0.25 * choice);
}

/// <summary>Thirty offers, one after the other, of which one may be taken: the best by dynamic programming, as in the
/// optimal stopping of offers that are known to be uniform (Moser 1956).</summary>
internal sealed class Offers : Simulation
{
    const int Count = 30;

    int step;
    double offer, taken;
    bool isTaken;

    public override ActionSpace ActionSpace(int agent) => new Discrete(["wait", "take"]);

    public override void Reset() => (step, offer, taken, isTaken) = (0, Random.NextDouble(), 0, false);

    public override void Step()
    {
        isTaken = Action[0].Choice == 1;
        taken = isTaken ? offer : 0;
        (step, offer) = (step + 1, Random.NextDouble());
    }

    public override Observation GetObservation(int agent) => new() { ["offer"] = offer, ["offers_left"] = Count - step };

    public override Reward GetReward(int agent) => new() { ["taken"] = taken };

    public override bool IsDone(int agent) => isTaken || step == Count;

    public static Policy Best()
    {
        var worth = new double[Count + 1];                               // of so many offers that are left
        for (var left = 1; left <= Count; left++)
            worth[left] = (1 + worth[left - 1] * worth[left - 1]) / 2;
        return Policy.From("dynamic programming", seen => seen["offer"] > worth[(int)seen["offers_left"] - 1] ? 1 : 0);
    }
}
