namespace Keepalived.Core.Lvs;

/// <summary>One write to the IPVS table (closed).</summary>
public abstract record IpvsCommand
{
    private IpvsCommand()
    {
    }

    public sealed record AddService(IpvsService Service) : IpvsCommand;

    public sealed record EditService(IpvsService Service) : IpvsCommand;

    /// <summary>The kernel drops the destinations with it.</summary>
    public sealed record RemoveService(IpvsServiceKey Service) : IpvsCommand;

    public sealed record AddDestination(IpvsServiceKey Service, IpvsDestination Destination) : IpvsCommand;

    public sealed record EditDestination(IpvsServiceKey Service, IpvsDestination Destination) : IpvsCommand;

    public sealed record RemoveDestination(IpvsServiceKey Service, IpvsDestinationKey Destination) : IpvsCommand;

    /// <summary>Clears the whole table, foreign services included (<c>lvs_flush</c>).</summary>
    public sealed record Flush : IpvsCommand;

    /// <summary>Seconds; 0 leaves a value as it is.</summary>
    public sealed record SetTimeouts(uint Tcp, uint TcpFin, uint Udp) : IpvsCommand;

    public sealed record StartSyncDaemon(SyncDaemon Daemon) : IpvsCommand;

    public sealed record StopSyncDaemon(SyncDaemonState State) : IpvsCommand;
}

/// <summary>A command that the kernel refused; errno is positive.</summary>
public readonly record struct IpvsFailure(IpvsCommand Command, int Errno, string Text);
