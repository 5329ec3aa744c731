namespace Pathmind.Server.Predictions;

/// <summary>How a request's body carries observations.</summary>
internal enum PredictionForm
{
    /// <summary>One object: names with their numbers.</summary>
    Named,

    /// <summary><c>{"obs": [...]}</c>: one flat list in the policy's order.</summary>
    Raw,

    /// <summary><c>{"observations": [{...}, ...]}</c>: several named ones.</summary>
    Batch,
}
