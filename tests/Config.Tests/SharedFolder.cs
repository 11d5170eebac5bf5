namespace Keepalived.Config.Tests;

/// <summary>
/// Real configurations and case studies, which lie in a folder "shared" beside the project. KEEPALIVED_SHARED names it
/// otherwise; absent, the tests that need it say so and pass.
/// </summary>
internal static class SharedFolder
{
    private static readonly Lazy<string?> Root = new(Find);

    public static string? Of(string name)
    {
        string? path = Root.Value is null ? null : Path.Join(Root.Value, name);
        return path is not null && Directory.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("KEEPALIVED_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Join(at.FullName, "shared");
            if (Directory.Exists(Path.Join(candidate, "corpus")))
            {
                return candidate;
            }
        }

        return null;
    }
}
