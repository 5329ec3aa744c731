using Pathmind.Networks;
using Pathmind.Numerics;
using Pathmind.Policies;
using Pathmind.Simulations;

namespace Pathmind.Training;

/// <summary>What a policy network would do in the rows of a batch: the probabilities of all alternatives, and drawn
/// real numbers; and the derivatives of the actor's loss (docs/sac.md 6).</summary>
internal sealed class SacActor
{
    readonly ActionLayout actions;
    readonly ActionScaling scaling;
    readonly Network network;
    readonly Workspace workspace;
    readonly int rows;
    readonly float[] logProbabilities, noise, logStd;

    /// <param name="network">Outputs: the logits of all choices, the means of all real numbers, the logarithms of their
    /// deviations.</param>
    /// <param name="actions">The action space.</param>
    /// <param name="rows">Of a batch.</param>
    public SacActor(Network network, ActionLayout actions, int rows)
    {
        (this.network, this.actions, this.rows) = (network, actions, rows);
        (scaling, workspace) = (new(actions), new(network.Shape, rows));
        (Probabilities, logProbabilities) = (new float[actions.Logits * RowStride], new float[actions.Logits * RowStride]);
        Reals = new float[rows * actions.Reals];
        (noise, logStd) = (new float[Reals.Length], new float[Reals.Length]);
    }

    /// <summary>Distance of two columns.</summary>
    public int RowStride => workspace.RowStride;

    /// <summary>[logits, RowStride] of each alternative; 0 of one that is not allowed.</summary>
    public float[] Probabilities { get; }

    /// <summary>[rows, reals] drawn, in network units, cut to the bounds; 0 of a number that the row's agent does not
    /// have.</summary>
    public float[] Reals { get; }

    /// <summary>Sum over the rows of the entropies of all choices, in nats.</summary>
    public double ChoiceEntropy { get; private set; }

    /// <summary>What <see cref="ChoiceEntropy"/> would be if all allowed alternatives were equally likely.</summary>
    public double MostChoiceEntropy { get; private set; }

    /// <summary>Sums over the rows of the logarithms of the deviations, [reals].</summary>
    public double[] LogStdSums { get; private set; } = [];

    /// <summary>Rows whose agent has the number, [reals].</summary>
    public int[] RealCounts { get; private set; } = [];

    /// <summary>Decides in all rows.</summary>
    /// <param name="observations">[rows, inputs] normalised.</param>
    /// <param name="masks">[rows, logits] added to the logits; empty without masks.</param>
    /// <param name="presence">[rows, reals] 1 for a number that the agent has, else 0; empty if all have all.</param>
    /// <param name="random">Draws the real numbers.</param>
    public void Decide(ReadOnlySpan<float> observations, ReadOnlySpan<float> masks, ReadOnlySpan<float> presence, RandomStream random)
    {
        network.Forward(observations, rows, workspace);
        (ChoiceEntropy, MostChoiceEntropy) = (0, 0);
        (LogStdSums, RealCounts) = (new double[actions.Reals], new int[actions.Reals]);
        for (var row = 0; row < rows; row++)
        {
            for (var (head, from) = (0, 0); head < actions.Heads.Length; from += actions.Heads[head++])
                Choose(row, from, actions.Heads[head], masks);
            for (var i = 0; i < actions.Reals; i++)
                DrawReal(row, i, presence.IsEmpty || presence[row * actions.Reals + i] != 0, random);
        }
    }

    /// <summary>Adds to a gradient the derivatives of the mean over the rows of −(value + temperatures · entropies),
    /// where the value is the mean of the critics'; of what leads means back to their bounds; and of the distance to
    /// what is to be imitated (<see cref="TeacherPull"/>).</summary>
    /// <param name="observations">As given to <see cref="Decide"/>.</param>
    /// <param name="critics">Which have judged what was decided (<see cref="Critic.JudgeWithSlopes"/>).</param>
    /// <param name="presence">As given to <see cref="Decide"/>.</param>
    /// <param name="ofChoices">Temperature of the choices.</param>
    /// <param name="ofReals">Temperature of the real numbers.</param>
    /// <param name="imitated">[rows, logits + reals] probabilities and means to stay near of; not read without a
    /// pull.</param>
    /// <param name="pull">Weight of that, at least 0.</param>
    /// <param name="gradient">Of the network's shape.</param>
    public void Differentiate(
        ReadOnlySpan<float> observations, Critic[] critics, ReadOnlySpan<float> presence, float ofChoices, float ofReals,
        ReadOnlySpan<float> imitated, float pull, Gradient gradient)
    {
        workspace.OutputGradients.Clear();
        for (var row = 0; row < rows; row++)
        {
            for (var (head, from) = (0, 0); head < actions.Heads.Length; from += actions.Heads[head++])
                DifferentiateChoice(row, from, actions.Heads[head], critics, ofChoices);
            for (var i = 0; i < actions.Reals; i++)
                if (presence.IsEmpty || presence[row * actions.Reals + i] != 0)
                    DifferentiateReal(row, i, critics, ofReals);
        }
        if (pull > 0)
            Pull(imitated, presence, pull / rows);
        network.Backward(observations, rows, workspace, gradient);
    }

    /// <summary>dKL/d logit(j) = π(j) − q(j); of numbers, in deviations of now, the distance of the means.</summary>
    void Pull(ReadOnlySpan<float> imitated, ReadOnlySpan<float> presence, float weight)
    {
        var gradients = workspace.OutputGradients;
        var size = actions.Logits + actions.Reals;
        for (var row = 0; row < rows; row++)
        {
            var near = imitated.Slice(row * size, size);
            for (var j = 0; j < actions.Logits; j++)
                gradients[j * RowStride + row] += weight * (Probabilities[j * RowStride + row] - near[j]);
            for (var i = 0; i < actions.Reals; i++)
            {
                var (at, output) = (row * actions.Reals + i, (actions.Logits + i) * RowStride + row);
                if (presence.IsEmpty || presence[at] != 0)
                    gradients[output] +=
                        weight * (workspace.Outputs[output] - near[actions.Logits + i]) * MathF.Exp(-2 * logStd[at]);
            }
        }
    }

    void Choose(int row, int from, int count, ReadOnlySpan<float> masks)
    {
        var outputs = workspace.Outputs;
        var (highest, sum, allowed) = (float.NegativeInfinity, 0f, 0);
        for (var j = from; j < from + count; j++)
            highest = MathF.Max(highest, Logit(outputs, masks, row, j));
        for (var j = from; j < from + count; j++)
        {
            sum += Probabilities[j * RowStride + row] = MathF.Exp(Logit(outputs, masks, row, j) - highest);
            allowed += masks.IsEmpty || masks[row * actions.Logits + j] == 0 ? 1 : 0;
        }
        var (entropy, log) = (0f, MathF.Log(sum));
        for (var j = from; j < from + count; j++)
        {
            var probability = Probabilities[j * RowStride + row] /= sum;
            var logProbability = logProbabilities[j * RowStride + row] = Logit(outputs, masks, row, j) - highest - log;
            entropy -= probability == 0 ? 0 : probability * logProbability;
        }
        ChoiceEntropy += entropy;
        MostChoiceEntropy += Math.Log(allowed);
    }

    float Logit(ReadOnlySpan<float> outputs, ReadOnlySpan<float> masks, int row, int column) =>
        outputs[column * RowStride + row] + (masks.IsEmpty ? 0 : masks[row * actions.Logits + column]);

    void DrawReal(int row, int index, bool isPresent, RandomStream random)
    {
        var at = row * actions.Reals + index;
        var drawn = random.NextNormal();
        if (!isPresent)
        {
            Reals[at] = 0;
            return;
        }
        noise[at] = drawn;
        var output = (actions.Logits + index) * RowStride + row;
        logStd[at] = Math.Clamp(
            workspace.Outputs[output + actions.Reals * RowStride], LogStdParameters.Lowest, LogStdParameters.Highest);
        Reals[at] = Math.Clamp(
            ActionSampler.DrawReal(workspace.Outputs[output], logStd[at], drawn), scaling.Lowest[index], scaling.Highest[index]);
        LogStdSums[index] += logStd[at];
        RealCounts[index]++;
    }

    /// <summary>dL/d logit(j) = π(j) · (f(j) − Σ π·f) with f = temperature · ln π − value.</summary>
    void DifferentiateChoice(int row, int from, int count, Critic[] critics, float temperature)
    {
        var gradients = workspace.OutputGradients;
        var mean = 0f;
        for (var j = from; j < from + count; j++)
        {
            if (Probabilities[j * RowStride + row] is var probability && probability == 0)
                continue;
            var value = 0f;
            foreach (var critic in critics)
                value += critic.Outputs[j * critic.RowStride + row] / critics.Length;
            mean += probability * (gradients[j * RowStride + row] = temperature * logProbabilities[j * RowStride + row] - value);
        }
        for (var j = from; j < from + count; j++)
            gradients[j * RowStride + row] = Probabilities[j * RowStride + row] * (gradients[j * RowStride + row] - mean) / rows;
    }

    /// <summary>Through the number that was drawn. Where it was cut to a bound, a slope that points beyond the bound
    /// counts nothing.</summary>
    void DifferentiateReal(int row, int index, Critic[] critics, float temperature)
    {
        var (at, slope) = (row * actions.Reals + index, 0f);
        foreach (var critic in critics)
            slope -= critic.Slopes[index * critic.RowStride + row] / critics.Length;
        if ((Reals[at] >= scaling.Highest[index] && slope < 0) || (Reals[at] <= scaling.Lowest[index] && slope > 0))
            slope = 0;
        var output = (actions.Logits + index) * RowStride + row;
        var (mean, raw) = (workspace.Outputs[output], workspace.Outputs[output + actions.Reals * RowStride]);
        var beyond = mean - Math.Clamp(mean, scaling.Lowest[index], scaling.Highest[index]);
        workspace.OutputGradients[output] = (slope + beyond) / rows;
        var ofLogStd = slope * MathF.Exp(logStd[at]) * noise[at] - temperature;
        if ((raw > LogStdParameters.Highest && ofLogStd < 0) || (raw < LogStdParameters.Lowest && ofLogStd > 0))
            ofLogStd = 0;
        workspace.OutputGradients[output + actions.Reals * RowStride] = ofLogStd / rows;
    }
}
