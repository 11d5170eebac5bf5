namespace Keepalived.Linux.Host;

/// <summary>The name by which we were called: some behaviour hangs on it, and people look for it.</summary>
public static class CommandName
{
    /// <summary>
    /// The last part of the first word of /proc/self/cmdline; of the program when a host (dotnet) runs it.
    /// </summary>
    public static string Current { get; } = From(ProcessFacts.TryRead("/proc/self/cmdline"));

    internal static string From(string commandLine)
    {
        string[] words = commandLine.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        string name = words.Length > 0 ? Path.GetFileName(words[0]) : "keepalived-actors";
        return name == "dotnet" && words.Length > 1 && words[1].EndsWith(".dll", StringComparison.Ordinal)
            ? Path.GetFileNameWithoutExtension(words[1])
            : name;
    }
}
