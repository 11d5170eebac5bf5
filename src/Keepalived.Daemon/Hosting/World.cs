using System.Security.Cryptography;
using Akka.Actor;
using Keepalived.Actors;
using Keepalived.Actors.Bfd;
using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;
using Keepalived.Core.Lvs;
using Keepalived.Core.Lvs.Marking;
using Keepalived.Core.Lvs.Nftables;
using Keepalived.Core.Ports;
using Keepalived.Daemon.Logging;
using Keepalived.Linux.Checks;
using Keepalived.Linux.Host;
using Keepalived.Linux.Ipvs;
using Keepalived.Linux.Netlink;
using Keepalived.Linux.Nftables;
using Keepalived.Linux.Processes;
using Keepalived.Linux.Sockets;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// The real ports: protocol clock and sockets, netlink, announcer, scripts. Disposed of after the actors have ended.
/// </summary>
internal sealed class World : IDisposable
{
    private readonly ProtocolLoop _loop;
    private readonly NetlinkKernel _kernel;
    private readonly Announcer _announcer = new();
    private readonly LibNftablesRunner _nftables = new();
    private readonly LibNftablesRunner _serviceNftables;
    private readonly LibNftablesRunner _markingNftables;
    private readonly InstanceGuard _guard = new();
    private readonly OwnedItems _items;
    private readonly ScriptSpawner _scripts;
    private readonly CheckLoop _checks;
    private readonly RealTimeLimit? _limit;
    private readonly BfdStatusBoard _bfdBoard = new();
    private ProtocolLoop? _bfd;
    private FirstServices? _first;

    public World(GlobalConfig global, Func<GlobalConfig> current, RunFiles files)
    {
        _limit = LimitOf(global) is { } limit ? new RealTimeLimit(limit, text => Log.Warning("{Text}", text)) : null;
        _loop = ProtocolThreads.OfVrrp(global);
        ActorThreads.Use(global.Vrrp);
        _checks = new CheckLoop(
            e => Log.Error(e, "A callback of the check loop failed"),
            SettingsOf(global.Checkers),
            text => Log.Warning("{Text}", text));
        _items = new OwnedItems(files.Items);
        KeepInMemory(global);

        // Contexts of their own: they are used on another thread than the firewall's, and each hears what changed.
        string? place = PlaceOfServices(global);
        _serviceNftables = new LibNftablesRunner(place);
        _markingNftables = new LibNftablesRunner(place);
        _kernel = OpenKernel(global);
        if (ScriptLeftovers.EndAll(files.Scripts) is int ended and > 0)
        {
            Log.Warning("Ended {Count} script(s) that an earlier run left", ended);
        }

        _scripts = new ScriptSpawner(new ScriptSpawnerOptions
        {
            RecordPath = files.Scripts,
            CallbackFailed = e => Log.Error(e, "What follows a script failed"),
        });
        Services = new KeepalivedServices
        {
            Clock = _loop,
            Sockets = _loop,
            Kernel = _kernel,
            OpenKernelMonitor = () => OpenMonitor(current()),
            LinkProbe = new LinkProbe(),
            OpenProcessMonitor = () => new ProcessMonitor(ProcessOptions(current().ProcessMonitorBuffer)),
            Announcer = _announcer,
            Scripts = _scripts,
            ScriptResolver = new ScriptResolver(current),
            TrackedFiles = new TrackedNumberFiles(),
            OwnedItems = _items,
            InstanceGuard = _guard,
            OpenIpvs = () => _first?.Take() ?? OpenServices(global, files),
            Nftables = _nftables,
            FirewallSettings = () => current().Nftables,
            OpenBfd = () => OpenBfd(current().Bfd),
            BfdBoard = _bfdBoard,
            StartupDelay = new StartupDelay(current, TimeProvider.System, SinceBoot).Remaining,
        };
    }

    public KeepalivedServices Services { get; }

    /// <summary>Begins to fill the table, before there are actors.</summary>
    public void PrepareServices(KeepalivedConfig config, RunFiles files)
    {
        if (config.VirtualServers.Count > 0)
        {
            _first = FirstServices.Begin(() => OpenServices(config.Global, files), config, () => _loop.Now);
        }
    }

    /// <summary>
    /// On one processor actors that start beside it would only make the table late (measured in User-Mode Linux: 5,000
    /// real servers after 3.5 s instead of 3.0 s). With virtual routers nothing waits for it.
    /// </summary>
    public void AwaitServices(bool runsVrrp)
    {
        if (!runsVrrp && Environment.ProcessorCount == 1)
        {
            _first?.Wait();
        }
    }

    private static TimeSpan SinceBoot() => TimeSpan.FromMilliseconds(Environment.TickCount64);

    private static int SizeOf(ReceiveBufferConfig buffer) => (int)Math.Min(buffer.Size ?? 0, int.MaxValue);

    internal static NetlinkKernel OpenKernel(GlobalConfig global) =>
        new(SizeOf(global.VrrpNetlinkCommandBuffer), global.VrrpNetlinkCommandBuffer.Force);

    // Without a size of its own the buffer is large, whatever the system's limit: a lost message costs a dump.
    // One monitor tells both parts of the daemon, so it has the larger of their buffers.
    internal static NetlinkMonitor OpenMonitor(GlobalConfig global)
    {
        ReceiveBufferConfig buffer = global.VrrpNetlinkMonitorBuffer.Or(global.LvsNetlinkMonitorBuffer);
        return SizeOf(buffer) is int size and > 0
            ? new NetlinkMonitor(size, force: buffer.Force)
            : new NetlinkMonitor();
    }

    /// <summary>The thread of the BFD sessions, for as long as the process lives.</summary>
    private BfdServices OpenBfd(ProcessConfig settings)
    {
        _bfd ??= ProtocolThreads.OfBfd(settings);
        return new BfdServices(_bfd, _bfd, new DatagramPathFactory())
        {
            Fraction = Random.Shared.NextDouble,
            // Two that draw the same do no harm: packets are told apart by their sender.
            Discriminator = static () => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue),
        };
    }

    /// <summary>The LVS side over the real sockets and scripts.</summary>
    public Props Lvs(IActorRef gateway, IActorRef links, KeepalivedConfig config)
    {
        CheckTransportFactory checks = new(
            _checks,
            Services.Scripts,
            Services.ScriptResolver,
            TimeProvider.System,
            text => Log.Warning("{Text}", text))
        {
            Bfd = _bfdBoard,
        };
        LvsServices services = new(_checks, checks, gateway, links)
        {
            TableIsPrepared = _first is not null,
            Spread = SpreadOf(config.Global),
            Log = Subsystem.CheckerLines(),
        };
        return LvsSupervisor.Props(services, config);
    }

    internal static CheckSpread SpreadOf(GlobalConfig global) =>
        new((int)(global.RandomSeed ?? (uint)Environment.TickCount));

    /// <summary>The start is over: see <see cref="ActorThreads.AtRealTime"/>.</summary>
    public void BeginRealTime()
    {
        if (_limit is not { IsReached: true })
        {
            ActorThreads.BeginRealTime();
        }
    }

    private static ThreadSettings SettingsOf(ProcessConfig part) => new()
    {
        Name = part.Name,
        Nice = part.NicePriority,
        RealTimePriority = part.RealTimePriority,
        Processors = [.. part.CpuAffinity],
    };

    /// <summary>One limit for all threads: the shortest of the parts that run in real time.</summary>
    internal static uint? LimitOf(GlobalConfig global)
    {
        uint? vrrp = global.Vrrp.RealTimePriority > 0 || global.MaxAutoPriority > 0 ? global.Vrrp.RealTimeLimit : null;
        uint? checks = global.Checkers.RealTimePriority > 0 ? global.Checkers.RealTimeLimit : null;
        uint? bfd = global.Bfd.RealTimePriority > 0 ? global.Bfd.RealTimeLimit : null;
        return Shorter(Shorter(vrrp, checks), bfd);
    }

    private static uint? Shorter(uint? one, uint? other) => one < other || other is null ? one : other;

    /// <summary>One process does all: whoever wants its part kept in memory gets the whole of it kept.</summary>
    private static void KeepInMemory(GlobalConfig global)
    {
        if ((global.Vrrp.NoSwap || global.Checkers.NoSwap || global.Bfd.NoSwap)
            && RealTime.LockMemory() is int errno and > 0)
        {
            Log.Warning("The memory cannot be locked: errno {Errno}", errno);
        }
    }

    internal static ProcessMonitorOptions ProcessOptions(ReceiveBufferConfig buffer) =>
        new(SizeOf(buffer), buffer.Force);

    private IpvsReconciler OpenServices(GlobalConfig global, RunFiles files)
    {
        ServiceOwnershipFile record = new(files.VirtualServers);
        return new IpvsReconciler(ServiceTable(global, record), record)
        {
            Marking = new MarkingTable(_markingNftables),
        };
    }

    /// <summary><c>net_namespace_ipvs</c> as a file; null: that of the process.</summary>
    private static string? PlaceOfServices(GlobalConfig global) => global.NetNamespaceIpvs switch
    {
        null => null,
        "" => NamespaceLauncher.Origin,
        string name => NamespaceLauncher.PathOf(name),
    };

    private IVirtualServiceTable ServiceTable(GlobalConfig global, ServiceOwnershipFile record)
    {
        NetlinkIpvsTable ipvs = new(
            () => KernelModule.TryLoad(_scripts, "ip_vs"), PlaceOfServices(global), global.LvsNetlinkCommandBuffer);
        NftablesServiceTable nftables = new(_serviceNftables);
        return global.LvsBackend switch
        {
            LvsBackend.Nftables => new PreferredServiceTable(nftables, ipvs, record.Load, onlyFirst: true),
            LvsBackend.Ipvs => new PreferredServiceTable(ipvs, nftables, record.Load, onlyFirst: true),
            _ => new PreferredServiceTable(ipvs, nftables, record.Load),
        };
    }

    public void Dispose()
    {
        _limit?.Dispose();
        _first?.Dispose();
        _scripts.Dispose();
        _checks.Dispose();
        _guard.Dispose();
        _loop.Dispose();
        _bfd?.Dispose();
        _announcer.Dispose();
        _nftables.Dispose();
        _serviceNftables.Dispose();
        _markingNftables.Dispose();
        _kernel.Dispose();
        _items.Dispose();
    }
}
