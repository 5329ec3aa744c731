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
