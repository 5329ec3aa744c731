using System.Collections.Concurrent;

namespace Pathmind.Tests;

/// <summary>Whatever makes further instances of a simulation that was handed in makes them alike, or says that it
/// cannot.</summary>
public sealed class ConfiguredSimulationTests
{
    static readonly TrainingOptions Short = new() { Steps = 1_000, Threads = 2, Display = Display.None };

    [Fact]
    public void What_an_object_initializer_set_is_trained_and_checked()
    {
        ConcurrentDictionary<Shop, bool> seen = [];
        var shop = new Shop
        {
            Price = 10, Shelves = [3, 1], Name = "corner", Season = (2, true), Costs = new(
                StringComparer.OrdinalIgnoreCase)
            { ["rent"] = 5 },
            Plan = new("week", 7), Needed = 4, Internal = 2,
            Register = other => seen.TryAdd(other, true), Weeks = [1, 2, 3], Demand = week => 2 * week,
        };
        shop.Train(Short);
        Assert.Equal(8 + 2, seen.Count);                                  // eight lanes and a player for each thread
        shop.Check(steps: 10);
        Assert.True(seen.Count > 10);
        foreach (var other in seen.Keys)
        {
            Assert.Equal((10, "corner", (2, true)), (other.Price, other.Name, other.Season));
            Assert.Equal((5, new Plan("week", 7), 4, 2), (other.Costs["RENT"], other.Plan, other.Needed, other.Internal));
            Assert.Equal([3, 1], other.Shelves);
            Assert.Equal([1, 2, 3], other.Weeks);
            Assert.Equal(6, other.Demand(3));
            Assert.NotSame(shop, other);
            Assert.NotSame(shop.Shelves, other.Shelves);                  // what can change is each one's own
            Assert.NotSame(shop.Costs, other.Costs);
        }
    }

    [Fact]
    public void The_trained_policy_is_that_of_the_instance()
    {
        var shop = new Shop { Price = 10, Needed = 1 };
        var policy = shop.Train(Short with { Steps = 8_000 }).Policy;
        Assert.Equal(50, shop.Run(policy, display: Display.None).Reward.Mean);
    }

    [Fact]
    public void A_resumed_training_goes_on_with_the_instance_as_well()
    {
        var folder = Directory.CreateTempSubdirectory("pathmind-").FullName;
        try
        {
            var shop = new Shop { Price = 10, Needed = 1 };
            var whole = shop.Train(Short with { Steps = 6_000, Folder = folder, CheckpointEvery = 2, StopWhenConverged = false });
            var first = Directory.GetFiles(Path.Combine(folder, "checkpoints")).Order().First();
            var resumed = new Shop { Price = 10, Needed = 1 }.Resume(
                first, options => options with { Folder = Path.Combine(folder, "resumed"), Display = Display.None });
            Assert.Equal(whole.History[^1].RewardMean, resumed.History[^1].RewardMean);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_object_that_instances_would_share_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => new Shop { Needed = 1, Truck = new() { Speed = 5 } }.Train(Short));
        Assert.Equal(
            "Shop.Truck was set to another Truck, which several instances of Shop would share and may change: "
            + "hand over a function that gives each its own, Trainer.Train(() => new Shop { Truck = … }, options).", error.Message);
        var list = Assert.Throws<ArgumentException>(() => new Shop { Needed = 1, Trucks = [new(), new()] }.Check());
        Assert.StartsWith("Shop.Trucks was set to a collection (List<Truck>) of 2", list.Message);
        Assert.EndsWith("SimulationCheck.Of(() => new Shop { Trucks = … }).", list.Message);
    }

    [Fact]
    public void An_object_that_every_instance_makes_for_itself_is_none_of_the_settings() =>
        new Shop { Needed = 1, Price = 2 }.Train(Short);                  // each has its own Truck, all alike

    [Fact]
    public void Arguments_of_a_constructor_are_never_left_out_silently()
    {
        var error = Assert.Throws<ArgumentException>(() => new Warehouse(shelves: 12).Train(Short));
        Assert.Equal(
            "'shelves' of this Warehouse is 12, but 3 after new Warehouse(), by which further instances are made, "
            + "and it cannot be set from outside: hand over a function that makes them, "
            + "Trainer.Train(() => new Warehouse(…), options).", error.Message);
        new Warehouse(shelves: 3).Train(Short);
        new Warehouse().Train(Short);
    }

    [Fact]
    public void What_a_method_set_is_never_left_out_silently()
    {
        var warehouse = new Warehouse();
        warehouse.Load([1, 2]);
        var error = Assert.Throws<ArgumentException>(() => warehouse.Train(Short));
        Assert.StartsWith(
            "'prices' of this Warehouse is a collection (Double[]) of 2, "
            + "but a collection (Double[]) of 0 after new Warehouse()", error.Message);
    }

    [Fact]
    public void The_state_of_a_simulation_that_was_used_is_no_setting()
    {
        var warehouse = new Warehouse();
        warehouse.Reset();
        warehouse.Train(Short);                                           // only Reset was called by hand
        warehouse.SetAction(0, 1);
        warehouse.Step();
        warehouse.Train(Short);
        warehouse.Run(episodes: 2, display: Display.None);
        warehouse.Train(Short);
        var used = new Warehouse(shelves: 12);
        used.Run(display: Display.None);
        Assert.Throws<ArgumentException>(() => used.Train(Short));         // what only the constructor sets still is one
    }

    [Fact]
    public void What_a_constructor_throws_comes_as_it_is()
    {
        var missing = new Broken(fails: false);
        Assert.Equal("orders.csv is not there", Assert.Throws<FileNotFoundException>(() => missing.Train(Short)).Message);
        Assert.Equal("orders.csv is not there", Assert.Throws<FileNotFoundException>(() => missing.Check()).Message);
    }

    [Fact]
    public void What_a_static_constructor_throws_comes_as_it_is() => Assert.Equal(
        "orders.csv is not there", Assert.Throws<FileNotFoundException>(() => Trainer.Train(() => new NeverMade(), Short)).Message);

    [Fact]
    public void A_function_that_returns_the_same_simulation_or_none_is_refused_before_the_first_step()
    {
        var one = new Shop { Needed = 1 };
        var error = Assert.Throws<ArgumentException>(
            () => Trainer.Train(() => one, Short with { OnIteration = _ => Assert.Fail("It trained.") }));
        Assert.Contains(
            "returned the same Shop twice, but several run side by side: "
            + "let it make a new one at each call, as in () => new Shop(…).", error.Message);
        Assert.Equal(0, one.Steps);
        Assert.Contains("returned null", Assert.Throws<ArgumentException>(() => Trainer.Train(() => null!, Short)).Message);
        Assert.Contains("returned the same Shop twice", Assert.Throws<ArgumentException>(() => SimulationCheck.Of(() => one)).Message);
    }

    public sealed record Plan(string Name, int Days);

    public sealed class Truck
    {
        public double Speed { get; set; }
    }

    sealed class Shop : Simulation
    {
        int time;

        public double Price { get; init; } = 1;

        public int[] Shelves { get; set; } = [1];

        public string Name { get; set; } = "";

        public (int, bool) Season;

        public Dictionary<string, double> Costs { get; init; } = new(StringComparer.OrdinalIgnoreCase);

        public Plan Plan { get; set; } = new("", 0);

        public required int Needed { get; set; }

        public IReadOnlyList<int> Weeks { get; init; } = [];

        public Func<int, int> Demand { get; init; } = week => week;

        public Truck Truck { get; init; } = new();

        public List<Truck> Trucks { get; init; } = [];

        /// <summary>Is shared, as a function's closure is.</summary>
        public Action<Shop> Register { get; init; } = _ => { };

        internal int Internal;

        public int Steps { get; private set; }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
            time = 0;
            Register(this);
        }

        public override void Step()
        {
            time++;
            Steps++;
        }

        public override Observation GetObservation(int agent) => new() { ["time"] = time };

        public override Reward GetReward(int agent) => new() { ["profit"] = Action[0].Choice * (Price - 5) };

        public override bool IsDone(int agent) => time == 10;
    }

    sealed class Warehouse(int shelves) : Simulation
    {
        readonly Guid id = Guid.NewGuid();
        readonly Queue<int> orders = [];
        double[] prices = [];
        int time = -1;

        public Warehouse()
            : this(shelves: 3)
        {
        }

        public void Load(double[] prices) => this.prices = prices;

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset() => time = 0;

        public override void Step() => orders.Enqueue(++time);

        public override Observation GetObservation(int agent) => new() { ["time"] = time, ["shelves"] = shelves };

        public override Reward GetReward(int agent) => new() { ["profit"] = prices.Length + (id == default ? 1 : 0) };

        public override bool IsDone(int agent) => time >= 10;
    }

    class Broken : Simulation
    {
        public Broken()
            : this(fails: true)
        {
        }

        public Broken(bool fails)
        {
            if (fails)
                throw new FileNotFoundException("orders.csv is not there");
        }

        public override ActionSpace ActionSpace(int agent) => new Discrete(2);

        public override void Reset()
        {
        }

        public override void Step()
        {
        }

        public override Observation GetObservation(int agent) => new() { ["always"] = 1 };

        public override Reward GetReward(int agent) => new() { ["chosen"] = Action[0].Choice };

        public override bool IsDone(int agent) => true;
    }

    sealed class NeverMade() : Broken(fails: false)
    {
        static NeverMade() => throw new FileNotFoundException("orders.csv is not there");
    }
}
