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
public readonly record struct IpvsFailure(IpvsCommand Command, int Errno, string Text)
{
    /// <summary>For people: what was to be done, and why it was not.</summary>
    public override string ToString() => Command switch
    {
        IpvsCommand.AddService add => $"to add virtual server {add.Service.Key}: {Text}",
        IpvsCommand.EditService edit => $"to change virtual server {edit.Service.Key}: {Text}",
        IpvsCommand.RemoveService remove => $"to remove virtual server {remove.Service}: {Text}",
        IpvsCommand.AddDestination add => $"to add {add.Destination.Key} to virtual server {add.Service}: {Text}",
        IpvsCommand.EditDestination edit =>
            $"to change {edit.Destination.Key} of virtual server {edit.Service}: {Text}",
        IpvsCommand.RemoveDestination remove =>
            $"to remove {remove.Destination} from virtual server {remove.Service}: {Text}",
        IpvsCommand.Flush => $"to flush the table: {Text}",
        IpvsCommand.SetTimeouts => $"to set the time-outs of connections: {Text}",
        IpvsCommand.StartSyncDaemon start => $"to start the {start.Daemon.State} sync daemon: {Text}",
        IpvsCommand.StopSyncDaemon stop => $"to stop the {stop.State} sync daemon: {Text}",
        _ => $"{Command}: {Text}",
    };
}
