using Pathmind.Training;

namespace Pathmind.Tests.Networks;

public class RowCopyTests
{
    [Fact]
    public void Rows_of_any_width_are_gathered_and_nothing_beside_them_is_written()
    {
        foreach (var width in Enumerable.Range(1, 19))
        {
            float[] source = [.. Enumerable.Range(0, 5 * width).Select(i => (float)i)], target = [.. Enumerable.Repeat(-1f, 3 * width + 4)];
            RowCopy.Gather(source, [4, 0, 3], width, target);
            Assert.Equal([.. source[(4 * width)..], .. source[..width], .. source[(3 * width)..(4 * width)], -1, -1, -1, -1], target);
        }
    }

    [Fact]
    public void Rows_beyond_the_source_or_the_target_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopy.Gather(new float[6], [2], 3, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopy.Gather(new float[6], [0, 1], 3, new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopy.Copy(new float[3], new float[2]));
    }
}
