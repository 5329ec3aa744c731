namespace Pathmind.Tests.Rollouts;

/// <summary>Keeps what is shown.</summary>
sealed class RecordingDisplay : IDisplay, ILiveDisplay
{
    public List<DisplayContent> Shown { get; } = [];

    public List<DisplayContent> Updates { get; } = [];

    public string Text => string.Concat(Shown);

    public void Show(DisplayContent content) => Shown.Add(content);

    public ILiveDisplay Live() => this;

    public CancellationToken Interrupted => default;

    public void Update(DisplayContent content) => Updates.Add(content);

    public void Dispose()
    {
    }
}
