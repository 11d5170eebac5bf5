using System.Collections;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>
/// Starts a program with default signals, standard descriptors on /dev/null and no other one, by posix_spawn: the CLR's
/// process must not fork (decision 18).
/// </summary>
internal static unsafe class ProcessStarter
{
    private const string Null = "/dev/null";

    /// <summary>Variables that must not reach a child: they are about us, or change what its program loads.</summary>
    private static readonly string[] Withheld =
    [
        "IFS", "LD_PRELOAD", "LD_LIBRARY_PATH", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS",
        "LISTEN_PID", "LISTEN_FDNAMES", Daemonizer.ReadyVariable,
    ];

    /// <summary>The process id, or minus an errno.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="arguments">With the program's name first.</param>
    /// <param name="environment">As NAME=VALUE.</param>
    /// <param name="ownSession">A new session, else only a new process group.</param>
    /// <param name="passedFd">Becomes descriptor 3; -1 = none.</param>
    public static int Start(
        string path,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment,
        bool ownSession = false,
        int passedFd = -1)
    {
        byte* attributes = stackalloc byte[ProcessCalls.OpaqueSize];
        byte* actions = stackalloc byte[ProcessCalls.OpaqueSize];
        int pid = 0;
        using var words = new CStrings(arguments);
        using var variables = new CStrings(environment);
        _ = ProcessCalls.InitAttributes(attributes);
        _ = ProcessCalls.InitActions(actions);
        int errno = SetAttributes(attributes, ownSession);
        errno = errno != 0 ? errno : AddActions(actions, passedFd);
        errno = errno != 0
            ? errno
            : ProcessCalls.Spawn(&pid, path, actions, attributes, words.Pointers, variables.Pointers);
        _ = ProcessCalls.DestroyAttributes(attributes);
        _ = ProcessCalls.DestroyActions(actions);
        return errno == 0 ? pid : -errno;
    }

    /// <summary>What a child inherits: the managed view, which knows what was removed.</summary>
    public static List<string> CurrentEnvironment()
    {
        List<string> environment = [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value } && !Withheld.Contains(name))
            {
                environment.Add($"{name}={value}");
            }
        }

        return environment;
    }

    private static int SetAttributes(byte* attributes, bool ownSession)
    {
        sigset_t all;
        sigset_t none;
        _ = LibC.sigfillset(&all);
        _ = LibC.sigemptyset(&none);
        // The runtime ignores SIGPIPE, and an ignored signal stays ignored over exec.
        _ = ProcessCalls.SetDefaults(attributes, &all);
        _ = ProcessCalls.SetMask(attributes, &none);
        _ = ProcessCalls.SetGroup(attributes, 0);
        short group = ownSession ? ProcessCalls.SetSession : ProcessCalls.SetProcessGroup;
        return ProcessCalls.SetFlags(
            attributes, (short)(group | ProcessCalls.SetSignalDefaults | ProcessCalls.SetSignalMask));
    }

    private static int AddActions(byte* actions, int passedFd)
    {
        // Everything of ours is close-on-exec; closing the rest is for descriptors that somebody left open to us.
        int first = 3;
        int errno = 0;
        if (passedFd >= 0)
        {
            errno = ProcessCalls.AddDuplicate(actions, passedFd, first++);
        }

        errno = errno != 0 ? errno : ProcessCalls.AddOpen(actions, 0, Null, LibC.O_RDONLY, 0);
        errno = errno != 0 ? errno : ProcessCalls.AddOpen(actions, 1, Null, LibC.O_WRONLY, 0);
        errno = errno != 0 ? errno : ProcessCalls.AddDuplicate(actions, 1, 2);
        return errno != 0 ? errno : ProcessCalls.AddCloseFrom(actions, first);
    }
}
