using System.Collections.Concurrent;

namespace Pathmind.Server.Predictions;

/// <summary>What a policy with a memory remembers of the agents whose requests give the key of a session. A state that
/// nobody asked for within the time limit is forgotten.</summary>
/// <remarks>States are replaced as a whole: of two requests for one session at the same time, both decide by the same
/// state, and the later answer's state is kept.</remarks>
/// <param name="most">Sessions that are kept at the same time.</param>
/// <param name="timeLimit">Since the last decision.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class PolicySessions(int most, TimeSpan timeLimit, TimeProvider clock)
{
    /// <summary>Characters of a key.</summary>
    public const int LongestKey = 200;

    readonly ConcurrentDictionary<string, SessionState> sessions = [];
    long lookedThrough = clock.GetTimestamp();

    /// <summary>What a session remembers; null if it has no decision yet, or none within the time limit.</summary>
    public SessionState? Find(string key) => sessions.TryGetValue(key, out var state) && !IsOver(state) ? state : null;

    /// <summary>Whether a session may be kept: it is known, or there is room for it.</summary>
    /// <param name="key">Of the session.</param>
    /// <param name="before">New sessions of the same request.</param>
    public bool HasRoom(string key, int before)
    {
        if (clock.GetElapsedTime(lookedThrough) >= timeLimit / 4 || sessions.Count + before >= most)
            ForgetOld();
        return sessions.Count + before < most || sessions.ContainsKey(key);
    }

    /// <summary>Keeps what the policy made of a session's state.</summary>
    /// <param name="key">Of the session.</param>
    /// <param name="state">[state] is kept as it is.</param>
    /// <param name="decisions">Of the session, this one included.</param>
    public void Keep(string key, float[] state, long decisions) => sessions[key] = new(state, decisions, clock.GetTimestamp());

    void ForgetOld()
    {
        lookedThrough = clock.GetTimestamp();
        foreach (var session in sessions)
            if (IsOver(session.Value))
                sessions.TryRemove(session);                             // unless a decision came meanwhile
    }

    bool IsOver(SessionState state) => clock.GetElapsedTime(state.KeptAt) > timeLimit;
}

/// <summary>What a session remembers.</summary>
/// <param name="State">[state] the policy's.</param>
/// <param name="Decisions">Made so far.</param>
/// <param name="KeptAt">Timestamp of the last one.</param>
internal sealed record SessionState(float[] State, long Decisions, long KeptAt);
