using System.CommandLine;
using Pathmind.Commands;

namespace Pathmind.Tests.Commands;

/// <summary>The grammar as the command line has it: a script first, no variables.</summary>
public class CommandLineTests
{
    static readonly CommandGrammar Grammar = CommandGrammar.ForCommandLine();

    [Theory]
    [InlineData("train mouse.csx --steps 5", null)]
    [InlineData("train mouse.csx MouseAndCheese --steps 5 --until -100.5", null)]
    [InlineData("run mouse.cs --policy policies/mouse --episodes 10 --out-csv out.csv", null)]
    [InlineData("compare agv.cs ShortestQueue policies/agv random --time 10s", null)]
    [InlineData("importance agv.cs Agv policies/agv --episodes 50 --threads 1", null)]
    [InlineData("policies", null)]
    [InlineData("train", "Required argument missing for command: 'train'.")]
    [InlineData("train mouse.csx --as lean", "There is no option '--as'. Options: ")]
    [InlineData("run mouse.csx --episode 5", "There is no option '--episode'. Did you mean --episodes? Options: --policy, ")]
    [InlineData("rum mouse.csx", "There is no command 'rum'. Did you mean run? Commands: train, run, compare, importance, policies, "
        + "simulations.")]
    [InlineData("train mouse.csx --steps", "Required argument missing for option: '--steps'.")]
    public void A_line_is_understood_or_told_what_is_wrong(string line, string? error)
    {
        var result = Grammar.Root.Parse(line.Split(' '), CommandGrammar.Parser);
        if (error is null)
            Assert.Null(CommandGrammar.Error(result));
        else
            Assert.StartsWith(error, CommandGrammar.Error(result));
    }

    [Fact]
    public void The_script_comes_before_the_simulation()
    {
        var result = Grammar.Parse(["train", "mouse.csx", "MouseAndCheese"]);
        var train = Assert.IsType<TrainCommand>(result.CommandResult.Command);
        Assert.Equal("mouse.csx", result.GetValue(train.Script!));
        Assert.Equal("MouseAndCheese", result.GetValue<string>("SIMULATION"));
    }

    [Fact]
    public void A_command_acts_on_the_session_of_the_script()
    {
        CommandSession session = new();
        session.Types.Add(typeof(Bandit));
        var result = Grammar.Parse(["train", "bandit.csx", "--steps", "500"]);
        Assert.IsAssignableFrom<SessionCommand>(result.CommandResult.Command).Execute(result, new(session.Host, CellOutcome.Empty));
        Assert.IsType<TrainedPolicy>(session["policy"]);
        Assert.Contains("not saved: name a folder with --out", session.Display.Text);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("7", 7)]
    [InlineData("0:10:00", 600)]
    [InlineData("-5s", null)]
    [InlineData("soon", null)]
    public void A_time_is_a_number_with_a_unit_or_a_clock(string text, object? seconds) =>
        Assert.Equal(seconds is null ? (double?)null : Convert.ToDouble(seconds), OptionValues.ParseDuration(text)?.TotalSeconds);
}
