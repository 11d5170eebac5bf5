using System.Collections;
using System.Globalization;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>
/// Takes the whole program into a network namespace. setns(2) moves one thread only, and the runtime has many: so one
/// of them goes there and executes the program anew, under the same process id.
/// </summary>
public static unsafe class NamespaceLauncher
{
    /// <summary>NAME:DESCRIPTOR, from one execution to the next; the descriptor is the old namespace.</summary>
    private const string Variable = "KEEPALIVED_ACTORS_NAMESPACE";

    private const string Folder = "/run/netns";
    private const string PidFolder = "/run/keepalived";

    // linux/sched.h, linux/mount.h
    private const int NewMounts = 0x20000;
    private const nuint Bind = 0x1000;
    private const nuint AndAllBelow = 0x4000;
    private const nuint FollowTheHost = 1 << 19;

    private static readonly (string Name, int Origin) s_here = TakeVariable();

    /// <summary>The namespace that the program was taken into; empty: it is where it was started.</summary>
    public static string Current => s_here.Name;

    /// <summary>A file that stands for the namespace in which the program was started.</summary>
    public static string Origin => s_here.Name.Length == 0
        ? "/proc/self/ns/net"
        : string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{s_here.Origin}");

    /// <summary>A file that stands for a namespace that ip-netns(8) names.</summary>
    public static string PathOf(string name) => $"{Folder}/{name}";

    /// <summary>Every variable, for <see cref="Enter"/>: parts of the program remove some as they read them.</summary>
    public static IReadOnlyList<string> Environment() =>
    [
        .. System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(static variable => $"{variable.Key}={variable.Value}"),
    ];

    /// <summary>
    /// Executes the program again inside the namespace, with a view of files of its own in which /run/keepalived is
    /// /run/keepalived/NAME, as the reference has it. Returns only if that fails: why.
    /// </summary>
    /// <param name="name">As ip-netns(8) lists it.</param>
    /// <param name="arguments">Without the program itself.</param>
    /// <param name="environment">As <see cref="Environment"/> gave it at the start.</param>
    public static string Enter(string name, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        if (name.Length == 0 || name is "." or ".." || name.Contains('/', StringComparison.Ordinal))
        {
            return $"'{name}' is no name of a network namespace";
        }

        // Kept over the execution; scripts are started without any descriptor of ours.
        int origin = Libc.Open("/proc/thread-self/ns/net", LibC.O_RDONLY, 0);
        int errno = NetworkNamespace.Enter(PathOf(name));
        if (errno != 0)
        {
            _ = LibC.close(origin);
            return $"{PathOf(name)}: {Libc.Describe(errno)}" + Hint(errno);
        }

        errno = TakeOwnPidFolder(name);
        if (errno != 0)
        {
            return $"{PidFolder}/{name} cannot be mounted on {PidFolder}: {Libc.Describe(errno)}" + Hint(errno);
        }

        string here = string.Create(CultureInfo.InvariantCulture, $"{Variable}={name}:{origin}");
        using CStrings words = new([.. Daemonizer.OwnCommand(), .. arguments]);
        using CStrings variables = new([.. environment, here]);
        _ = NamespaceCalls.Execute(Daemonizer.OwnPath(), words.Pointers, variables.Pointers);
        return $"{Daemonizer.OwnPath()}: {Libc.Describe(Libc.Errno)}";
    }

    private static string Hint(int errno) => errno switch
    {
        ErrnoCodes.NoEntry => " ('ip netns list' shows those there are)",
        ErrnoCodes.NotPermitted => " (CAP_SYS_ADMIN is needed; in a unit, NetworkNamespacePath= does without)",
        _ => "",
    };

    private static int TakeOwnPidFolder(string name)
    {
        string own = $"{PidFolder}/{name}";
        try
        {
            Directory.CreateDirectory(own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ErrnoCodes.NotPermitted;
        }

        // What the host mounts later still arrives; what is mounted here stays here.
        return NamespaceCalls.Unshare(NewMounts) == 0
            && NamespaceCalls.Mount(null, "/", null, AndAllBelow | FollowTheHost, null) == 0
            && NamespaceCalls.Mount(own, PidFolder, null, Bind, null) == 0
            ? 0
            : Libc.Errno;
    }

    private static (string, int) TakeVariable()
    {
        string[] parts = (System.Environment.GetEnvironmentVariable(Variable) ?? "").Split(':');
        System.Environment.SetEnvironmentVariable(Variable, null);
        return parts.Length == 2 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int origin)
            ? (parts[0], origin)
            : ("", -1);
    }
}
