using Keepalived.Core.Ports;

namespace Keepalived.Core.Lvs;

/// <summary>A table without a kernel, for tests and dry runs; answers as IPVS does.</summary>
public sealed class InMemoryVirtualServiceTable : IVirtualServiceTable
{
    private const int NoEntry = 2;
    private const int Exists = 17;

    /// <summary>What "the kernel" has. Tests change it behind the reconciler's back.</summary>
    public IpvsTable Table { get; } = new();

    /// <summary>Not null: the table is not available, and this is why.</summary>
    public string? Unavailable { get; set; }

    /// <summary>It says so of itself, as a plane does that marks its services.</summary>
    public bool OwnsAll { get; set; }

    /// <summary>All commands so far, for tests.</summary>
    public List<IpvsCommand> Applied { get; } = [];

    /// <summary>The largest number of commands in one call so far.</summary>
    public int LargestBatch { get; private set; }

    /// <summary>Refuses with this errno (0: accepts); asked for each command first.</summary>
    public Func<IpvsCommand, int> Refuse { get; set; } = _ => 0;

    /// <summary>As Linux begins: 15 minutes, 2 minutes, 5 minutes.</summary>
    public IpvsCommand.SetTimeouts Timeouts { get; private set; } = new(900, 120, 300);

    public string? TryOpen() => Unavailable;

    public IpvsCommand.SetTimeouts? ReadTimeouts() => Timeouts;

    public string? Dump(IpvsTable table)
    {
        table.Reset();
        foreach ((SyncDaemonState state, SyncDaemon daemon) in Table.SyncDaemons)
        {
            table.SyncDaemons.Add(state, daemon);
        }

        foreach (VirtualService service in Table.ToServices())
        {
            table.Put(service.Service);
            foreach (IpvsDestination destination in service.Destinations)
            {
                table.Put(service.Service.Key, destination);
            }
        }

        return Unavailable;
    }

    public void Apply(IReadOnlyList<IpvsCommand> commands, List<IpvsFailure> failures)
    {
        LargestBatch = Math.Max(LargestBatch, commands.Count);
        foreach (IpvsCommand command in commands)
        {
            int errno = Refuse(command);
            errno = errno == 0 ? Check(command) : errno;
            if (errno != 0)
            {
                failures.Add(new IpvsFailure(command, errno, $"errno {errno}"));
                continue;
            }

            Table.Apply(command);
            if (command is IpvsCommand.SetTimeouts set)
            {
                Timeouts = new(Or(set.Tcp, Timeouts.Tcp), Or(set.TcpFin, Timeouts.TcpFin), Or(set.Udp, Timeouts.Udp));
            }

            Applied.Add(command);
        }
    }

    public void Dispose()
    {
    }

    private static uint Or(uint given, uint present) => given > 0 ? given : present;

    private int Check(IpvsCommand command) => command switch
    {
        IpvsCommand.AddService add => Table.Contains(add.Service.Key) ? Exists : 0,
        IpvsCommand.EditService edit => Table.Contains(edit.Service.Key) ? 0 : NoEntry,
        IpvsCommand.AddDestination add =>
            HasDestination(add.Service, add.Destination.Key) ? Exists : NeedsService(add.Service),
        IpvsCommand.StartSyncDaemon start => Table.SyncDaemons.ContainsKey(start.Daemon.State) ? Exists : 0,
        IpvsCommand.EditDestination edit => HasDestination(edit.Service, edit.Destination.Key) ? 0 : NoEntry,
        _ => 0,
    };

    private int NeedsService(IpvsServiceKey key) => Table.Contains(key) ? 0 : NoEntry;

    private bool HasDestination(IpvsServiceKey key, IpvsDestinationKey destination) =>
        Table.TryGet(key, out _, out var destinations) && destinations.ContainsKey(destination);
}
