using System.Runtime.CompilerServices;
using CsvHelper;
using Pathmind;

var prices = Factory.ReadPrices(Path.Combine(Path.GetDirectoryName(ThisFile())!, "factory_prices.csv"));
var training = Trainer.Train(() => new Factory(prices), new() { Steps = 500_000, Seed = 1 });
var buyWhenCheap = Policy.From("buy when cheap", observation => observation["price"] < 0.9f * observation["mean_price"] ? 6
    : observation["stored"] < 2 ? 2 : 0);
Console.WriteLine(new Factory(prices).Compare(episodes: 50, seed: 1, Policy.Random(1), buyWhenCheap, training.Policy));
training.Policy.Save("policies/factory");

static string ThisFile([CallerFilePath] string path = "") => path;

/// <summary>A factory needs 2 MWh an hour, and has a store of 12 MWh: how much energy does it buy now, at a price that
/// changes every hour?</summary>
/// <remarks>An episode is a week that begins on any day of the series. The week does not end the business: the last
/// step is truncated, so energy in store keeps its worth. factory_prices.csv is invented: a daily pattern, cheaper
/// weekends, and noise that fades in a few hours.</remarks>
class Factory(float[] prices) : Simulation
{
    const int Week = 7 * 24, Day = 24;                               // hours
    const float Need = 2, Store = 12, LossOfProduction = 200;        // MWh an hour, MWh, € for each MWh that is missing
    readonly float[] meanOfLastDay = [.. prices.Select((_, hour) => prices[Math.Max(hour - Day, 0)..Math.Max(hour, 1)].Average())];
    int hour;                                                        // of the series
    float stored, cost, missing;                                     // MWh, €, MWh of the last hour

    public override int MaxSteps => Week;

    /// <summary>MWh to buy, 0 .. 6; what does not fit into the store is not delivered.</summary>
    public override ActionSpace ActionSpace(int agent) => new Discrete(7);

    public override void Reset()
    {
        hour = Day * (1 + Random.Next(prices.Length / Day - 8));
        (stored, cost, missing) = (Store / 2, 0, 0);
    }

    public override void Step()
    {
        var bought = Math.Min(Action[0].Choice, Store + Need - stored);
        cost = bought * prices[hour];
        missing = Math.Max(Need - stored - bought, 0);
        stored = Math.Max(stored + bought - Need, 0);
        hour++;
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["price"] = prices[hour], ["mean_price"] = meanOfLastDay[hour], ["stored"] = stored,
        ["day_sin"] = Math.Sin(hour % Day * 2 * Math.PI / Day), ["day_cos"] = Math.Cos(hour % Day * 2 * Math.PI / Day),
        ["is_weekend"] = hour / Day % 7 >= 5,
    };

    public override Reward GetReward(int agent) => new() { ["energy"] = -cost, ["lost_production"] = -LossOfProduction * missing };

    public override bool IsDone(int agent) => false;

    public override void Draw(Canvas canvas)
    {
        canvas.Size(40, 16);
        canvas.Polyline([.. Enumerable.Range(0, Day).Select(back => (30 - 1.2 * back, 12 - prices[hour - back] / 15.0))], "blue", 0.2);
        canvas.Text(30.5, 12 - prices[hour] / 15.0, $"{prices[hour]:0} € per MWh", size: 1, anchor: Anchor.Left);
        canvas.Rectangle(2, 13.5, 28 * stored / Store, 1.5, "green");
        canvas.Frame(2, 13.5, 28, 1.5);
        canvas.Text(30.5, 14.3, $"{stored:0.#} MWh in store", size: 1, anchor: Anchor.Left);
    }

    /// <summary>The column price of a CSV file, in €/MWh.</summary>
    public static float[] ReadPrices(string file)
    {
        var prices = new List<float>();
        using var csv = CsvReader.FromFile(file);
        while (csv.Read())
            prices.Add(csv.Parse<float>("price"));
        return [.. prices];
    }
}
