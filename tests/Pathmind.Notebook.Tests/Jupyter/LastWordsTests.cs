using Pathmind.Notebook.Jupyter;

namespace Pathmind.Tests;

public sealed class LastWordsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-words-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    CrashNote Kernel() => new(Path.Combine(folder, "connection.json"));

    [Fact]
    public void What_ended_a_kernel_is_said_once_and_by_the_next_one_only()
    {
        Kernel().Begin("In [3]");                                          // and it is gone
        var next = Kernel();
        Assert.StartsWith("The kernel was restarted: it ended while it ran In [3], by a stack overflow", next.Take());
        Assert.Null(next.Take());
        Assert.Null(Kernel().Take());
    }

    [Fact]
    public void A_kernel_that_is_killed_between_two_cells_left_nothing_to_say()
    {
        var kernel = Kernel();
        kernel.Begin("In [1]");
        kernel.End();
        Assert.Null(Kernel().Take());
    }

    [Fact]
    public void A_kernel_that_is_shut_down_while_a_cell_runs_ended_as_it_should()
    {
        using (var kernel = Kernel())
            kernel.Begin("In [1]");
        Assert.Null(Kernel().Take());
        Assert.Empty(Directory.GetFiles(folder));
    }
}
