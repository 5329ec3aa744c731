namespace Pathmind;

/// <summary>A result that can be shown: a notebook shows what <see cref="ToDisplay"/> returns.</summary>
public interface IDisplayable
{
    /// <summary>Makes the tables and plots that show this result.</summary>
    DisplayContent ToDisplay();
}
