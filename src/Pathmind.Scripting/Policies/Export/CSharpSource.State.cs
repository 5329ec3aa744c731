namespace Pathmind.Policies;

/// <summary>What the file has more of a policy that remembers: the state, which the caller keeps for each
/// agent.</summary>
internal static partial class CSharpSource
{
    /// <summary>What a caller needs to keep a state. The first one of a history is marked by NaN: it is made of the
    /// first observation.</summary>
    static string State(PolicyDescription policy) =>
        $$"""
            /// <summary>Numbers that it remembers of an agent: {{(policy.Memory > 0 ? "its memory" : $"what it saw at its last {policy.History - 1} decisions")}}.</summary>
            public const int StateSize = {{policy.StateSize}};

            /// <summary>The state of an agent at the beginning of an episode.</summary>
            public static float[] NewState(){{(policy.Memory > 0 ? " => new float[StateSize];" : NewHistory)}}

        """;

    const string NewHistory =
        """

            {
                float[] state = new float[StateSize];
                state[0] = float.NaN;
                return state;
            }
        """;

    const string StateParameter =
        """
            /// <param name="state">[StateSize] of this agent, as <see cref="NewState"/> or its last decision left it; gets the next.</param>

        """;

    const string BeginEpisode =
        """
                if (float.IsNaN(state[0]))
                    for (int i = 0; i < StateSize; i++)
                        state[i] = observations[i % ObservationSize];

        """;

    const string KeepHistory =
        """
                state.Slice(ObservationSize).CopyTo(state);
                observations.CopyTo(state.Slice(StateSize - ObservationSize));

        """;

    /// <summary>The memory, as in <see cref="Networks.MemoryCell"/>: its network gives the gates, then the
    /// candidates.</summary>
    const string Remember =
        """
                x.Slice(0, ObservationSize).CopyTo(seen);
                from = Layers(MemoryWidths, from, ref x, ref y);
                for (int i = 0; i < StateSize; i++)
                {
                    double gate = 1 / (1 + Math.Exp(-x[i]));
                    state[i] = (float)((1 - gate) * state[i] + gate * x[StateSize + i]);
                }
                state.CopyTo(x);
                seen.Slice(0, ObservationSize).CopyTo(x.Slice(StateSize));

        """;
}
