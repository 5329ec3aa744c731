using System.Text.Json;
using Pathmind.Policies;

namespace Pathmind.Training;

/// <summary>A training with all around it: progress, stop rules, checkpoints, the policy folder at the end, errors.</summary>
internal sealed class TrainingSession(Func<Simulation> create, TrainingOptions options, Checkpoint? from)
{
    /// <summary>The options without what belongs to this machine.</summary>
    TrainingOptions Portable => options with { Folder = null, Threads = null, CheckpointEvery = options.Folder is null ? null : options.CheckpointEvery };

    /// <exception cref="TrainingException">The simulation failed after something had been learnt.</exception>
    public TrainingResult Run(CancellationToken cancellation)
    {
        var display = options.Display ?? Display.Current;
        using var live = display.Live();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, live.Interrupted);
        using var training = new PpoTraining(create, options, TimeProvider.System, stop.Token);
        var rules = new StopRules(training, stop.Token);
        if (from is not null && from.Simulation != training.Schema.Simulation)
            throw new ArgumentException($"The checkpoint is of {from.Simulation}, but the simulation is {training.Schema.Simulation}: resume with the simulation that was trained.");
        if (from?.End is { } end && ReferenceEquals(options, from.Options))
            throw new ArgumentException($"This training has ended ({end.TrimEnd('.')}): give it more to do, as in Resume(folder, options => options with {{ Steps = {from.Steps + 200_000} }}), or begin anew with Train().");
        if (options.Folder is { } claimed && TrainingFolder.Open(claimed, training.Schema.Simulation, isNew: from is null) is { } notice)
            display.Show(new TextLine(notice));
        var progress = new ProgressReporter(training, live);
        progress.Begin();
        try
        {
            var reason = Learn(training, rules, progress);
            return Finish(training, rules, reason, progress);
        }
        catch (SimulationException exception)
        {
            var kept = training.History.Count == 0 ? null : Finish(training, rules, StopReason.Failed, progress);
            if (kept is null)
                throw;
            throw new TrainingException(
                $"{exception.Message} The best policy so far is kept in this exception's Training.Policy{(options.Folder is { } folder ? $" and in {folder}" : "")}.", kept, exception);
        }
    }

    StopReason Learn(PpoTraining training, StopRules rules, ProgressReporter progress)
    {
        if (from is null)
        {
            if (!training.WarmUp())
                return rules.Check() ?? StopReason.Interrupted;
        }
        else
        {
            from.Restore(training);
            training.Cut();
        }
        while (true)
        {
            if (!training.Iterate())
                return rules.Check() ?? StopReason.Interrupted;
            options.OnIteration?.Invoke(training.History[^1]);
            progress.Report();
            if (rules.Check() is { } reason)
                return reason;
            if (options is { Folder: { } folder, CheckpointEvery: { } interval } && training.History.Count % interval == 0 && training.MayCut())
            {
                Checkpoint.Of(training).Save(folder);
                training.History.WriteCsv(Path.Combine(folder, PolicyFolder.Progress));
                training.Cut();
            }
        }
    }

    /// <summary>Chooses between the last weights and the best kept ones, makes the policy, writes the folder, says why training ended.</summary>
    TrainingResult Finish(PpoTraining training, StopRules rules, StopReason reason, ProgressReporter progress)
    {
        training.Best.Choose(reason);
        var message = rules.Describe(reason);
        var policy = TrainedPolicy.From(PartsOf(training));
        var result = new TrainingResult(policy, training.History, reason, message);
        if (options.Folder is { } folder)
            PolicyFolder.Save(folder, policy, new Dictionary<string, Action<Stream>>
            {
                [PolicyFolder.Progress] = training.History.Write,
                [PolicyFolder.Training] = RecordOf(training, reason, message).Write,
            });
        progress.End(reason, message);
        return result;
    }

    TrainingRecord RecordOf(PpoTraining training, StopReason reason, string message) => new()
    {
        Message = message, Stop = reason, Steps = training.Steps, Seconds = training.Elapsed.TotalSeconds, KitVersion = PolicyMetadata.KitVersion,
        HasRewardFunction = options.Reward is not null, Options = Portable,
    };

    PolicyParts PartsOf(PpoTraining training)
    {
        var (learner, schema) = (training.Learner, training.Schema);
        var statistics = learner.Observations;
        return new()
        {
            Description = new()
            {
                Simulation = schema.Simulation, Agents = schema.Agents, Observations = training.Inputs, Actions = schema.Actions, HasMask = schema.HasMask,
                RewardTerms = schema.Rewards!.Names,
                Metadata = new Dictionary<string, string>
                {
                    ["options"] = JsonSerializer.Serialize(Portable, TrainingJson.Default.TrainingOptions), ["seed"] = $"{options.Seed}",
                    ["kit_version"] = PolicyMetadata.KitVersion, ["algorithm"] = "PPO",
                },
            },
            Mean = statistics is null ? new float[training.Inputs.Size] : [.. statistics.Center],
            Scale = statistics is null ? [.. Enumerable.Repeat(1f, training.Inputs.Size)] : [.. statistics.InverseDeviation],
            Clip = statistics is null ? float.PositiveInfinity : Acting.ObservationClip,
            Policy = learner.Policy, Value = learner.ValueInRewards(), LogStd = learner.Deviations.LogStd,
        };
    }
}
