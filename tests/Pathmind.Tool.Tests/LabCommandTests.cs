using System.Diagnostics;
using System.Text.Json;

namespace Pathmind.Tests;

/// <summary><c>pathmind lab</c>: lines of JSON in, lines of JSON out.</summary>
public sealed class LabCommandTests : ToolFolder
{
    [Fact]
    public void A_try_has_its_rows_and_the_table_of_its_episodes_and_a_later_one_the_differences()
    {
        Write("coin.csx", Coin);
        using var lab = Lab("coin.csx");
        var ready = lab.Answer("ready");
        Assert.Equal("Coin", ready.GetProperty("report").GetProperty("simulation").GetString());
        var term = ready.GetProperty("report").GetProperty("terms")[0].GetString()!;
        lab.Say("""{"do":"try","id":1,"options":{"Steps":3000,"Seed":1}}""");
        Assert.InRange(lab.Answer("warm").GetProperty("steps").GetInt64(), 4_000, 200_000);
        Assert.Equal(1, lab.Answer("progress").GetProperty("rows").GetProperty("rows")[0][0].GetInt32());
        var first = lab.Answer("end");
        Assert.True(first.GetProperty("steps").GetInt64() >= 3000);
        var reward = Number(first, "reward");
        Assert.InRange(
            reward.GetProperty("mean").GetDouble(), reward.GetProperty("low").GetDouble(), reward.GetProperty("high").GetDouble());
        lab.Say($$"""{"do":"try","id":2,"options":{"Steps":3000,"Seed":1,"Reward":"x => -x[\"{{term}}\"]"},"beside":1}""");
        var second = Number(lab.Answer("end"), "reward");
        Assert.Equal("Worse", second.GetProperty("verdict").GetString());                                  // it learnt the opposite
        Assert.Equal(second.GetProperty("mean").GetDouble() - reward.GetProperty("mean").GetDouble(),
            second.GetProperty("difference").GetDouble(), 9);
    }

    [Fact]
    public void Code_is_checked_with_places_and_completed_with_the_terms_and_a_wrong_line_ends_nothing()
    {
        Write("coin.csx", Coin);
        using var lab = Lab("coin.csx");
        var term = lab.Answer("ready").GetProperty("report").GetProperty("terms")[0].GetString()!;
        Assert.Equal("2 10 2 17 The name 'missing' does not exist in the current context", Problem("x =>\\n    2 *  missing"));
        Assert.Equal($"1 8 1 14 There is no reward term 'nope'. There are: {term}.", Problem("x => x[\\\"nope\\\"]"));
        Assert.Equal("", Problem($"x => x[\\\"{term}\\\"]"));
        lab.Say("""{"do":"complete","id":4,"code":"x => x[\"","position":8}""");
        var completed = lab.Answer("completed");
        Assert.Equal(term, completed.GetProperty("suggestions")[0].GetString());
        Assert.Equal((8, 8), (completed.GetProperty("from").GetInt32(), completed.GetProperty("to").GetInt32()));
        lab.Say("not an order");
        Assert.Contains("not an order", lab.Answer("failed").GetProperty("message").GetString());
        lab.Say("""{"do":"try","id":5,"options":{"Stepz":3000}}""");
        Assert.Contains("'Stepz'", lab.Answer("failed").GetProperty("message").GetString());
        Assert.Equal(0, lab.End());

        string Problem(string code)
        {
            lab.Say($$"""{"do":"check","id":3,"code":"{{code}}"}""");
            return string.Join("; ", lab.Answer("checked").GetProperty("problems").EnumerateArray().Select(problem => string.Join(' ',
                problem.EnumerateObject().Select(field => $"{field.Value}"))));
        }
    }

    [Fact]
    public void What_does_not_compile_is_told_in_the_only_line()
    {
        Write("coin.csx", Coin + "\nint x = \"text\";");
        using var lab = Lab("coin.csx");
        Assert.Contains("It does not compile: ", lab.Answer("fault").GetProperty("message").GetString());
        Assert.Equal(1, lab.End());
    }

    LabLines Lab(string file) => new(Folder, [.. Program, "lab", file]);

    static JsonElement Number(JsonElement end, string name) =>
        end.GetProperty("numbers").EnumerateArray().Single(number => number.GetProperty("name").GetString() == name);
}

/// <summary>A process <c>pathmind lab</c>, line by line.</summary>
internal sealed class LabLines : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    readonly Process process;

    public LabLines(string folder, string[] command)
    {
        process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
    }

    public void Say(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
    }

    /// <summary>The next answer of a kind; that it is warm, and a progress, may come before any other.</summary>
    public JsonElement Answer(string kind)
    {
        while (true)
        {
            var reading = process.StandardOutput.ReadLineAsync();
            Assert.True(reading.Wait(Limit), $"It did not say '{kind}'.");
            Assert.True(reading.Result is not null, $"It ended before it said '{kind}'.");
            var answer = JsonDocument.Parse(reading.Result!).RootElement;
            var said = answer.GetProperty("event").GetString();
            if (said == kind)
                return answer;
            Assert.True(said is "progress" or "warm", $"It said {reading.Result}");
        }
    }

    /// <summary>Closes its input; the exit code.</summary>
    public int End()
    {
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(Limit), "It did not end with its input.");
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
