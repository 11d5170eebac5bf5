using Keepalived.Config.Host;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Host;

/// <summary>What is wrong with a script's path.</summary>
/// <param name="Standing">The verdict.</param>
/// <param name="Component">The file, link or directory that gave it; empty if secure.</param>
/// <param name="Text">For people.</param>
public sealed record ScriptVerdict(ScriptStanding Standing, string Component, string Text);

/// <summary>
/// Whether anybody but root could change what a script path leads to: the file, each directory above it, and the same
/// for each symbolic link on the way. Only what root runs has to be secure.
/// </summary>
public static class ScriptSecurity
{
    // path_resolution(7): the kernel follows 40 links at most.
    private const int MaxLinks = 40;
    private const int GroupWrite = 0x10;
    private const int OtherWrite = 0x2;
    private const int ModeBits = 0xFFF;

    // fcntl.h: O_PATH | O_CLOEXEC.
    private const int OpenPath = 0x280000;
    private static readonly ScriptVerdict Fine = new(ScriptStanding.Secure, "", "");

    /// <summary>A name without a slash is looked for in the daemon's PATH. The path itself, or null.</summary>
    public static string? Resolve(string program)
    {
        if (program.Contains('/'))
        {
            return program;
        }

        string path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (string directory in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(directory, program);
            if (FileStatus.TryGet(candidate, followLinks: true, out FileStatus status, out _) && status.IsRegular)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The path without symbolic links, or null if it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        int descriptor = Libc.Open(path, OpenPath, 0);
        if (descriptor < 0)
        {
            return null;
        }

        // The kernel's own view of it.
        string? real = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        _ = Tmds.Linux.LibC.close(descriptor);
        return real;
    }

    /// <param name="program">Absolute path or a name.</param>
    /// <param name="user">Who runs it; null or user 0 = root.</param>
    public static ScriptVerdict Check(string program, UserEntry? user)
    {
        if (Resolve(program) is not { } path)
        {
            return new ScriptVerdict(ScriptStanding.Missing, program, "not found in PATH");
        }

        if (!FileStatus.TryGet(path, followLinks: true, out FileStatus status, out int errno))
        {
            return new ScriptVerdict(ScriptStanding.Missing, path, Libc.Describe(errno));
        }

        if (!status.IsRegular)
        {
            return new ScriptVerdict(ScriptStanding.Missing, path, "not a regular file");
        }

        bool asRoot = user is null or { UserId: 0 };
        if (!MayExecute(status, asRoot ? null : user))
        {
            return new ScriptVerdict(ScriptStanding.Missing, path, "not executable");
        }

        int links = 0;
        return asRoot ? CheckPath(Path.GetFullPath(path), ref links) : Fine;
    }

    private static bool MayExecute(in FileStatus status, UserEntry? user)
    {
        if (user is null)
        {
            return (status.Mode & 0x49) != 0;
        }

        int shift = status.UserId == user.UserId ? 6 : user.Groups.Contains((int)status.GroupId) ? 3 : 0;
        return (status.Mode >> shift & 1) != 0;
    }

    private static ScriptVerdict CheckPath(string path, ref int links)
    {
        string walked = "/";
        if (CheckOne(walked, out _) is { } root)
        {
            return root;
        }

        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            walked = Path.Combine(walked, part);
            if (CheckOne(walked, out bool isLink) is { } flaw)
            {
                return flaw;
            }

            if (!isLink)
            {
                continue;
            }

            if (++links > MaxLinks)
            {
                return new ScriptVerdict(ScriptStanding.Missing, walked, "too many symbolic links");
            }

            // The link's directory was checked: only root can change the link. Its target is walked in the same way.
            string target = new FileInfo(walked).LinkTarget ?? "";
            string resolved = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(walked) ?? "/", target));
            ScriptVerdict verdict = CheckPath(resolved, ref links);
            if (verdict.Standing != ScriptStanding.Secure)
            {
                return verdict;
            }

            walked = resolved;
        }

        return Fine;
    }

    private static ScriptVerdict? CheckOne(string path, out bool isLink)
    {
        isLink = false;
        if (!FileStatus.TryGet(path, followLinks: false, out FileStatus status, out int errno))
        {
            return new ScriptVerdict(ScriptStanding.Missing, path, Libc.Describe(errno));
        }

        isLink = status.IsLink;
        if (status.UserId != 0)
        {
            return Insecure(path, "not owned by root", status);
        }

        // A link's own mode bits mean nothing.
        bool byGroup = (status.Mode & GroupWrite) != 0 && status.GroupId != 0;
        bool byOthers = (status.Mode & OtherWrite) != 0;
        return isLink || !(byGroup || byOthers)
            ? null
            : Insecure(path, byOthers ? "writable by all" : "writable by its group", status);
    }

    private static ScriptVerdict Insecure(string path, string flaw, in FileStatus status)
    {
        string mode = Convert.ToString(status.Mode & ModeBits, 8).PadLeft(4, '0');
        return new ScriptVerdict(
            ScriptStanding.Insecure,
            path,
            $"{flaw} (owner {status.UserId}, group {status.GroupId}, mode {mode})");
    }
}
