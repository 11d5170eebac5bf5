using System.Globalization;

namespace Keepalived.Linux.Host;

/// <summary>What /proc says of a process.</summary>
public static class ProcessFacts
{
    /// <summary>The kernel's name of it (at most 15 characters), or empty.</summary>
    public static string NameOf(int pid) => TryRead($"/proc/{pid}/comm").TrimEnd('\n');

    /// <summary>
    /// Clock ticks since boot when it was started (proc(5), stat field 22): with the process id it names a process for
    /// good. 0 if there is no such process.
    /// </summary>
    public static ulong StartTimeOf(int pid) => ulong.TryParse(StatField(pid, 22), out ulong start) ? start : 0;

    /// <summary>Parent process (field 4), or 0.</summary>
    public static int ParentOf(int pid) => int.TryParse(StatField(pid, 4), out int parent) ? parent : 0;

    /// <summary>Process group (field 5), or 0.</summary>
    public static int GroupOf(int pid) => int.TryParse(StatField(pid, 5), out int group) ? group : 0;

    /// <summary>Session (field 6), or 0.</summary>
    public static int SessionOf(int pid) => int.TryParse(StatField(pid, 6), out int session) ? session : 0;

    /// <summary>It has ended and waits for its parent (field 3).</summary>
    public static bool IsZombie(int pid) => StatField(pid, 3) == "Z";

    /// <summary>All process ids at this moment.</summary>
    public static IEnumerable<int> All()
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>
    /// What a link below /proc points to, such as <c>net:[4026531840]</c>; empty if it cannot be read.
    /// </summary>
    public static string LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>comm of the calling thread; the kernel cuts it to 15 octets.</summary>
    public static void NameThread(string name) => Name("/proc/thread-self/comm", name);

    /// <summary>comm of the process, which is that of its first thread.</summary>
    public static void NameProcess(string name) => Name("/proc/self/comm", name);

    private static void Name(string path, string name)
    {
        try
        {
            File.WriteAllText(path, name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc nobody could read the name either.
        }
    }

    /// <summary>Fields are numbered as in proc(5), from 1; only those after the name.</summary>
    private static string StatField(int pid, int number)
    {
        string stat = TryRead($"/proc/{pid}/stat");
        // The name, field 2, is in brackets and may hold anything, brackets and blanks included.
        int nameEnd = stat.LastIndexOf(')');
        string[] fields = nameEnd < 0 ? [] : stat[(nameEnd + 2)..].Split(' ');
        return fields.Length > number - 3 ? fields[number - 3] : "";
    }

    internal static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
