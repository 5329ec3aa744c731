namespace Pathmind.Policies.Onnx;

/// <summary>What one .onnx file may make in memory: two of its bytes may ask for an object of 200.</summary>
internal sealed class ProtoBudget
{
    /// <summary>Fields of all messages: a policy has hundreds, the largest graphs of vision some ten
    /// thousand.</summary>
    const int MaxFields = 50_000;

    /// <summary>Bytes of numbers of varying length, each of which may become 8.</summary>
    const int MaxNumberBytes = 1 << 20;

    /// <summary>Bytes of names and metadata.</summary>
    const int MaxTextBytes = 4 << 20;

    int fields;
    long numberBytes, textBytes;

    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void CountField()
    {
        if (++fields > MaxFields)
            throw new InvalidDataException($"it has more than {MaxFields} entries: policies have some hundred");
    }

    /// <inheritdoc cref="CountField"/>
    public void CountNumbers(int bytes)
    {
        if ((numberBytes += bytes) > MaxNumberBytes)
            throw new InvalidDataException($"it has more than {MaxNumberBytes} bytes of numbers outside of raw data");
    }

    /// <inheritdoc cref="CountField"/>
    public void CountText(int bytes)
    {
        if ((textBytes += bytes) > MaxTextBytes)
            throw new InvalidDataException($"it has more than {MaxTextBytes} bytes of text");
    }
}
