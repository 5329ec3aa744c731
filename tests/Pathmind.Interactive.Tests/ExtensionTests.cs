using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Pathmind.Tests;

/// <summary>extension.dib, as .NET Interactive runs it when the package is loaded: section by section in the user's kernel.</summary>
public sealed class ExtensionTests
{
    const string Coin = """
        public class Coin : Pathmind.Simulation
        {
            public override Pathmind.ActionSpace ActionSpace(int agent) => new Pathmind.Discrete(2);
            public override void Reset() { }
            public override void Step() { }
            public override Pathmind.Observation GetObservation(int agent) => new() { ["one"] = 1 };
            public override Pathmind.Reward GetReward(int agent) => new() { ["head"] = Action[0].Choice };
            public override bool IsDone(int agent) => true;
        }
        """;

    readonly CompositeKernel root = new();
    readonly CSharpKernel kernel = new();

    [Fact]
    public async Task A_cell_that_declares_a_simulation_trains_it_and_the_next_one_runs_the_policy()
    {
        await LoadAsync();
        var training = await SubmitAsync($"%train --steps 2000\n{Coin}");
        Assert.Empty(training.Errors);
        Assert.Equal($"{new string(' ', "%train --steps 2000".Length)}\n{Coin}", kernel.Submitted[^1]);
        Assert.Equal("Coin", Assert.IsType<TrainedPolicy>(kernel.ScriptState!.GetVariable("policy").Value).Simulation);

        var produced = Assert.IsType<DisplayedValueProduced>(training.Events[0]);
        Assert.All(training.Events.OfType<DisplayedValueUpdated>(), update => Assert.Equal(produced.ValueId, update.ValueId));
        Assert.Contains("Trained for all steps", training.Events.OfType<DisplayedValueUpdated>().Last().FormattedValues.Single(form => form.MimeType == "text/plain").Value);
        Assert.Contains(training.Events.SelectMany(shown => shown.FormattedValues), form => form.MimeType == "image/svg+xml");

        Assert.Empty((await SubmitAsync("%run")).Errors);
        Assert.Equal(1, Assert.IsType<EpisodeLog>(kernel.ScriptState!.GetVariable("log").Value).Reward.Mean);
    }

    [Fact]
    public async Task A_reward_function_is_compiled_by_the_session()
    {
        await LoadAsync();
        Assert.Empty((await SubmitAsync($"%train --steps 500 --reward 'terms => 7 * terms[\"head\"]'\n{Coin}")).Errors);
        var history = Assert.IsType<TrainingHistory>(kernel.ScriptState!.GetVariable("history").Value);
        Assert.All(history.Where(row => row.RewardMean is not null), row => Assert.Equal(7 * row.Terms["head"], row.RewardMean!.Value, 6));
    }

    [Fact]
    public async Task The_directives_take_the_same_words()
    {
        await LoadAsync();
        await SubmitAsync(Coin);
        var directives = root.Directives.Keys.ToDictionary(directive => directive.Name);
        Assert.Equal(["#!train", "#!run", "#!pathmind"], directives.Keys);
        Assert.Contains("--steps", directives["#!train"].Parameters.Select(parameter => parameter.Name));
        Assert.Contains("--episodes", directives["#!pathmind"].Parameters.Select(parameter => parameter.Name));

        Assert.Empty((await DirectiveAsync("#!pathmind train Coin --steps 500")).Errors);
        Assert.IsType<TrainedPolicy>(kernel.ScriptState!.GetVariable("policy").Value);
        Assert.StartsWith("Line 1: There is no option '--stepz'. Did you mean --steps?", Assert.Single((await DirectiveAsync("#!train --stepz 5")).Errors));

        async Task<KernelInvocationContext> DirectiveAsync(string text)
        {
            var context = new KernelInvocationContext(new DirectiveCommand(text), default);
            await root.Directives[directives[text.Split(' ')[0]]](context.Command, context);
            return context;
        }
    }

    [Fact]
    public async Task Errors_are_the_cells_and_a_magic_does_not_follow_CSharp_that_failed()
    {
        await LoadAsync();
        Assert.StartsWith("Line 1: there is no magic '%trian'", Assert.Single((await SubmitAsync("%trian")).Errors));
        Assert.Contains("CS", Assert.Single((await SubmitAsync("%train\nclass {")).Errors));
        Assert.Equal("oops", Assert.Single((await SubmitAsync("%train\nthrow new System.Exception(\"oops\");")).Errors));
        Assert.DoesNotContain(kernel.ScriptState!.Variables, variable => variable.Name == "policy");
    }

    [Fact]
    public async Task A_cell_without_magics_passes_untouched_and_diagnostics_do_not_see_the_magics()
    {
        await LoadAsync();
        await SubmitAsync("var p = 7\n % 4;");
        Assert.Equal("var p = 7\n % 4;", kernel.Submitted[^1]);
        await kernel.SendAsync(new RequestDiagnostics("%train\nvar q = 1;"));
        Assert.Equal("      \nvar q = 1;", kernel.Submitted[^1]);
    }

    [Fact]
    public async Task The_stop_button_ends_a_training_and_keeps_its_policy()
    {
        await LoadAsync();
        using CancellationTokenSource stop = new();
        await SubmitAsync(Coin);
        stop.Cancel();
        var training = await kernel.SendAsync(new SubmitCode("%train"), stop.Token);
        Assert.Contains(training.Events.SelectMany(shown => shown.FormattedValues), form => form.Value.Contains("Stopped, best policy kept"));
    }

    /// <summary>Leaves no name behind in the user's session.</summary>
    async Task LoadAsync()
    {
        root.ChildKernels.Add(kernel);
        Kernel.Root = root;
        foreach (var section in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "extension.dib")).Split("#!csharp\n", StringSplitOptions.RemoveEmptyEntries))
            Assert.Empty((await SubmitAsync(section)).Errors);
        Assert.Empty(kernel.ScriptState!.Variables);
        Assert.NotNull(kernel.Middleware);
    }

    Task<KernelInvocationContext> SubmitAsync(string code) => kernel.SendAsync(new SubmitCode(code));
}
