using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Tests.Policies;

public class ObservationMatchTests
{
    readonly PolicyCase policy = PolicyCase.Of("one choice", masks: false);

    [Fact]
    public void Names_are_picked_out_of_any_order_in_the_policys_order()
    {
        var match = Match(new(["y", "new", "orders", "x"], [1, 2, 3, 1], [false, true, true, false]), new Discrete(4));
        var picked = new float[5];
        match.Copy([1, 20, 21, 30, 31, 32, 4], picked);

        Assert.Equal([4f, 30, 31, 32, 1], picked);
    }

    [Fact]
    public void Everything_that_differs_is_said_at_once()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Match(new(["y", "orders"], [1, 2], [false, true]), new Discrete(5), masks: true));

        Assert.Equal(
            "The policy 'trained', trained on Warehouse, does not fit Other: the observation 'x' is missing; the observation 'orders' "
            + "has 2 numbers, the policy needs 3; "
            + "the action space is Discrete(5), the policy decides Discrete(4); it has action masks, which the policy never learnt to "
            + "respect. "
            + "Run it with the simulation that it was trained on, or train again.", error.Message);
    }

    ObservationMatch Match(ObservationLayout observations, ActionSpace space, bool masks = false) =>
        ObservationMatch.Of(policy.Trained.Description, new("Other", 1, observations, new(space), masks))[0];
}
