using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Notify;

/// <summary>The states that notifications name: those of an instance, and the two ways it can end.</summary>
public enum NotifiedState : byte
{
    Backup,
    Master,
    Fault,

    /// <summary>The daemon stops.</summary>
    Stop,

    /// <summary>A reload removed it.</summary>
    Deleted,
}

public static class NotifiedStates
{
    /// <summary>The notified state of a machine's state; null for Initialize, which is never notified.</summary>
    public static NotifiedState? Of(VrrpState state) => state switch
    {
        VrrpState.Backup => NotifiedState.Backup,
        VrrpState.Master => NotifiedState.Master,
        VrrpState.Fault => NotifiedState.Fault,
        _ => null,
    };

    /// <summary>The word in script arguments, FIFO lines and subjects of the reference daemon.</summary>
    public static string Word(this NotifiedState state) => state switch
    {
        NotifiedState.Backup => "BACKUP",
        NotifiedState.Master => "MASTER",
        NotifiedState.Fault => "FAULT",
        NotifiedState.Stop => "STOP",
        NotifiedState.Deleted => "DELETED",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
