namespace Pathmind.Displays;

/// <summary>Shows nothing.</summary>
internal sealed class NoDisplay : IDisplay, ILiveDisplay
{
    public CancellationToken Interrupted => CancellationToken.None;

    public void Show(DisplayContent content)
    {
    }

    public ILiveDisplay Live() => this;

    public void Update(DisplayContent content)
    {
    }

    public void Dispose()
    {
    }
}
