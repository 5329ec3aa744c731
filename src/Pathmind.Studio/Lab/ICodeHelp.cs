namespace Pathmind.Studios.Lab;

/// <summary>Helps to write a reward in C#.</summary>
public interface ICodeHelp
{
    /// <summary>Says that code is about to be written: what answers may take seconds to start.</summary>
    void Prepare();

    /// <summary>What is wrong with code, each with its place; empty for nothing, also if there is no answer in
    /// time.</summary>
    Task<IReadOnlyList<string>> ProblemsAsync(string code);

    /// <summary>What can be written at a place of code.</summary>
    /// <param name="code">As it stands.</param>
    /// <param name="position">Of the caret, in UTF-16 units.</param>
    /// <returns>Null for nothing, or if there is no answer in time.</returns>
    Task<CodeSuggestions?> CompleteAsync(string code, int position);
}

/// <summary>Texts, one of which may stand in the place of a part of the code.</summary>
/// <param name="From">Where the part begins.</param>
/// <param name="To">Behind its end.</param>
/// <param name="Suggestions">At least one.</param>
public sealed record CodeSuggestions(int From, int To, string[] Suggestions);
