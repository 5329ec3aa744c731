using System.Globalization;

namespace Pathmind.Benchmarks;

/// <summary>What trainings reached, one per line of a file: the row, the seed, then numbers. A table of many long
/// trainings is so made in parts.</summary>
/// <param name="file">Read at first and appended to; null to keep nothing.</param>
internal sealed class KeptScores(string? file)
{
    readonly Lock writing = new();
    readonly Dictionary<(string Row, int Seed), double[]> known = Read(file);

    /// <summary>Whether it is known what a training reached.</summary>
    public bool Has(string row, int seed) => known.ContainsKey((row, seed));

    /// <summary>What a training reached: as it is known, or as it is now.</summary>
    /// <param name="row">Name without a space.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="train">Trains and judges.</param>
    /// <param name="numbers">Fewest that a line must have: one with fewer was kept before there were so many, and is
    /// made again.</param>
    public double[] Of(string row, int seed, Func<double[]> train, int numbers = 1)
    {
        if (known.TryGetValue((row, seed), out var kept) && kept.Length >= numbers)
            return kept;
        var made = train();
        if (file is not null)
            lock (writing)
                File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{row} {seed} ")
                    + string.Join(' ', made.Select(number => number.ToString("R", CultureInfo.InvariantCulture))) + "\n");
        return made;
    }

    /// <summary>Of two lines with one name the later one counts.</summary>
    static Dictionary<(string Row, int Seed), double[]> Read(string? file)
    {
        Dictionary<(string Row, int Seed), double[]> read = [];
        foreach (var cells in file is null || !File.Exists(file) ? [] : File.ReadLines(file).Select(line => line.Split(' ')))
            read[(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture))] =
                [.. cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        return read;
    }
}
