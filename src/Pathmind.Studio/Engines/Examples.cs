using System.Text.Json;
using Pathmind.Reporting;

namespace Pathmind.Studios.Engines;

/// <summary>Projects to begin with: the repository's own scripts, which lie in this assembly.</summary>
internal static class Examples
{
    /// <summary>From the simplest on.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        new("mouse", "Mouse and cheese", "A mouse finds its way on a board of 6 × 6; learnt in a second.",
            """{ "Steps": 10000, "Seed": 1 }"""),
        new("cartpole", "CartPole", "Keep a pole upright on a cart.", """{ "Steps": 100000, "Seed": 1 }"""),
        new("inventory", "Inventory", "How much a retailer, two warehouses and a producer order.", """{ "Steps": 1000000, "Seed": 1 }"""),
        new("product_delivery", "Product delivery", "Which of three factories takes each of the day's orders.",
            """{ "Steps": 500000, "Seed": 1, "Ppo": { "GaeDecay": 0.8 } }"""),
        new("coffee_shop", "Coffee shop", "One barista: take orders, prepare drinks, bill, or clean.",
            """{ "Steps": 1000000, "Seed": 1, "Ppo": { "DiscountSeconds": 3600, "GaeDecay": 0.8 } }"""),
        new("supply_chain", "Supply chain", "Retailer, wholesaler and factory order up to a level.", """{ "Steps": 500000, "Seed": 1 }"""),
    ];

    /// <summary>What hands an example over; null if there is none of that name.</summary>
    public static Submission? Of(string name)
    {
        if (All.FirstOrDefault(one => one.Name == name) is not { } example)
            return null;
        using StreamReader reader = new(typeof(Examples).Assembly.GetManifestResourceStream($"examples/{name}.cs")
            ?? throw new InvalidOperationException($"The assembly lacks the example {name}: build the project again."));
        return new()
        {
            File = $"{name}.cs", Text = reader.ReadToEnd(), Options = JsonSerializer.Deserialize<JsonElement>(example.Options),
        };
    }
}

/// <summary>An example project.</summary>
/// <param name="Name">Of its script, without ending.</param>
/// <param name="Title">For people.</param>
/// <param name="About">What is decided, in a sentence.</param>
/// <param name="Options">With which it is trained, as JSON: those of the script.</param>
internal sealed record Example(string Name, string Title, string About, string Options);
