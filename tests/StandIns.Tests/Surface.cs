using System.Reflection;

namespace StandIns.Tests;

/// <summary>
/// Writes down what an assembly shows to others: one line per type and per public or protected member.
/// </summary>
internal static class Surface
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    /// <summary>Only what each type declares itself.</summary>
    internal static IEnumerable<string> Declared(Assembly assembly) => assembly.GetExportedTypes()
        .SelectMany(type => Lines(type, Members(type, All | BindingFlags.DeclaredOnly)
            .Where(m => m is not MethodInfo method || method.GetBaseDefinition().DeclaringType == type)));

    /// <summary>All that can be used of each type: what it inherits, too.</summary>
    internal static IEnumerable<string> Usable(Assembly assembly) => assembly.GetExportedTypes()
        .SelectMany(type => Lines(type, Bases(type).SelectMany(t => Members(t, All)).Distinct()));

    private static IEnumerable<Type> Bases(Type type) => type.IsInterface ? [type, .. type.GetInterfaces()] : [type];

    private static IEnumerable<MemberInfo> Members(Type type, BindingFlags flags) =>
        type.GetMembers(flags).Where(IsVisible);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        ConstructorInfo m => IsVisible(m) && !m.IsStatic,
        MethodInfo m =>
            IsVisible(m) && m.DeclaringType != typeof(object) && (!m.IsSpecialName || m.Name.StartsWith("op_")),
        FieldInfo f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName,
        PropertyInfo p => p.GetAccessors(nonPublic: true).Any(IsVisible),
        _ => false,
    };

    private static bool IsVisible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    private static IEnumerable<string> Lines(Type type, IEnumerable<MemberInfo> members)
    {
        string name = Name(type);
        yield return $"{Kind(type)} {name}";
        foreach (
            MemberInfo member in members.Where(m => !(typeof(Delegate).IsAssignableFrom(type) && m is ConstructorInfo)))
        {
            yield return $"  {name}: {Text(member)}";
        }
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsValueType ? "struct"
        : type.IsInterface ? "interface" : type.IsAbstract && type.IsSealed ? "static class" : "class";

    private static string Text(MemberInfo member) => member switch
    {
        ConstructorInfo m => $"new({Parameters(m)})",
        MethodInfo m => $"{Static(m.IsStatic)}{Name(m.ReturnType)} {m.Name}{Arity(m)}({Parameters(m)})",
        FieldInfo f =>
            $"{Static(f.IsStatic)}{Name(f.FieldType)} {f.Name}" + (f.IsLiteral ? $" = {f.GetRawConstantValue()}" : ""),
        PropertyInfo p => $"{Static(p.GetAccessors(true)[0].IsStatic)}{Name(p.PropertyType)} {p.Name}"
            + (p.GetIndexParameters() is { Length: > 0 } i
                ? $"[{string.Join(", ", i.Select(a => Name(a.ParameterType)))}]" : ""),
        _ => member.Name,
    };

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Arity(MethodInfo m) =>
        m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(p =>
        (p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + Name(p.ParameterType) + (
            m.Name.StartsWith("op_") ? "" : " " + p.Name)
        + (p.IsOptional ? " = " + (p.DefaultValue ?? "null") : "")));

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsPointer)
        {
            return Name(type.GetElementType()!) + (type.IsPointer ? "*" : "&");
        }
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }
        if (type.IsGenericParameter)
        {
            return type.Name;
        }
        string plain = (type.IsNested ? Name(type.DeclaringType!) + "." : type.Namespace + ".") + type.Name.Split(
            '`')[0];
        return type.IsGenericType
            ? $"{plain}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : plain;
    }
}
