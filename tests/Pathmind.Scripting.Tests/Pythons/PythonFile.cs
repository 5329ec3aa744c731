using Pathmind.Tests.Policies;

namespace Pathmind.Tests.Pythons;

/// <summary>A Python file with an environment of Gymnasium's kind, run by Debian's Python and numpy (apt-get install
/// python3-numpy): gymnasium itself is not needed for it.</summary>
internal sealed class PythonFile : IDisposable
{
    /// <summary>Spaces with the names and attributes of Gymnasium's.</summary>
    const string Spaces = """
        import os, sys, time
        import numpy as np
        class Box:
            def __init__(self, low, high, shape, dtype=np.float32):
                self.shape, self.dtype = tuple(shape), np.dtype(dtype)
                self.low, self.high = np.full(shape, low, dtype), np.full(shape, high, dtype)
        class Discrete:
            def __init__(self, n, start=0): self.n, self.start = n, start
        class MultiDiscrete:
            def __init__(self, nvec): self.nvec, self.start = np.array(nvec), np.zeros_like(nvec)
        class MultiBinary:
            def __init__(self, n): self.n, self.shape = n, (n,)
        class Dict:
            def __init__(self, spaces): self.spaces = spaces
        class Tuple:
            def __init__(self, spaces): self.spaces = tuple(spaces)

        """;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public PythonFile(string code, string name = "env.py", bool withSpaces = true)
    {
        Assert.SkipUnless(Python.HasNumpy, "Debian's Python has no numpy: apt-get install python3-numpy");
        FullPath = Path.Combine(folder.FullName, name);
        File.WriteAllText(FullPath, (withSpaces ? Spaces : "") + code);
    }

    public string FullPath { get; }

    /// <summary>How the tests run it.</summary>
    public static PythonOptions Options { get; } = new() { Python = Python.Path };

    public PythonSimulation Simulation(PythonOptions? options = null) =>
        PythonSimulation.FromFile(FullPath, options: options ?? Options);

    public void Dispose() => folder.Delete(recursive: true);
}
