namespace Pathmind.Tests.Commands;

/// <summary>A session as a notebook would have it, without a compiler.</summary>
sealed class CommandSession
{
    readonly List<KeyValuePair<string, object?>> variables = [];

    public List<Type> Types { get; } = [];

    public Dictionary<string, object> Functions { get; } = [];

    public RecordingDisplay Display { get; } = new();

    public List<string> Lines { get; } = [];

    public CancellationToken Cancellation { get; set; }

    public string Folder { get; set; } = ".";

    public CommandHost Host => new()
    {
        Variables = () => variables, Types = () => Types, Set = Set, Display = Display, Folder = Folder, WriteLine = Lines.Add,
        Cancellation = Cancellation,
        Evaluate = (text, type) => Functions[text].GetType() == type
        ? Functions[text]
        : throw new InvalidOperationException($"{text} is not a {type}."),
    };

    public object? this[string name]
    {
        get => variables.LastOrDefault(variable => variable.Key == name).Value;
        set => Set(name, value);
    }

    /// <summary>Runs a cell whose C# ends as given.</summary>
    public async Task<CellOutcome> Run(string cell, CellOutcome? outcome = null)
    {
        Ran = null;
        return await Magics.RunAsync(MagicCell.Parse(cell), Host, code =>
        {
            Ran = code;
            Types.AddRange(outcome?.DeclaredTypes ?? []);
            return Task.FromResult(outcome ?? CellOutcome.Empty);
        });
    }

    /// <summary>The C# of the last cell; null if it had none.</summary>
    public string? Ran { get; private set; }

    public async Task<string> Error(string cell, CellOutcome? outcome = null) =>
        (await Assert.ThrowsAsync<CommandException>(() => Run(cell, outcome))).Message;

    void Set(string name, object? value)
    {
        variables.RemoveAll(variable => variable.Key == name);
        variables.Add(new(name, value));
    }
}
