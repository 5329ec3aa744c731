namespace Pathmind;

/// <summary>A result that can be shown: a notebook shows what <see cref="ToDisplay"/> returns.</summary>
public interface IDisplayable
{
    /// <summary>Its tables and plots.</summary>
    DisplayContent ToDisplay();
}
