using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pathmind.Simulations;

/// <summary>Compares and copies the values of settings.</summary>
internal static class SettingValue
{
    const int Deepest = 8;
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Collections with a constructor that copies another one, and its comparer if it has one.</summary>
    static readonly Type[] Copied =
        [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(SortedDictionary<,>), typeof(SortedSet<>)];

    /// <summary>Whether two values mean the same: equal, or of equal content.</summary>
    public static bool Same(object? one, object? other, int depth = 0)
    {
        if (ReferenceEquals(one, other) || Equals(one, other))
            return true;
        if (one is null || other is null || depth > Deepest)
            return false;
        if (one is Delegate function && other is Delegate second)
            return function.Method == second.Method
                && (function.Target is Simulation && second.Target is Simulation || Same(function.Target, second.Target, depth + 1));
        if (IsCollection(one) && IsCollection(other))
            return SameItems((IEnumerable)one, (IEnumerable)other, depth + 1);
        if (one.GetType() != other.GetType() || IsPlain(one.GetType()))
            return false;
        return RuntimeFeature.IsDynamicCodeSupported
            && FieldsOf(one.GetType()).All(field => Same(field.GetValue(one), field.GetValue(other), depth + 1));
    }

    /// <summary>Whether the value cannot change, so that several instances may hold it together.</summary>
    public static bool IsConstant(object? value, int depth = 0)
    {
        if (value is null or ActionSpace || IsPlain(value.GetType()))
            return true;
        if (depth > Deepest || value is Array)
            return false;
        if (value is Delegate function)
            return function.Target is not Simulation;
        if (value is IList { IsReadOnly: true } or IDictionary { IsReadOnly: true })
            return Items((IEnumerable)value).All(item => IsConstant(item, depth + 1));
        var type = value.GetType();
        if (!RuntimeFeature.IsDynamicCodeSupported)
            return type.IsValueType;                                     // a native program keeps no fields of classes to be looked at
        return FieldsOf(type).All(field => (type.IsValueType || field.IsInitOnly) && IsConstant(field.GetValue(value), depth + 1));
    }

    /// <summary>A value that another instance may hold: the same if it cannot change, a copy of an array or collection
    /// of such.</summary>
    public static bool TryCopy(object? value, out object? copy)
    {
        copy = value;
        if (IsConstant(value))
            return true;
        if (value is Array array)
            return TryCopyArray(array, out copy);
        copy = IsCollection(value!) && Items((IEnumerable)value!).All(item => IsConstant(item)) ? CopyCollection(value!) : null;
        return copy is not null;
    }

    /// <summary>The value for a message: short, and what it holds if it is a collection.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        _ when IsPlain(value.GetType()) => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        ICollection { Count: var count } => $"a collection ({TypeOf(value)}) of {count}",
        _ => $"another {TypeOf(value)}",
    };

    static string TypeOf(object value)
    {
        var type = value.GetType();
        var arguments = type.GetGenericArguments().Select(argument => argument.Name);
        return type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", arguments)}>" : type.Name;
    }

    static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type.IsPointer || typeof(Type).IsAssignableFrom(type)
        || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
            || type == typeof(TimeSpan)
        || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(Guid) || type == typeof(Half) || type == typeof(Uri);

    static bool IsCollection(object value) =>
        value is IEnumerable and not string
            && (value is ICollection || value.GetType().Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true);

    /// <summary>A dictionary's entries as keys and values.</summary>
    static IEnumerable<object?> Items(IEnumerable collection) => collection is IDictionary dictionary
        ? dictionary.Keys.Cast<object?>().Concat(dictionary.Values.Cast<object?>())
        : collection.Cast<object?>();

    static bool SameItems(IEnumerable one, IEnumerable other, int depth)
    {
        if (one is ICollection { Count: var count } && other is ICollection { Count: var second } && count != second)
            return false;
        var (left, right) = (Items(one).GetEnumerator(), Items(other).GetEnumerator());
        while (true)
        {
            var (more, also) = (left.MoveNext(), right.MoveNext());
            if (more != also)
                return false;
            if (!more)
                return true;
            if (!Same(left.Current, right.Current, depth))
                return false;
        }
    }

    static bool TryCopyArray(Array array, out object? copy)
    {
        copy = array.Clone();
        if (IsPlain(array.GetType().GetElementType()!) || array.Cast<object?>().All(item => IsConstant(item)))
            return true;
        if (array.Rank > 1)
            return false;
        for (var i = 0; i < array.Length; i++)
            if (TryCopy(array.GetValue(i), out var item))
                ((Array)copy).SetValue(item, i);
            else
                return false;
        return true;
    }

    /// <summary>Null if its kind cannot be copied, or a native program left the constructor out.</summary>
    [UnconditionalSuppressMessage(
        "Trimming", "IL2072", Justification = "Without the constructor the caller reports that the value cannot be copied.")]
    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "Without the property or the constructor the caller reports it as well.")]
    static object? CopyCollection(object value)
    {
        var type = value.GetType();
        if (!type.IsGenericType || !Copied.Contains(type.GetGenericTypeDefinition()))
            return null;
        try
        {
            return type.GetProperty("Comparer")?.GetValue(value) is { } comparer ? Activator.CreateInstance(type, value, comparer)
                : Activator.CreateInstance(type, value);
        }
        catch (MissingMethodException)
        {
            return null;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Not reached in a native program.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Not reached in a native program.")]
    static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
            foreach (var field in current.GetFields(Declared))
                yield return field;
    }
}
