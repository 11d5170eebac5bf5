using System.Globalization;
using System.Text.RegularExpressions;

namespace Interop.Tests.Harness;

/// <summary>
/// Processes and namespaces of a test run. Names carry the id of the process that made them, so that a later run
/// can tell what an aborted one left from what a run beside it is using.
/// </summary>
internal static partial class Leftovers
{
    private static readonly Lazy<bool> _removed = new(Remove);

    /// <summary>Removes, once per run, namespaces whose creating process is gone.</summary>
    public static void RemoveOnce() => _ = _removed.Value;

    /// <summary>Ends every process in the namespace, then deletes it.</summary>
    public static void Delete(string networkNamespace)
    {
        for (int round = 0; round < 3; round++)
        {
            string[] pids = Shell.Try("ip", "netns", "pids", networkNamespace).Output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (pids.Length == 0 || !pids.All(pid => int.TryParse(pid, out _)))
            {
                break;
            }
            _ = Shell.Try("kill", ["-KILL", .. pids]);
        }
        _ = Shell.Try("ip", "netns", "del", networkNamespace);
    }

    private static bool Remove()
    {
        const string folder = "/run/netns";
        if (!Directory.Exists(folder))
        {
            return false;
        }
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            Match match = Name().Match(Path.GetFileName(path));
            if (match.Success && !Directory.Exists("/proc/" + match.Groups["pid"].Value))
            {
                Delete(Path.GetFileName(path));
            }
        }
        foreach (string path in Directory.EnumerateDirectories(Path.GetTempPath(), "ka*"))
        {
            Match match = Name().Match(Path.GetFileName(path));
            if (match.Success && !Directory.Exists("/proc/" + match.Groups["pid"].Value))
            {
                try
                {
                    Directory.Delete(path, recursive: true);
                }
                catch (IOException)
                {
                    // A run beside this one is at it too.
                }
            }
        }
        return true;
    }

    /// <summary>The process and all that descend from it, parents first.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        ILookup<int, int> children = Processes().ToLookup(process => process.Parent, process => process.Pid);
        var found = new List<int> { root };
        for (int at = 0; at < found.Count; at++)
        {
            found.AddRange(children[found[at]]);
        }
        return found;
    }

    private static IEnumerable<(int Pid, int Parent)> Processes()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && TryRead(folder + "/stat") is { } stat)
            {
                // The name in parentheses may hold anything; the state and the parent follow it.
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                yield return (pid, int.Parse(fields[1], CultureInfo.InvariantCulture));
            }
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^ka(?<pid>\d+)-\d+")]
    private static partial Regex Name();
}
