namespace Pathmind.Tool.Lab;

/// <summary>Episodes of earlier tries, with which later ones are compared: the last ones, and those that are compared
/// with.</summary>
internal sealed class KeptTries
{
    const int Most = 30;

    readonly LinkedList<(int Id, EpisodeLog Log)> kept = [];

    public void Keep(int id, EpisodeLog log)
    {
        kept.AddLast((id, log));
        if (kept.Count > Most)
            kept.RemoveFirst();
    }

    /// <summary>The episodes of a try; null if they are not kept.</summary>
    public EpisodeLog? Find(int id)
    {
        for (var node = kept.First; node is not null; node = node.Next)
            if (node.Value.Id == id)
            {
                kept.Remove(node);
                kept.AddLast(node);
                return node.Value.Log;
            }
        return null;
    }
}
