using System.Globalization;

namespace Interop.Tests.Harness;

/// <summary>What this machine has, and what is missing for these tests.</summary>
internal static class Machine
{
    private const string MissingPrefix = "missing component: ";

    private static readonly Lazy<string?> _missing = new(FindMissing);

    /// <summary>The repository, found by walking up from the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    public static string ReferenceDaemon { get; } = FindOnPath("keepalived") ?? "/usr/sbin/keepalived";

    /// <summary>The published daemon; INTEROP_OURS=reference tries out the harness itself.</summary>
    public static string OurDaemon { get; } =
        Environment.GetEnvironmentVariable("INTEROP_OURS") == "reference"
            ? ReferenceDaemon
            : Environment.GetEnvironmentVariable("KEEPALIVED_ACTORS")
                ?? Path.Combine(Root, "artifacts", "publish", "keepalived-actors");

    /// <summary>True while the harness itself is tried out: "ours" has the reference's own ways then.</summary>
    public static bool OursIsReference => OurDaemon == ReferenceDaemon;

    /// <summary>A number from the environment, for longer runs and for replaying one.</summary>
    public static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;

    /// <summary>Why no test with namespaces can run, or null.</summary>
    public static string? MissingForNamespaces => _missing.Value;

    /// <summary>The published case-study files: in KEEPALIVED_SHARED or a folder "shared" beside a parent.</summary>
    public static string? CaseStudies { get; } = FindShared("case-studies");

    public static string? FindOnPath(string program) =>
        ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/sbin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static string? FindMissing()
    {
        if (Environment.UserName != "root")
        {
            return MissingPrefix + "privileges: network namespaces need root";
        }
        string[] needed = ["ip", "tcpdump", "tshark", "keepalived", "python3", "setpriv"];
        string[] absent = [.. needed.Where(program => FindOnPath(program) is null)];
        if (absent.Length > 0)
        {
            return MissingPrefix + string.Join(", ", absent);
        }
        if (!File.Exists(OurDaemon))
        {
            return $"{MissingPrefix}the published daemon {OurDaemon}: "
                + "dotnet publish src/Keepalived.Daemon -c Release -o artifacts/publish";
        }
        string probe = NetworkNamespaceLan.NewName("probe");
        (int code, string output) = Shell.Try("ip", "netns", "add", probe);
        _ = Shell.Try("ip", "netns", "del", probe);
        return code == 0 ? null : $"{MissingPrefix}network namespaces are refused here ({output.Trim()})";
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Keepalived.Actors.sln")))
            {
                return at.FullName;
            }
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private static string? FindShared(string folder)
    {
        if (Environment.GetEnvironmentVariable("KEEPALIVED_SHARED") is { Length: > 0 } given)
        {
            return Directory.Exists(Path.Combine(given, folder)) ? Path.Combine(given, folder) : null;
        }
        for (DirectoryInfo? at = new DirectoryInfo(Root).Parent; at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", folder);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}

/// <summary>A test in network namespaces; skipped with the reason where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute() => Skip = Machine.MissingForNamespaces;
}

/// <summary>A theory in network namespaces; skipped with the reason where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceTheoryAttribute : TheoryAttribute
{
    public NamespaceTheoryAttribute() => Skip = Machine.MissingForNamespaces;
}

/// <summary>A theory with the published case-study files, which are not part of the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseStudyTheoryAttribute : TheoryAttribute
{
    public CaseStudyTheoryAttribute() => Skip = Machine.MissingForNamespaces
        ?? (Machine.CaseStudies is null ? "the published case-study files, ../shared/case-studies, are absent" : null);
}
