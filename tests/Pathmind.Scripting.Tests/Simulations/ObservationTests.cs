namespace Pathmind.Tests;

public class ObservationTests
{
    enum Weather
    {
        Sun,
        Rain,
    }

    [Fact]
    public void Numbers_bools_enums_and_lists_are_kept_in_the_order_of_writing()
    {
        Span<float> span = [8, 9];
        Observation observation = new()
        {
            ["z"] = 1, ["a"] = 2.5, ["flag"] = true, ["weather"] = Weather.Rain, ["price"] = 1.25m,
            ["orders"] = new[] { 5, 6 }, ["span"] = span, ["last"] = 7f,
        };

        Assert.Equal(["z", "a", "flag", "weather", "price", "orders", "span", "last"], observation.Names);
        Assert.Equal(2.5f, observation["a"].Number);
        Assert.Equal(1f, observation["weather"].Number);
        Assert.Equal([5f, 6f], observation["orders"].Values.ToArray());
        Assert.True(observation["last"] + 1 == 8);
    }
}
