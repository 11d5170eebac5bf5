using System.Collections.Concurrent;
using System.Collections.Immutable;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Fakes;

/// <summary>
/// A kernel in memory: links that the test sets, addresses that the gateway writes, events for the monitor.
/// </summary>
internal sealed class FakeKernel : IKernel, IKernelMonitor
{
    private readonly object _gate = new();
    private readonly Dictionary<int, NetworkLink> _links = [];
    private readonly List<KernelAddress> _addresses = [];
    private readonly List<KernelCommand> _commands = [];
    private Action<KernelEvent>? _observer;
    private Action<Exception>? _failed;

    /// <summary>Thrown once by the next Apply.</summary>
    public Exception? FailNextApply { get; set; }

    /// <summary>Addresses that Apply refuses with EINVAL.</summary>
    public HashSet<IpAddress> Refused { get; } = [];

    public int Applications { get; private set; }

    public List<KernelCommand> Rehearsed { get; } = [];

    /// <summary>All that was asked of it since the last call.</summary>
    public KernelCommand[] TakeCommands()
    {
        lock (_gate)
        {
            KernelCommand[] taken = [.. _commands];
            _commands.Clear();
            return taken;
        }
    }

    /// <summary>Switches that were set and not given back, as PATH=VALUE.</summary>
    public ConcurrentDictionary<string, string> Switches { get; } = [];

    /// <summary>How often somebody began to listen.</summary>
    public int MonitorsStarted { get; private set; }

    public FakeKernel WithLink(int index, string name, string address)
    {
        SetLink(new NetworkLink { Index = index, Name = name, Flags = 0x1043, HardwareAddress = "020000000001" });
        lock (_gate)
        {
            _addresses.Add(new KernelAddress(index, IpAddress.Parse(address), 24, 0, 0));
        }

        return this;
    }

    public void SetLink(NetworkLink link)
    {
        // Told under the gate, in the order in which it happened: observers only pass it on.
        lock (_gate)
        {
            _links[link.Index] = link;
            _observer?.Invoke(new LinkChanged(link));
        }
    }

    public void SetUp(int index, bool isUp)
    {
        NetworkLink link;
        lock (_gate)
        {
            link = _links[index];
        }

        SetLink(link with { Flags = isUp ? 0x1043u : 0x1002u });
    }

    public bool Has(string address)
    {
        IpAddress wanted = IpAddress.Parse(address);
        lock (_gate)
        {
            return _addresses.Any(a => a.Address.Equals(wanted));
        }
    }

    /// <summary>Somebody else takes an address away.</summary>
    public void Steal(string address)
    {
        IpAddress wanted = IpAddress.Parse(address);
        KernelAddress stolen;
        lock (_gate)
        {
            stolen = _addresses.Single(a => a.Address.Equals(wanted));
            _addresses.Remove(stolen);
            _observer?.Invoke(new AddressRemoved(stolen));
        }
    }

    public KernelSnapshot Dump()
    {
        lock (_gate)
        {
            return new KernelSnapshot([.. _links.Values], [.. _addresses]);
        }
    }

    public void Apply(IReadOnlyList<KernelCommand> commands, List<KernelFailure> failures)
    {
        Applications++;
        if (FailNextApply is { } failure)
        {
            FailNextApply = null;
            throw failure;
        }

        List<KernelEvent> events = [];
        lock (_gate)
        {
            _commands.AddRange(commands);
            foreach (KernelCommand command in commands)
            {
                Apply(command, failures, events);
            }

            events.ForEach(e => _observer?.Invoke(e));
        }
    }

    public void Rehearse(IReadOnlyList<KernelCommand> commands, List<KernelFailure> failures)
    {
        lock (_gate)
        {
            Rehearsed.AddRange(commands);
        }
    }

    public string? ReadSysctl(string path) => null;

    public bool PutBack(KernelItem item, List<KernelFailure> failures)
    {
        Apply([item.ToAddition()], failures);
        return true;
    }

    /// <summary>As if the thread that listens had ended.</summary>
    public void FailMonitor(string reason) => _failed?.Invoke(new InvalidOperationException(reason));

    public void Start(Action<KernelEvent> observer, Action<Exception> failed)
    {
        lock (_gate)
        {
            _observer = observer;
            _failed = failed;
            observer(new Synchronized(Dump()));
            MonitorsStarted++;
        }
    }

    public void WatchRouting()
    {
    }

    public void WatchFirewall()
    {
    }

    public void Dispose()
    {
    }

    private void Apply(KernelCommand command, List<KernelFailure> failures, List<KernelEvent> events)
    {
        switch (command)
        {
            case AddAddress add when Refused.Contains(add.Address.Address):
                failures.Add(new KernelFailure(command, 22, "Invalid argument"));
                break;
            case AddAddress add:
                KernelAddress added = new(
                    add.Address.InterfaceIndex, add.Address.Address, add.Address.PrefixLength, 18, 0);
                _addresses.RemoveAll(a => a.Address.Equals(added.Address));
                _addresses.Add(added);
                events.Add(new AddressAdded(added));
                break;
            case RemoveAddress remove:
                foreach (
                    KernelAddress gone in _addresses.Where(a => a.Address.Equals(remove.Address.Address)).ToArray())
                {
                    _addresses.Remove(gone);
                    events.Add(new AddressRemoved(gone));
                }

                break;
            case SetSysctl set:
                Switches[set.Sysctl.Path] = set.Sysctl.Value;
                break;
            case RestoreSysctl restore:
                Switches.TryRemove(restore.Sysctl.Path, out _);
                break;
        }
    }
}
