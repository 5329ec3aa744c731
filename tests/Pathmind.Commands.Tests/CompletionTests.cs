namespace Pathmind.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    readonly CommandSession session = new();
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-completion-").FullName;

    public CompletionTests()
    {
        session.Types.AddRange([typeof(Chain), typeof(Bandit)]);
        (session["lever"], session["number"]) = (Policy.Random(), 1);
        Directory.CreateDirectory(Path.Combine(folder, "mouse"));
        File.WriteAllText(Path.Combine(folder, "mouse.zip"), "");
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "");
        File.WriteAllText(Path.Combine(folder, "options.json"), "");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("%|", "train run pathmind")]
    [InlineData("%tr|", "train")]
    [InlineData("%%tr|ain", "train")]
    [InlineData("%pathmind |", "train run compare importance policies simulations submit help")]
    [InlineData("%pathmind help s|", "simulations submit")]
    [InlineData("%train |", "Chain Bandit")]
    [InlineData("%train Ch|", "Chain")]
    [InlineData("%train --s|", "--steps --seed --simulations --start-from --seeds --sweep")]
    [InlineData("%pathmind train --steps 5 --s|", "--seed --simulations --start-from --seeds --sweep")]
    [InlineData("%train --steps |", "")]
    [InlineData("%train --progress |", "console json none")]
    [InlineData("%run --policy l|", "lever")]
    [InlineData("%run --policy ra|", "random")]
    [InlineData("%pathmind compare l|", "lever")]
    [InlineData("%pathmind compare Ch|", "Chain")]
    [InlineData("%pathmind importance Chain ra|", "random")]
    [InlineData("%nothing |", "")]
    public void What_is_possible_is_offered(string line, string candidates)
    {
        var position = line.IndexOf('|');
        var completions = Magics.Complete(line.Remove(position, 1), position, session.Host);
        Assert.Equal(candidates.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), completions.Suggestions.Order());
    }

    [Fact]
    public void What_is_written_of_the_word_is_replaced()
    {
        var completions = Magics.Complete("%train --ste 5", 12, session.Host);
        Assert.Equal((7, 12), (completions.Start, completions.End));
        Assert.Equal(["--steps"], completions.Suggestions);
    }

    [Fact]
    public void Paths_go_on_from_what_is_written()
    {
        Assert.Equal([$"{folder}/mouse.zip", $"{folder}/mouse/"], Complete($"%run --policy {folder}/mo"));
        Assert.Equal([$"{folder}/mouse/"], Complete($"%train --out {folder}/m"));
        Assert.Equal([$"{folder}/mouse/"], Complete($"%train --tensorboard {folder}/m"));
        Assert.Equal([$"{folder}/options.json"], Complete($"%train --options {folder}/o"));

        IReadOnlyList<string> Complete(string line) => Magics.Complete(line, line.Length, session.Host).Suggestions;
    }
}
