namespace Pathmind;

/// <summary>Where tables, plots and progress appear: the console, a notebook, nowhere. May be called from any
/// thread.</summary>
public interface IDisplay
{
    /// <summary>Shows a content below what was shown before.</summary>
    void Show(DisplayContent content);

    /// <summary>A place whose content can be replaced: for progress. One at a time.</summary>
    ILiveDisplay Live();
}

/// <summary>A place on a display whose content is replaced; the last content stays when it is disposed.</summary>
public interface ILiveDisplay : IDisposable
{
    /// <summary>Cancelled when the person who watches asks to stop: Ctrl+C at the console, the stop button of a
    /// notebook. The program goes on.</summary>
    CancellationToken Interrupted { get; }

    /// <summary>Replaces the content. May be called as often as there is news: the display skips what comes too fast to
    /// be seen, never the last.</summary>
    void Update(DisplayContent content);

    /// <summary>Whether there is room for pictures below the figures: in a notebook there is, on a console there is
    /// not.</summary>
    bool ShowsPictures => false;
}
