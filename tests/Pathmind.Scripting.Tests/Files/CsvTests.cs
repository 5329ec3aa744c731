using System.Globalization;
using System.Text;
using System.Text.Json;
using Pathmind.Files;
using Pathmind.Tests.Policies;

namespace Pathmind.Tests.Files;

/// <summary>What the kit writes as CSV, read back by the libraries that people read it with.</summary>
public sealed class CsvTests
{
    /// <summary>Texts that a column may have for a name, and that CSV has rules for.</summary>
    static readonly string[] Texts =
        ["plain", "two words", " space before", "space behind ", "a,b", "say \"hi\"", "\"", "line\nfeed", "line\r\nend", "carriage\rreturn",
            "", "=1+1", "-1", "@x", "\ttab", "#1", "Größe", "名前", "🐭", "a;b", "'q'"];

    static byte[] Written(params string?[][] rows)
    {
        MemoryStream stream = new();
        using (CsvFile csv = new(stream))
            foreach (var row in rows)
            {
                foreach (var text in row)
                    csv.Field(text);
                csv.EndRow();
            }
        return stream.ToArray();
    }

    [Fact]
    public void CsvHelper_reads_every_text_back()
    {
        using var csv = CsvReader.Create(new MemoryStream(Written(Texts, [.. Texts.Reverse()])), new());
        Assert.True(csv.Read());
        Assert.Equal(Texts.Reverse(), Enumerable.Range(0, Texts.Length).Select(i => csv.GetString(i)));
        Assert.False(csv.Read());
    }

    [Fact]
    public void Pythons_csv_module_reads_every_text_back()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, Written(Texts, [.. Texts.Reverse()]));
            var read = Python.Run(
                "-c", "import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), "
                + "strict=True))))", file);
            var rows = JsonDocument.Parse(read).RootElement.EnumerateArray()
                .Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray()).ToArray();
            Assert.Equal([Texts, [.. Texts.Reverse()]], rows);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Our_own_reader_reads_every_text_back_with_either_end_of_lines()
    {
        string[][] expected = [Texts, [.. Texts.Reverse()]];
        var text = Encoding.UTF8.GetString(Written(expected));
        Assert.Equal(expected, CsvRows.Read(new StringReader(text)));
        Assert.Equal([["a", ""], ["1", "2"]], CsvRows.Read(new StringReader("a,\n1,2")));
        Assert.Throws<FormatException>(() => CsvRows.Read(new StringReader("a,\"b")).ToArray());
    }

    [Fact]
    public void The_bytes_are_those_of_RFC_4180() =>
        Assert.Equal("a,\"b,c\",\"d\"\"e\"\r\n,-1,ü\r\n"u8.ToArray(), Written(["a", "b,c", "d\"e"], [null, "-1", "ü"]));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(null, "")]
    public void Numbers_have_a_decimal_point_in_programs_of_any_culture(double? number, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NaNSymbol) = (",", "n. def.");
        try
        {
            CultureInfo.CurrentCulture = german;
            MemoryStream stream = new();
            using (CsvFile csv = new(stream))
                csv.Field(number);
            Assert.Equal(expected, Encoding.UTF8.GetString(stream.ToArray()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
