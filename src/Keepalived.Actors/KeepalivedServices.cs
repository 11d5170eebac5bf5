using Akka.Actor;
using Keepalived.Actors.Bfd;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;

namespace Keepalived.Actors;

/// <summary>The world as the actors see it: every port, given by the process (or by a test).</summary>
public sealed record KeepalivedServices
{
    public required IProtocolClock Clock { get; init; }

    public required IPacketSocketFactory Sockets { get; init; }

    public required IKernel Kernel { get; init; }

    /// <summary>Opens a fresh monitor at each call.</summary>
    public required Func<IKernelMonitor> OpenKernelMonitor { get; init; }

    /// <summary>Opens a fresh counter of processes at each call.</summary>
    public Func<IProcessMonitor> OpenProcessMonitor { get; init; } =
        static () => throw new InvalidOperationException("no processes are tracked in this world");

    /// <summary>Asks drivers for the carrier of a link; null = nothing can be polled.</summary>
    public ILinkProbe? LinkProbe { get; init; }

    public required IAnnouncer Announcer { get; init; }

    /// <summary><c>-D</c>: lines that somebody has to ask for.</summary>
    public bool LogDetail { get; init; }

    public required IScriptRunner Scripts { get; init; }

    public IScriptResolver ScriptResolver { get; init; } = new UncheckedScripts();

    /// <summary>The files of <c>track_file</c>.</summary>
    public ITrackedFiles TrackedFiles { get; init; } = new UncheckedTrackedFiles();

    /// <summary>What is left of <c>vrrp_startup_delay</c> and <c>vrrp_delay_after_boot</c> at this moment.</summary>
    public Func<TimeSpan> StartupDelay { get; init; } = static () => TimeSpan.Zero;

    /// <summary>Wall clock, for stamps that people read.</summary>
    public TimeProvider WallClock { get; init; } = TimeProvider.System;

    /// <summary>Remembers across a kill what this daemon has put into the kernel.</summary>
    public IOwnedItemsRecord OwnedItems { get; init; } = new NoOwnedItemsRecord();

    /// <summary>
    /// Makes the reconciler of the IPVS table; called at each start of the gateway, its owners then say again what they
    /// want. Null = this process has no virtual servers.
    /// </summary>
    public Func<IpvsReconciler>? OpenIpvs { get; init; }

    /// <summary>nf_tables, for the gateway alone; null = not there.</summary>
    public INftables? Nftables { get; init; }

    /// <summary>Table, priority and counters of the rules for virtual addresses and interfaces.</summary>
    public Func<NftablesConfig> FirewallSettings { get; init; } = static () => new NftablesConfig();

    /// <summary>
    /// Clock and sockets of BFD, called when the first session begins; null = this process runs no sessions.
    /// </summary>
    public Func<BfdServices>? OpenBfd { get; init; }

    /// <summary>Where sessions say how they are, and those who track them hear of it.</summary>
    public BfdStatusBoard BfdBoard { get; init; } = new();

    /// <summary>Detects another daemon on this host with the same interface and VRID; null = not looked for.</summary>
    public IInstanceGuard? InstanceGuard { get; init; }
}
