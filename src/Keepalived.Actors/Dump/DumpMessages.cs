using Keepalived.Actors.Bfd;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Lvs;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>Messages to and from the dumping actor.</summary>
public interface IDumpMessage;

/// <summary>Which files are written.</summary>
public enum DumpKind
{
    /// <summary>
    /// SIGUSR1: keepalived.data, keepalived_check.data, keepalived_bfd.data, keepalived_parent.data and
    /// keepalived_actors.json.
    /// </summary>
    Data,

    /// <summary>SIGUSR2: keepalived.stats and keepalived_actors.json.</summary>
    Statistics,

    /// <summary>SIGRTMAX-1: the same, then the counters of VRRP start at 0 again.</summary>
    StatisticsThenClear,

    /// <summary>SIGRTMIN+2: keepalived.json and keepalived_actors.json.</summary>
    Json,
}

/// <summary>Answered by <see cref="DumpWritten"/>.</summary>
/// <param name="Kind">Which files.</param>
/// <param name="Save">Where the files of <see cref="DumpKind.Data"/> go instead; null: to their usual places.</param>
public sealed record WriteDump(DumpKind Kind, DumpSave? Save = null) : IDumpMessage;

/// <summary>A dump for <c>config_save_dir</c>: DIRECTORY/keepalived_PART.SUFFIX.</summary>
public sealed record DumpSave(string Directory, string Suffix);

/// <param name="Kind">Of the request.</param>
/// <param name="Failure">Empty when every file was written.</param>
/// <param name="Save">Of the request.</param>
public sealed record DumpWritten(DumpKind Kind, string Failure, DumpSave? Save = null) : IDumpMessage;

/// <summary>Everything one dump is made of, collected at one time.</summary>
public sealed record DumpState
{
    public required KeepalivedConfig Config { get; init; }

    public int Revision { get; init; } = 1;

    public string LastReload { get; init; } = "";

    public VrrpSnapshot Vrrp { get; init; } = new([], [], [], []);

    public LinkTable Links { get; init; } = LinkTable.Empty;

    public KernelStateSnapshot? Kernel { get; init; }

    public NotifySnapshot? Notify { get; init; }

    public LvsSnapshot? Lvs { get; init; }

    public ProtocolStalls Stalls { get; init; }

    public MemoryFigures Memory { get; init; }

    public BfdSnapshot Bfd { get; init; } = BfdSnapshot.Empty;

    /// <summary>For the uid and gid of scripts.</summary>
    public IScriptResolver Scripts { get; init; } = new UncheckedScripts();

    /// <summary>What <c>reload_time_file</c> has planned; null: nothing.</summary>
    public DateTimeOffset? NextReload { get; init; }

    /// <summary>Wall clock, with the offset that people here read.</summary>
    public DateTimeOffset Now { get; init; }

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    public IReadOnlyList<MailboxSnapshot> Mailboxes { get; init; } = [];

    /// <summary>Parts that did not answer in time.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];
}

/// <param name="Path">Without the address of the system.</param>
/// <param name="Length">Messages that wait.</param>
public sealed record MailboxSnapshot(string Path, int Length);
