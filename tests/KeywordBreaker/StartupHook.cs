using System.Collections;
using System.Linq.Expressions;
using System.Reflection;

/// <summary>
/// Loaded into a test host or the daemon by DOTNET_STARTUP_HOOKS: the keyword that BROKEN_KEYWORD names (its path in
/// the tables) is then read with its block, if one follows, and nothing is made of it. BROKEN_KEYWORD_SEEN is a file
/// that exists afterwards if the keyword was met. See tests/break-keywords.py.
/// </summary>
// The runtime looks for this name, outside any namespace.
internal static class StartupHook
{
    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static int s_seen;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("BROKEN_KEYWORD") is { Length: > 0 } path)
        {
            AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
            {
                if (loaded.LoadedAssembly.GetName().Name == "Keepalived.Config")
                {
                    Break(loaded.LoadedAssembly, path);
                }
            };
        }
    }

    public static void Seen()
    {
        string? file = Environment.GetEnvironmentVariable("BROKEN_KEYWORD_SEEN");
        if (file is not null && Interlocked.Exchange(ref s_seen, 1) == 0)
        {
            File.WriteAllText(file, "");
        }
    }

    private static void Break(Assembly config, string path)
    {
        string block = path.Contains('/') ? path[..path.LastIndexOf('/')] : "";
        Type tables = config.GetType("Keepalived.Config.Grammar.GrammarTables", throwOnError: true)!;
        foreach (object table in (IEnumerable)tables.GetMethod("Blocks", Any)!.Invoke(null, null)!)
        {
            object? keyword = block != (string)table.GetType().GetProperty("Path")!.GetValue(table)! ? null
                : table.GetType().GetMethod("Find", Any)!.Invoke(table, [path[(path.LastIndexOf('/') + 1)..]]);
            if (keyword is not null)
            {
                PropertyInfo apply = keyword.GetType().GetProperty("Apply")!;
                apply.SetValue(keyword, Skip(apply.PropertyType));
                return;
            }
        }

        throw new ArgumentException($"no keyword {path}");
    }

    // (parser, draft) => { Seen(); parser.SkipBlock(); }
    private static Delegate Skip(Type action)
    {
        ParameterExpression[] parameters = [.. action.GetGenericArguments().Select(Expression.Parameter)];
        return Expression.Lambda(
            action,
            Expression.Block(
                Expression.Call(typeof(StartupHook).GetMethod(nameof(Seen))!),
                Expression.Call(parameters[0], parameters[0].Type.GetMethod("SkipBlock")!)),
            parameters).Compile();
    }
}
