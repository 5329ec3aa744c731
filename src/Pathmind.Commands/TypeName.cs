namespace Pathmind.Commands;

/// <summary>Writes the names of types as C# does.</summary>
internal static class TypeName
{
    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char", [typeof(void)] = "void",
        [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The short name, for people: <c>Dictionary&lt;string, int[]&gt;</c>.</summary>
    public static string Short(Type type) => Write(type, name => name.Name);

    /// <summary>The full name, for the compiler: from the global namespace, except types of a submission, which have no
    /// namespace.</summary>
    public static string Full(Type type) =>
        Write(type, name => string.IsNullOrEmpty(name.Namespace) ? name.Name : $"global::{name.Namespace}.{name.Name}");

    static string Write(Type type, Func<Type, string> outermost)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return Array(type, outermost);
        if (type.IsByRef)
            return "ref " + Write(type.GetElementType()!, outermost);
        if (type.IsPointer)
            return Write(type.GetElementType()!, outermost) + "*";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Write(underlying, outermost) + "?";
        return type.IsGenericParameter ? type.Name : Named(type, outermost);
    }

    /// <summary>An array of arrays names the outer rank first: int[][,] is an array of int[,].</summary>
    static string Array(Type type, Func<Type, string> outermost)
    {
        var ranks = "";
        for (; type.IsArray; type = type.GetElementType()!)
            ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
        return Write(type, outermost) + ranks;
    }

    /// <summary>Outer&lt;T&gt;.Inner&lt;U&gt;: reflection lists the arguments of both at the inner one.</summary>
    static string Named(Type type, Func<Type, string> outermost)
    {
        var arguments = type.GetGenericArguments();
        var parts = new List<string>();
        for (var part = type; part is not null; part = part.DeclaringType)
        {
            var isOutermost = part.DeclaringType is null || IsSubmission(part.DeclaringType);
            var name = isOutermost ? outermost(part) : part.Name;
            var own = part.GetGenericArguments().Length;
            var inherited = isOutermost ? 0 : part.DeclaringType!.GetGenericArguments().Length;
            var tick = name.IndexOf('`', StringComparison.Ordinal);
            parts.Add((tick < 0 ? name : name[..tick])
                + (own > inherited ? $"<{string.Join(", ", arguments[inherited..own].Select(argument => Write(argument, outermost)))}>"
                    : ""));
            if (isOutermost)
                break;
        }
        parts.Reverse();
        return string.Join('.', parts);
    }

    /// <summary>Whether the type is the class that the compiler generates for a submission.</summary>
    public static bool IsSubmission(Type type) => type.Name.StartsWith("Submission#", StringComparison.Ordinal);
}
