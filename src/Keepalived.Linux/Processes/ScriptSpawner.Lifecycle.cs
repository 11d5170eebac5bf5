using System.Globalization;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

public sealed unsafe partial class ScriptSpawner
{
    // AT_FDCWD.
    private const int CurrentDirectory = -100;

    private static readonly string[] SetPrivPaths = ["/usr/bin/setpriv", "/bin/setpriv"];

    /// <summary>
    /// util-linux setpriv, or null where it is missing: then scripts run only as ourselves, without death signal.
    /// </summary>
    private static readonly string? SetPriv = Array.Find(SetPrivPaths, File.Exists);

    private void Begin(ScriptRun run)
    {
        int pid = _runs.Count >= MaxRuns ? -ErrnoCodes.Again : Start(run.Command);
        if (pid < 0)
        {
            run.Report(new ScriptResult(-1, 0, false, -pid), _options.CallbackFailed);
            return;
        }

        run.Pid = pid;
        run.RecordSlot = _record?.Add(pid) ?? -1;
        run.PidFd = ProcessCalls.OpenPidFd(pid);
        _runs.Add(pid, run);
        if (run.Timeout > TimeSpan.Zero && run.Timeout < TimeSpan.FromDays(365))
        {
            run.TermAt = Libc.MonotonicNanoseconds() + (long)run.Timeout.TotalNanoseconds;
        }

        if (run.PidFd < 0 || Watch(run.PidFd, (ulong)pid) < 0)
        {
            // Out of descriptors: a script that cannot be watched must not run.
            int errno = Libc.Errno;
            Signal(run, Kill);
            Forget(run, wait: true);
            run.Report(new ScriptResult(-1, 0, false, errno), _options.CallbackFailed);
        }
    }

    /// <summary>The process id, or minus an errno.</summary>
    private static int Start(ScriptCommand command)
    {
        if (command.Words.Count == 0 || ScriptSecurity.Resolve(command.Words[0]) is not { } program)
        {
            return -ErrnoCodes.NoEntry;
        }

        // setpriv would say so with an exit status that a script may have too.
        if (!FileStatus.TryGet(program, followLinks: true, out FileStatus status, out int errno))
        {
            return -errno;
        }

        if (!status.IsRegular || (status.Mode & 0x49) == 0)
        {
            return -ErrnoCodes.AccessDenied;
        }

        List<string> words = [program, .. command.Words.Skip(1)];
        bool switchesUser = command.UserId >= 0 && (uint)command.UserId != (uint)LibC.geteuid();
        bool switchesGroup = command.GroupId >= 0 && (uint)command.GroupId != (uint)LibC.getegid();
        if (SetPriv is null)
        {
            return switchesUser || switchesGroup
                ? -ErrnoCodes.NoEntry
                : ProcessStarter.Start(program, words, ProcessStarter.CurrentEnvironment());
        }

        List<string> line = ["setpriv", "--pdeathsig", "TERM"];
        if (switchesUser || switchesGroup)
        {
            AddUser(line, command);
        }

        line.Add("--");
        line.AddRange(words);
        return ProcessStarter.Start(SetPriv, line, ProcessStarter.CurrentEnvironment());
    }

    internal static void AddUser(List<string> line, ScriptCommand command)
    {
        uint user = command.UserId >= 0 ? (uint)command.UserId : (uint)LibC.geteuid();
        UserEntry? known = UserDatabase.FindUser(user.ToString(CultureInfo.InvariantCulture));
        uint group = command.GroupId >= 0 ? (uint)command.GroupId : (uint)(known?.GroupId ?? (int)(uint)LibC.getegid());
        line.Add(string.Create(CultureInfo.InvariantCulture, $"--reuid={user}"));
        line.Add(string.Create(CultureInfo.InvariantCulture, $"--regid={group}"));
        // Supplementary groups are listed by name; a number without a name has none.
        line.Add(command.HasAllGroups && known is not null ? "--init-groups" : "--clear-groups");
    }

    /// <summary>The leader has ended. After SIGTERM it stays unreaped until the rest of its group was killed.</summary>
    private void TakeExit(ScriptRun run)
    {
        if (run.Ended)
        {
            return;
        }

        SignalInfo info = default;
        int options = ProcessCalls.Exited | ProcessCalls.NoHang | ProcessCalls.KeepWaitable;
        if (ProcessCalls.Wait(ProcessCalls.WaitForPidFd, run.PidFd, &info, options) != 0)
        {
            // Somebody else reaped it; how it ended is lost.
            int errno = Libc.Errno;
            Forget(run);
            run.Report(new ScriptResult(-1, 0, run.TimedOut, errno), _options.CallbackFailed);
            return;
        }

        if (info.ProcessId == 0)
        {
            return;
        }

        run.Ended = true;
        run.TermAt = ScriptRun.Never;
        if (run.KillAt == ScriptRun.Never)
        {
            Forget(run);
        }
        else
        {
            // Level-triggered: a zombie's descriptor stays readable.
            _ = LibC.epoll_ctl(_epoll, LibC.EPOLL_CTL_DEL, run.PidFd, null);
        }

        bool exited = info.Code == ProcessCalls.CodeExited;
        run.Report(
            new ScriptResult(exited ? info.Status : -1, exited ? 0 : info.Status, run.TimedOut, 0),
            _options.CallbackFailed);
    }

    /// <summary>Reaps the leader and closes what belongs to the run.</summary>
    private void Forget(ScriptRun run, bool wait = false)
    {
        SignalInfo info = default;
        int options = ProcessCalls.Exited | (wait ? 0 : ProcessCalls.NoHang);
        _ = ProcessCalls.Wait(ProcessCalls.WaitForPid, run.Pid, &info, options);
        _runs.Remove(run.Pid);
        if (run.RecordSlot >= 0)
        {
            _record?.Remove(run.RecordSlot);
        }

        if (run.PidFd >= 0)
        {
            _ = LibC.close(run.PidFd);
            run.PidFd = -1;
        }

        run.Pid = 0;
        run.KillAt = ScriptRun.Never;
        run.TermAt = ScriptRun.Never;
    }

    /// <summary>To the whole group; its number is safe, since the leader is not reaped yet.</summary>
    private static void Signal(ScriptRun run, int signal) => _ = LibC.kill(-run.Pid, signal);

    private void EndAll()
    {
        foreach (ScriptRun run in _runs.Values.ToArray())
        {
            Signal(run, Kill);
            bool told = run.Ended;
            Forget(run, wait: true);
            if (!told)
            {
                run.Report(new ScriptResult(-1, Kill, run.TimedOut, 0), _options.CallbackFailed);
            }
        }

        while (_requests.TryDequeue(out Request request))
        {
            if (request.Grace is null)
            {
                request.Run.Report(new ScriptResult(-1, 0, false, ErrnoCodes.Again), _options.CallbackFailed);
            }
        }

        _record?.Dispose();
        _ = LibC.close(_wake);
        _ = LibC.close(_epoll);
        if (_options.RecordPath is { } path)
        {
            _ = Libc.UnlinkAt(CurrentDirectory, path, 0);
        }
    }
}
