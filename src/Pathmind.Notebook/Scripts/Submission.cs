using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pathmind.Notebook.Scripts;

/// <summary>A compiled and loaded part of a session. What it declares are members of one class; its variables are
/// fields of one object of that class.</summary>
internal sealed class Submission
{
    const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A submission that has not run yet.</summary>
    /// <param name="compilation">What it was compiled from.</param>
    /// <param name="assembly">Its code; null if there is none.</param>
    /// <param name="source">Its text, as the user wrote it.</param>
    public Submission(CSharpCompilation compilation, Assembly? assembly, SyntaxTree source)
    {
        (Compilation, Source) = (compilation, source);
        var members = compilation.ScriptClass!.GetMembers().Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
            .ToArray();
        if (assembly?.GetType(compilation.ScriptClass.MetadataName) is { } type)
        {
            Entry = type.GetMethod(compilation.GetEntryPoint(default)!.MetadataName, Any)!.CreateDelegate<Func<object?[], Task<object?>>>();
            HasValue = SubmissionCompiler.HasValue(compilation);
            Variables = [.. members.OfType<IFieldSymbol>().Select(field => type.GetField(field.MetadataName, Any)).OfType<FieldInfo>()
                .Select(field => new Variable(this, field))];
            Types = [.. members.OfType<INamedTypeSymbol>().Select(nested => type.GetNestedType(nested.MetadataName, Any)).OfType<Type>()];
        }
        Declares = members.Length > 0
            || compilation.DirectiveReferences.Length > 0
            || compilation.SyntaxTrees.Any(tree => tree.GetCompilationUnitRoot() is { Usings.Count: > 0 } or { Externs.Count: > 0 });
    }

    /// <summary>What it was compiled from; the next submission sees its declarations.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The text as the user wrote it: the compilation's text also has checks for stops.</summary>
    public SyntaxTree Source { get; }

    /// <summary>Starts the top-level code: takes the objects of the globals and of the submissions before it, and
    /// stores its own behind them. Null without code.</summary>
    public Func<object?[], Task<object?>>? Entry { get; }

    /// <summary>Whether its task yields a value, or just null.</summary>
    public bool HasValue { get; }

    /// <summary>Whether later submissions can see anything of it. A chain of those that only compute would slow every
    /// later one down.</summary>
    public bool Declares { get; }

    /// <summary>The object whose fields are the variables; null until the submission ran.</summary>
    public object? Instance { get; set; }

    /// <summary>The variables, in the order of declaration.</summary>
    public IReadOnlyList<Variable> Variables { get; } = [];

    /// <summary>Types that it declares, in their order.</summary>
    public IReadOnlyList<Type> Types { get; } = [];

    /// <summary>A variable and its place.</summary>
    public sealed class Variable(Submission submission, FieldInfo place)
    {
        /// <summary>The name as declared.</summary>
        public string Name => place.Name;

        /// <summary>The declared type.</summary>
        public Type Type => place.FieldType;

        /// <summary>Whether the submission's object exists; it does not before the submission runs, if it ever
        /// does.</summary>
        public bool HasValue => place.IsStatic || submission.Instance is not null;

        /// <summary>The present value; null before the submission ran.</summary>
        public object? Value => HasValue ? place.GetValue(submission.Instance) : null;

        /// <summary>Gives it another value, if it is of its type and may change.</summary>
        public bool TryAssign(object? value)
        {
            var isPossible = HasValue && !place.IsInitOnly && !place.IsLiteral
                && (value is null ? !Type.IsValueType || Nullable.GetUnderlyingType(Type) is not null : Type.IsInstanceOfType(value));
            if (isPossible)
                place.SetValue(submission.Instance, value);
            return isPossible;
        }
    }
}
