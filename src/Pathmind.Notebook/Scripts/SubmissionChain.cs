using Microsoft.CodeAnalysis.CSharp;
using Pathmind.Commands;

namespace Pathmind.Notebook.Scripts;

/// <summary>What the submissions of a session have declared: each sees those before it. Read by completion while a
/// submission runs.</summary>
internal sealed class SubmissionChain
{
    volatile Submission[] submissions = [];
    volatile Type[] programTypes = [];

    /// <summary>Submissions that declare something, oldest first.</summary>
    public IReadOnlyList<Submission> Submissions => submissions;

    /// <summary>What the next submission continues; null at the start.</summary>
    public CSharpCompilation? Compilation => submissions is [.., var newest] ? newest.Compilation : null;

    /// <summary>Variables by name, the newest declaration of a name only; oldest first.</summary>
    public IReadOnlyList<ScriptVariable> Variables =>
        [.. Newest(submissions.SelectMany(submission => submission.Variables)
            .Where(variable => variable.HasValue), variable => variable.Name)
            .Select(variable => new ScriptVariable(variable.Name, variable.Type, variable.Value))];

    /// <summary>Declared types, oldest first; a name declared again is listed once, at its newest place.</summary>
    public IReadOnlyList<Type> Types =>
        [.. Newest(programTypes.Concat(submissions.SelectMany(submission => submission.Types)), type => type.Name)];

    /// <summary>Makes a submission's declarations visible.</summary>
    public void Add(Submission submission)
    {
        if (submission.Declares)
            submissions = [.. submissions, submission];
    }

    /// <summary>Makes types of a program known, which no submission sees.</summary>
    public void AddTypes(IReadOnlyList<Type> types) => programTypes = [.. programTypes, .. types];

    /// <summary>The newest variable of a name; null if there is none.</summary>
    public Submission.Variable? Find(string name) =>
        submissions.SelectMany(submission => submission.Variables).LastOrDefault(variable => variable.Name == name);

    /// <summary>The objects that a submission's code is started with: that of the globals, those of the submissions
    /// with code that it can see, and an empty place for its own.</summary>
    public object?[] Instances(ScriptGlobals globals, Submission submission) =>
        [globals, .. submissions.Where(earlier => earlier != submission && earlier.Entry is not null)
            .Select(earlier => earlier.Instance), null];

    /// <summary>The type, or the first of its bases, that a submission may name.</summary>
    public static string NearestName(Type type)
    {
        while (!CanBeNamed(type))
            type = type.BaseType ?? typeof(object);
        return TypeName.Full(type);
    }

    static bool CanBeNamed(Type type)
    {
        if (type.HasElementType)
            return type.IsArray && CanBeNamed(type.GetElementType()!);
        var isVisible = type.IsVisible || type.DeclaringType is { } outer && TypeName.IsSubmission(outer);
        return isVisible && !type.Name.StartsWith('<') && type.GetGenericArguments().All(CanBeNamed);
    }

    static IEnumerable<T> Newest<T>(IEnumerable<T> all, Func<T, string> name) => all.Reverse().DistinctBy(name).Reverse();
}
