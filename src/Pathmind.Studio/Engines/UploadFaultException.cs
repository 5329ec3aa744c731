namespace Pathmind.Studios.Engines;

/// <summary>A submission cannot be taken.</summary>
/// <param name="fault">A word of <see cref="Pathmind.Reporting.CodeFault"/>.</param>
/// <param name="message">Why, and what to do.</param>
internal sealed class UploadFaultException(string fault, string message) : Exception(message)
{
    public string Fault => fault;

    /// <summary>The simulations among which one must be chosen.</summary>
    public IReadOnlyList<string> Simulations { get; init; } = [];
}
