namespace Keepalived.Simulation;

/// <summary>What can go wrong, or is only done to a router.</summary>
public enum LanFault
{
    Partition,
    OneWayPartition,
    LinkFlap,
    Crash,
    Stop,

    /// <summary>The process is not scheduled; what is sent to it waits.</summary>
    Pause,

    /// <summary>The whole machine stands still; what is sent to it is lost.</summary>
    Suspend,
    AddressRemoved,
    TrackerChanges,
    Isolation,

    /// <summary>The router gets another primary address.</summary>
    Renumber,

    /// <summary>One instance ends in order and begins anew, the others go on.</summary>
    InstanceRestart,

    /// <summary>A reload that changes nothing.</summary>
    ReloadSame,

    /// <summary>A reload that changes priority, preemption, trackers, announcements.</summary>
    ReloadOwn,

    /// <summary>A change of interval, lists, VRID or groups comes to all routers, one after the other.</summary>
    ReloadShared,
}
