using System.Reflection;

namespace Pathmind.Notebook.Values;

/// <summary>Reads the public properties and fields of a type.</summary>
internal static class Getters
{
    const int Most = 30;

    /// <summary>The properties and fields to show: at most thirty, in the order of declaration.</summary>
    public static IReadOnlyList<Getter> Of(Type type) =>
    [
        .. type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is FieldInfo || member is PropertyInfo { CanRead: true } property
                && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
            .OrderBy(member => member.MetadataToken)
            .Take(Most)
            .Select(member => member is FieldInfo field
                ? new Getter(member.Name, field.FieldType, item => Guard(() => field.GetValue(item)))
                : new Getter(member.Name, ((PropertyInfo)member).PropertyType, item => Guard(() => ((PropertyInfo)member).GetValue(item)))),
    ];

    /// <summary>The value, or what was thrown instead.</summary>
    public static object? Guard(Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
        {
            return $"threw {(exception.InnerException ?? exception).GetType().Name}";
        }
    }
}

/// <summary>A property or field.</summary>
internal sealed record Getter(string Name, Type Type, Func<object, object?> Read);
