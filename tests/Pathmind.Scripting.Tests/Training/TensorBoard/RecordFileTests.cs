using System.Text;
using Pathmind.EventFiles;

namespace Pathmind.Tests;

public sealed class RecordFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("pathmind-").FullName;

    string File => Path.Combine(folder, "records");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<byte[], uint> Vectors => new()
    {
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },                // the check value of the catalogues
        { new byte[32], 0x8A9136AA },                                        // RFC 3720, B.4
        { [.. Enumerable.Repeat((byte)0xFF, 32)], 0x62A8AB43 },
        { [.. Enumerable.Range(0, 32).Select(i => (byte)i)], 0x46DD794E },
        { [.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))], 0x113FDB5C },
        { [], 0 },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void The_check_has_its_known_values(byte[] bytes, uint expected) => Assert.Equal(expected, Crc32C.Of(bytes));

    [Fact]
    public void What_follows_the_wanted_records_or_is_not_whole_is_cut_off()
    {
        using (RecordFile file = new(File))
            file.Write([1], [2, 2], [3, 3, 3]);
        var whole = System.IO.File.ReadAllBytes(File);
        Assert.Equal(3 * 16 + 6, whole.Length);
        Assert.Equal(whole, Cut(whole, _ => true));
        Assert.Equal(whole[..35], Cut(whole, record => record[0] < 3));
        Assert.Equal(whole[..35], Cut(whole[..^1], _ => true));              // a crash tore the last one
        Assert.Equal(whole[..35], Cut([.. whole[..^1], (byte)~whole[^1]], _ => true));
        Assert.Equal([], Cut([0xFF, .. whole[1..]], _ => true));             // a length that no file has
        Assert.Equal(whole[..35], Cut([.. whole[..35], .. new byte[40]], _ => true));

        byte[] Cut(byte[] content, Predicate<byte[]> isWanted)
        {
            System.IO.File.WriteAllBytes(File, content);
            RecordFile.Cut(File, isWanted);
            return System.IO.File.ReadAllBytes(File);
        }
    }

    [Fact]
    public void What_a_failed_write_left_is_cut_off_and_the_next_record_follows_the_last_whole_one()
    {
        FullAfter disk = new() { Space = 40 };
        RecordFile file = new(disk);
        file.Write([1]);
        var whole = disk.ToArray();
        Assert.Throws<IOException>(() => file.Write(new byte[30]));
        Assert.Equal(whole, disk.ToArray());
        disk.Space = 1_000;
        file.Write([2, 2]);
        System.IO.File.WriteAllBytes(File, disk.ToArray());
        List<byte[]> read = [];
        RecordFile.Cut(File, record =>
        {
            read.Add(record);
            return true;
        });
        Assert.Equal([[1], [2, 2]], read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(200_000)]
    [InlineData(long.MaxValue)]
    public void An_event_tells_its_step(long step) => Assert.Equal(step, BoardEvent.StepOf(BoardEvent.Scalars(1.5, step, [("a", 1)])));

    /// <summary>A disk that takes what it has space for, and then no more.</summary>
    sealed class FullAfter : MemoryStream
    {
        public int Space { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..Math.Min(buffer.Length, Space - (int)Length)]);
            if (Length == Space)
                throw new IOException("No space left on device");
        }
    }
}
