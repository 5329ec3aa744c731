namespace Pathmind.Studios.Engines;

/// <summary>How much a submission may have.</summary>
internal sealed record UploadLimits
{
    /// <summary>Bytes of a request.</summary>
    public long Sent { get; init; } = 500L << 20;

    /// <summary>Bytes of all files, those of a zip unpacked: a zip of little may become very much.</summary>
    public long Unpacked { get; init; } = 1L << 30;

    public int Files { get; init; } = 10_000;

    /// <summary>Megabytes, for messages.</summary>
    public static string Megabytes(long bytes) => $"{bytes >> 20} MB";
}
