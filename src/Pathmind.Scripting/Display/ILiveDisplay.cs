namespace Pathmind;

/// <summary>A place on a display whose content is replaced; the last content stays when it is disposed.</summary>
public interface ILiveDisplay : IDisposable
{
    /// <summary>Replaces the content. May be called as often as there is news: the display skips what comes too fast to be seen, never the last.</summary>
    void Update(DisplayContent content);
}
