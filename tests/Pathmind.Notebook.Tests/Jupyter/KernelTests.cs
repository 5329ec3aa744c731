using System.Diagnostics;
using System.Text.Json;

namespace Pathmind.Tests;

/// <summary>The kernel as Jupyter's own clients see it.</summary>
[Collection(nameof(KernelUnderTest))]
public sealed class KernelTests(KernelUnderTest kernel)
{
    const string Walk = """
        {
            int t;
            public override ActionSpace ActionSpace(int agent) => new Discrete(2);
            public override void Reset() => t = 0;
            public override void Step() => t++;
            public override bool IsDone(int agent) => t == 3;
            public override Observation GetObservation(int agent) => new() { ["place"] = t };
            public override Reward GetReward(int agent) => new() { ["right"] = 1 };
        }
        """;

    [Fact]
    public void It_passes_every_test_of_jupyter_kernel_test() =>
        Assert.Contains("12 run, 0 failed, 0 skipped", kernel.Run("kernel_test.py"));

    [Fact]
    public void It_keeps_to_what_front_ends_rely_on_beside_that() =>
        Assert.Contains("18 run, 0 failed", kernel.Run("conversation.py", "pathmind"));

    [Fact]
    public void Many_cells_large_outputs_and_interrupts_at_random_moments_leave_no_reply_out_of_order()
    {
        var figures = JsonDocument.Parse(kernel.Run("soak.py", "pathmind", "100", "12", "7", "5")).RootElement;
        Assert.InRange(figures.GetProperty("megabytes_late").GetDouble() - figures.GetProperty("megabytes_early").GetDouble(), -1000, 50);
    }

    [Fact]
    public void What_a_thread_writes_after_its_cell_has_ended_still_arrives_as_that_cells_output() =>
        Assert.Contains("late 0\nlate 1\nlate 2\n", kernel.Run("late.py", "pathmind"));

    [Fact]
    public void It_answers_over_ipc_as_over_tcp() => Assert.Contains("['over ipc', '42']", kernel.Run("ipc.py", "pathmind"));

    [Fact]
    public void Nothing_that_is_sent_to_its_ports_ends_it() => Assert.Contains("alive", kernel.Run("hostile.py", "pathmind", "3"));

    [Fact]
    public void A_stop_ends_the_cell_and_never_the_kernel_and_a_constructor_that_throws_fails_its_magic()
    {
        var output = kernel.Run("stop.py", "pathmind");
        foreach (var name in new[] { "recursion", "sort", "simulation", "parallel", "loop", "first step" })
            Assert.Contains($"{name} error The cell was stopped. kept ok\n", output);
        Assert.Contains("regex error The cell did not stop and was given up", output);  // it is in none of the cell's code
        Assert.Contains("training ok  kept ok\nlearnt ok \n", output);            // a stopped training keeps its best policy
        Assert.Equal(8, output.Split("kept ok\n").Length - 1);
        foreach (var magic in new[] { "%run Shop", "%train Shop --steps 2000", "%pathmind simulations" })
            Assert.Matches($"{magic} error .*orders.csv is not there", output);
    }

    [Theory]
    [InlineData("#!csharp\n#!train Walk --steps 512 --seed 1\nusing System.Text;\nclass Walk : Simulation {...}", "ok", "policy")]
    [InlineData("#!c#\n6 * 7", "ok", "42")]
    [InlineData("display(\"shown\"); \"by name\".Display(); 1.5.Display();", "ok", "shown\nby name\n1.5")]
    [InlineData("var text = \"\"\"\n    #!fsharp\n    \"\"\"; text", "ok", "#!fsharp")]
    [InlineData("1 + 1\n#!time", "error",
        "Line 2: there is no '#!time' in this kernel. There are #!train, #!run, #!pathmind, the same as with %, and #!csharp")]
    [InlineData("class Walk : Simulation {...}\n#!train", "error", "#!train is below the C# of its cell. Move it to the top")]
    public void Cells_that_were_written_for_dotnet_interactive_run_or_say_what_is_not_there(string cell, string status, string words)
    {
        var shown = kernel.Run("cells.py", "pathmind", cell.Replace("{...}", Walk));
        Assert.True(shown.StartsWith($"{status} ", StringComparison.Ordinal), shown);
        Assert.Contains(words, shown);
    }

    [Theory]
    [InlineData("walk.GetObservation(0)", "place", ">place<")]
    [InlineData("walk.GetReward(0)", "right", ">right<")]
    [InlineData("walk.Action[0]", "none\n", "")]
    [InlineData("walk.Run(episodes: 1, display: Pathmind.Display.None).Episodes", "right", ">right<")]
    [InlineData("var t = new System.Data.DataTable(); t.Columns.Add(\"name\"); t.Rows.Add(\"Ann\"); t", "Ann", ">Ann<")]
    public void Values_of_the_kit_show_what_they_hold_as_text_and_as_a_table(string expression, string text, string html)
    {
        var shown = kernel.Run("cells.py", "pathmind", $"class Walk : Simulation {Walk}\nvar walk = new Walk(); walk.Reset();", expression);
        Assert.Contains(text, shown.Split("--html--")[0]);
        Assert.Contains(html, shown.Split("--html--")[^1]);
    }

    [Fact]
    public void Output_of_child_processes_and_native_code_is_the_cells_output_in_its_order_and_the_kernels_own_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there are descriptors led into the cell.");
        Assert.Contains("10 run, 0 failed", kernel.Run("native_output.py", "pathmind"));
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "it ended while it ran In [1], which called Environment.Exit. Variables are lost.")]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1); Deep(0)", "it ended while it ran In [1], by a stack overflow")]
    public void A_cell_that_ends_it_is_named_by_the_next(string cell, string words) =>
        Assert.Contains("said", kernel.Run("last_words.py", "pathmind", cell, words));

    [Fact]
    public void It_ends_when_the_process_that_started_it_is_gone()
    {
        var connection = Path.GetTempFileName();
        File.WriteAllText(connection, """{ "transport": "tcp", "ip": "127.0.0.1", "shell_port": 0, "control_port": 0, "stdin_port": 0, "iopub_port": 0, "hb_port": 0, "key": "k", "signature_scheme": "hmac-sha256" }""");
        using var parent = Process.Start("sleep", "60");
        var start = new ProcessStartInfo(KernelUnderTest.Program[0], [.. KernelUnderTest.Program[1..], "kernel", connection]);
        start.Environment["JPY_PARENT_PID"] = $"{parent.Id}";
        using var process = Process.Start(start)!;
        try
        {
            Assert.False(process.WaitForExit(TimeSpan.FromSeconds(3)));
            parent.Kill();
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            File.Delete(connection);
        }
    }

    [Fact]
    public void A_connection_file_that_is_none_is_named_with_what_to_do()
    {
        var error = Assert.Throws<InvalidDataException>(() => Pathmind.Notebook.Jupyter.ConnectionFile.Read("no/such/file.json"));
        Assert.Contains("'no/such/file.json' cannot be used as a Jupyter connection file", error.Message);
        Assert.Contains("pathmind jupyter install", error.Message);
    }

    [Theory]
    [InlineData("[]", "it holds Array, not an object.")]
    [InlineData("{}", "it has no shell_port.")]
    [InlineData("""{"shell_port": "1"}""", "its shell_port is 1, not a port.")]
    [InlineData("""{"ip": 7, "shell_port": 1}""", "its ip is 7, not a text.")]
    [InlineData("""{"signature_scheme": "hmac-md5"}""", "its signature_scheme is 'hmac-md5', but only hmac-sha256 is known.")]
    public void A_connection_file_says_what_is_wrong_with_it(string content, string expected)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, content);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Pathmind.Notebook.Jupyter.ConnectionFile.Read(file)).Message);
        File.Delete(file);
    }

    [Fact]
    public void A_connection_file_needs_ports_only()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"shell_port": 1, "control_port": 2, "stdin_port": 3, "iopub_port": 4, "hb_port": 5}""");
        var connection = Pathmind.Notebook.Jupyter.ConnectionFile.Read(file);
        Assert.Equal(("tcp://127.0.0.1:5", ""), (connection.Address(connection.HeartbeatPort), connection.Key));
        File.Delete(file);
    }

    [Theory]
    [InlineData(Pathmind.Notebook.Jupyter.CompilerWarmUp.Simplest, 0)]
    [InlineData(Pathmind.Notebook.Jupyter.CompilerWarmUp.Typical, "1")]
    public async Task What_wakes_the_compiler_up_compiles(string code, object expected) =>
        Assert.Equal(
            expected, (await new Pathmind.Notebook.Scripts.ScriptSession(new() { CanStop = true }).RunAsync(code, "warm-up")).Value);
}
