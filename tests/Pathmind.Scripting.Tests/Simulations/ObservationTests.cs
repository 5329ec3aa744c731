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

    [Fact]
    public void What_follows_the_eighth_number_keeps_its_place()
    {
        Observation observation = new()
        {
            ["1"] = 1, ["2"] = 2, ["3"] = 3, ["4"] = 4, ["5"] = 5, ["6"] = 6, ["7"] = 7, ["8"] = 8, ["9"] = 9, ["10"] = new[] { 10f, 11f },
            ["12"] = 12,
        };

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12"], observation.Names);
        Assert.Equal([8f, 9f, 12f], [observation["8"].Number, observation["9"].Number, observation["12"].Number]);
        Assert.Equal([10f, 11f], observation["10"].Values.ToArray());
    }
}
