using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Notify;

/// <summary>
/// What the notify actors receive. Facts are published on the event stream by the actor they happened to.
/// </summary>
public interface INotifyMessage;

/// <summary>
/// An instance changed its state. Published before the instance tells its sync group, so that the group's own fact
/// comes
/// later in every subscriber's mailbox.
/// </summary>
/// <param name="Config">Scripts and switches as effective at that time.</param>
/// <param name="Priority">Effective priority.</param>
public sealed record InstanceTransitioned(
    VrrpInstanceConfig Config,
    VrrpState From,
    NotifiedState To,
    VrrpReason Reason,
    byte Priority) : INotifyMessage
{
    public string Name => Config.Name;
}

/// <summary>A sync group changed its state; published after its members have done so.</summary>
public sealed record GroupTransitioned(
    VrrpSyncGroupConfig Config,
    VrrpState From,
    NotifiedState To,
    VrrpReason Reason) : INotifyMessage
{
    public string Name => Config.Name;
}

/// <summary>
/// The effective priority of an instance in Master or Backup changed (<c>notify_priority_changes</c>).
/// </summary>
/// <param name="Group">Of which it is a member.</param>
public sealed record InstancePriorityChanged(
    VrrpInstanceConfig Config, VrrpState State, byte Priority, VrrpSyncGroupConfig? Group = null) : INotifyMessage
{
    /// <summary>The instance wants it told, or its group does for all members.</summary>
    public bool IsTold => Config.NotifyPriorityChanges || Group is { NotifyPriorityChanges: true };
}

/// <summary>
/// The state of an instance once more, at the end of a reload (<c>fifo_write_vrrp_states_on_reload</c>): for FIFOs
/// only.
/// </summary>
public sealed record InstanceStateRepeated(VrrpInstanceConfig Config, NotifiedState State, byte Priority)
    : INotifyMessage;

/// <summary>The same of a sync group, after its members.</summary>
public sealed record GroupStateRepeated(string Group, NotifiedState State) : INotifyMessage;

/// <summary>
/// A Master heard a lower priority (<c>notify_master_rx_lower_pri</c>); <paramref name="Priority"/> is its own.
/// </summary>
public sealed record InstanceHeardLowerPriority(VrrpInstanceConfig Config, byte Priority) : INotifyMessage;

/// <summary>
/// A checker's verdict changed; <paramref name="StateChanged"/> says whether the real server did too.
/// </summary>
/// <param name="Checker">Name of the checker as in log lines, for example <c>TCP_CHECK</c>.</param>
/// <param name="Reason">The line for people; becomes the text of the mail between its marks.</param>
/// <param name="Initial">First state after start or reload: scripts run only with <c>rs_init_notifies</c>.</param>
public sealed record RealServerTransitioned(
    VirtualServerConfig VirtualServer,
    RealServerConfig RealServer,
    bool IsUp,
    bool StateChanged,
    string Checker,
    string Reason,
    bool Initial) : INotifyMessage
{
    /// <summary>The daemon stops: scripts get 1 s (<c>omega</c>).</summary>
    public bool Stopping { get; init; }
}

/// <summary>A virtual server gained or lost its quorum, or is shut down.</summary>
/// <param name="Total">Sum of the weights of the servers that are up.</param>
public sealed record QuorumTransitioned(VirtualServerConfig VirtualServer, bool IsUp, long Total) : INotifyMessage
{
    /// <summary>The daemon stops: scripts get 1 s (<c>omega</c>).</summary>
    public bool Stopping { get; init; }
}

/// <summary>To the supervisor: use these global settings from now on.</summary>
public sealed record ApplyNotifyConfig(GlobalConfig Global) : INotifyMessage;

/// <summary>
/// Orderly stop, after the last fact was published: finish within <paramref name="Limit"/>, give up the rest. Answered
/// by
/// <see cref="NotificationsFlushed"/> to <paramref name="ReplyTo"/>, or to the sender. May be published on the event
/// stream.
/// </summary>
public sealed record FlushNotifications(TimeSpan Limit, Akka.Actor.IActorRef? ReplyTo = null) : INotifyMessage;

public sealed record NotificationsFlushed(long LostScripts, long LostMails) : INotifyMessage;

/// <summary>Answered by <see cref="NotifySnapshot"/>.</summary>
public sealed record GetNotifyState : INotifyMessage;

/// <summary>What the dumps show of notifications.</summary>
public sealed record NotifySnapshot(
    int ScriptsWaiting,
    int ScriptsRunning,
    long ScriptsStarted,
    long ScriptsFailed,
    long ScriptsDropped,
    int MailsWaiting,
    long MailsSent,
    long MailsLost,
    string LastMailError,
    long FifoLinesLost,
    System.Collections.Immutable.ImmutableArray<NotifyChildSnapshot> Children) : INotifyMessage;

/// <summary>One child as the dumps show it.</summary>
public sealed record NotifyChildSnapshot(string Path, string Kind, int Restarts, string LastError);
