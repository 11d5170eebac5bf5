using Akka.Actor;
using Akka.Event;
using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Sockets;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Vrrp;

/// <content>What the instance hears of interfaces, sockets and the kernel.</content>
public sealed partial class VrrpInstanceActor
{
    private const byte VrrpProtocol = 112;
    private const byte AuthenticationHeaderProtocol = 51;

    private InterfaceBinding _binding = InterfaceBinding.Missing;
    private IReadOnlySet<IpAddress> _virtualAddresses = ImmutableHashSet<IpAddress>.Empty;
    private VrrpInstanceConfig? _virtualAddressesOf;
    private VrrpInstanceKey? _boundKey;
    private int _bindingNumber;
    private IPacketSocket? _socket;
    private VrrpAdvertSource? _source;
    private IAdvertTransmitter? _transmitter;
    private VrrpEffect? _advertising;
    private bool _socketLost;

    private void SubscribeToWorld()
    {
        HashSet<string> interfaces = [];
        VrrpInstanceConfig config = _slot.Config;
        interfaces.Add(config.Interface);
        foreach (VirtualAddressConfig line in config.VirtualAddresses.Concat(config.ExcludedAddresses))
        {
            interfaces.Add(line.Device);
        }

        interfaces.Add(config.Vrf);
        PlanInterfaces();
        interfaces.UnionWith(_interfaces.Names);

        SelectTrackers();
        interfaces.UnionWith(TrackedInterfaces());
        interfaces.Remove("");
        _neighbours.Links.Tell(new SubscribeLinks(Self, [.. interfaces]));
        SubscribeToTrackers();
    }

    private void UpdateLinks(ILinkMessage message)
    {
        LinkTable? links = message switch
        {
            LinksSynchronized synchronized => synchronized.Links,
            LinkTableChanged changed => changed.Links,
            _ => null,
        };
        if (links is null)
        {
            return;
        }

        _links = links;
        KeepInterfaces();
        if (AwaitsInterfaces || IsOfNoConcern(message, links))
        {
            return;
        }

        InterfaceBinding before = _binding;
        _binding = InterfaceBinding.Of(_slot.Config, links);
        JudgeInterfaces(links);
        if (_binding.SocketIndex != before.SocketIndex || _boundKey is null || _binding.Source != before.Source)
        {
            Bind();
        }

        if (!_started)
        {
            StartWhenReady();
            return;
        }

        if (_binding.Source != before.Source && !_binding.Source.IsNone)
        {
            Handle(Event(VrrpEventKind.PrimaryAddressChanged) with { Source = _binding.Source });
        }

        ChangeFaults(InterfaceBinding.Covered, _binding.Faults);
    }

    /// <summary>
    /// Each of many instances on an interface hears of the addresses that all the others take or release, just when
    /// everybody is taking over.
    /// </summary>
    private bool IsOfNoConcern(ILinkMessage message, LinkTable links)
    {
        if (!_started || _boundKey is null
            || message is not LinkTableChanged { Change: AddressAdded or AddressRemoved })
        {
            return false;
        }

        if (!ReferenceEquals(_virtualAddressesOf, _slot.Config))
        {
            _virtualAddressesOf = _slot.Config;
            _virtualAddresses = InterfaceBinding.VirtualAddresses(_slot.Config);
        }

        return _binding.SurvivesAddresses(_slot.Config, links, _virtualAddresses);
    }

    /// <summary>
    /// The first event is only given when interfaces are known and the socket is there: a Backup that cannot hear would
    /// claim after its first wait.
    /// </summary>
    private void StartWhenReady()
    {
        bool canHear = _socket is not null || _socketLost || _boundKey is null;
        if (_started || _links is null || !canHear || _stopping is not null || _interfaces.IsSettling(_links)
            || AwaitsInterfaces)
        {
            // While the kernel's answer is awaited the links are newer than what was found of them.
            return;
        }

        _started = true;
        VrrpFaults faults = _binding.Faults | _verdict.Faults;
        if (_socketLost)
        {
            faults |= VrrpFaults.SocketFailed;
        }

        Handle(Event(VrrpEventKind.Startup) with
        {
            Source = _binding.Source,
            Fault = faults,
            Weight = _verdict.Weight,
        });
    }

    /// <summary>
    /// Raises and clears so that, of the flags in <paramref name="mask"/>, exactly <paramref name="faults"/> hold.
    /// </summary>
    private void ChangeFaults(VrrpFaults mask, VrrpFaults faults)
    {
        VrrpFaults have = _state.Faults & mask;
        VrrpFaults raise = faults & mask & ~have;
        VrrpFaults clear = have & ~faults;
        if (raise != VrrpFaults.None)
        {
            Handle(Event(VrrpEventKind.FaultRaised) with { Fault = raise });
        }

        if (clear != VrrpFaults.None)
        {
            Handle(Event(VrrpEventKind.FaultCleared) with { Fault = clear });
        }
    }

    private void Bind()
    {
        Unbind();
        VrrpInstanceConfig config = _slot.Config;
        if (_binding.SocketIndex == 0 && (config.Interface.Length > 0 || config.Vrf.Length > 0))
        {
            return;
        }

        _boundKey = new VrrpInstanceKey(_binding.SocketIndex, config.Family, config.VirtualRouterId);
        ReportOtherDaemon();
        _neighbours.Router.Tell(new BindInstance(
            ++_bindingNumber,
            _boundKey.Value,
            SocketOptions(),
            VrrpParametersFactory.CreateReceive(_slot.Config),
            _slot.Sequence,
            _slot.Counters));
    }

    private void ReportOtherDaemon()
    {
        string? other = _services.InstanceGuard?.Claim(
            _binding.SocketIndex, _binding.SocketInterface, _slot.Config.Family, _slot.Config.VirtualRouterId);
        if (other is not null)
        {
            _log.Warning("({0}) {1}", Name, other);
        }
    }

    /// <summary>
    /// A socket that was closed under us: nobody else says so, and an instance that sends into nothing while it holds
    /// its addresses makes two masters. Any other failure to send may pass; its socket is kept.
    /// </summary>
    private void BindAgainIfClosed()
    {
        if (_socket is { IsClosed: true })
        {
            _log.Warning("({0}) the socket on {1} is closed; opening it again", Name, _slot.Config.Interface);
            Bind();
        }
    }

    private PacketSocketOptions SocketOptions() => new(
        _binding.SocketIndex,
        _binding.SocketInterface,
        _slot.Config.Family,
        _slot.Config.AuthenticationType == AuthenticationType.Ah ? AuthenticationHeaderProtocol : VrrpProtocol,
        _slot.Config.IsUnicast ? default : IpAddress.From(_slot.Config.MulticastDestination),
        ReceiveBufferShare.Of(_slot.Config, _binding.Mtu));

    private void Unbind()
    {
        DropTransmitter();
        _socket = null;
        if (_boundKey is { } key)
        {
            _neighbours.Router.Tell(new UnbindInstance(key));
            _services.InstanceGuard?.Release(key.InterfaceIndex, key.Family, key.VirtualRouterId);
            _boundKey = null;
        }
    }

    private void UpdateSocket(ISocketMessage message)
    {
        switch (message)
        {
            case InstanceBound bound when _boundKey is not null && bound.Number == _bindingNumber:
                _socket = bound.Socket;
                _socketLost = false;
                ArmTransmitter();
                Rehearse();
                StartWhenReady();
                ChangeFaults(VrrpFaults.SocketFailed, VrrpFaults.None);
                break;
            case InstanceSocketLost lost when _boundKey is not null && lost.Number == _bindingNumber:
                _socketLost = true;
                _socket = null;
                DropTransmitter();
                _log.Warning("({0}) no socket on {1}: {2}", Name, _slot.Config.Interface, lost.Text);
                StartWhenReady();
                ChangeFaults(VrrpFaults.SocketFailed, VrrpFaults.SocketFailed);
                break;
            case RouterStarted when _boundKey is not null:
                Bind();
                break;
        }
    }

    /// <summary>A new socket or a new source: whoever advertises goes on at once on the new path.</summary>
    private void ArmTransmitter()
    {
        DropTransmitter();
        if (_socket is null || _binding.Source.IsNone)
        {
            return;
        }

        _source = new VrrpAdvertSource(
            VrrpParametersFactory.CreateSend(_slot.Config, _binding.Source), _slot.Sequence, _services.WallClock);
        _transmitter = _services.Clock.CreateTransmitter(_socket, _source, _clock);
        _transmitter.LimitSilence(_parameters.LongestSilence);
        if (_advertising is { } effect)
        {
            StartTransmitter(effect with { Now = true });
        }
    }

    /// <summary>Before the first event: from then on a take-over may be due at any moment.</summary>
    private void Rehearse()
    {
        if (_started || _socket is null || _binding.Source.IsNone)
        {
            return;
        }

        // Of a sequence and an expiry that nobody else ever sees.
        VrrpAdvertSource source = new(
            VrrpParametersFactory.CreateSend(_slot.Config, _binding.Source), new VrrpSequence(), _services.WallClock);
        Rehearsal.Run(_services.Clock, _socket, source, _clock);
        Rehearsal.Run(_parameters with { InSyncGroup = false });
        _services.Clock.CreateTimer(_clock, (int)VrrpTimer.MasterDown).Start(_services.Clock.Now, generation: -1);
        _ = Lease();

        // What is to be installed and announced, made and thrown away.
        ImmutableArray<KernelItem> wanted = WantedItems([]);
        _neighbours.Kernel.Tell(new RehearseBatch(CommandsFor(wanted, [])), Self);
        _neighbours.Router.Tell(new RehearseAnnouncements(AnnouncementsOf(wanted, only: null)));
        if (_links is { } links)
        {
            // The kernel tells of each address, and the announcement waits behind that.
            _ = _binding.SurvivesAddresses(_slot.Config, links, InterfaceBinding.VirtualAddresses(_slot.Config));
        }
    }

    private void DropTransmitter()
    {
        if (_transmitter is null)
        {
            return;
        }

        // Disposing ends the schedule but lets a resignation that is on its way go out; revoking would take it back.
        _slot.SentBefore += _transmitter.SentCount;
        _slot.PriorityZeroSentBefore += _transmitter.PriorityZeroSentCount;
        _transmitter.Dispose();
        _transmitter = null;
    }

    private void UpdateKernel(IKernelMessage message)
    {
        switch (message)
        {
            case BatchApplied { Owner: var owner } when owner == InterfaceOwner:
            case BatchRefused { Owner: var refusedOwner } when refusedOwner == InterfaceOwner:
                InterfacesAnswered(message);
                break;
            case OwnedItemsLost { Owner: var lostOwner } when lostOwner == InterfaceOwner:
                PlanInterfacesAgain();
                break;
            case BatchApplied { BatchId: RehearseBatch.Id } or BatchRefused { BatchId: RehearseBatch.Id }:
                break;
            case BatchApplied applied when applied.BatchId == _installBatch:
                Installed([]);
                break;
            case BatchRefused refused when refused.BatchId == _installBatch:
                Handle(Event(VrrpEventKind.KernelRefused));
                Installed(refused.Failures);
                break;
            case BatchApplied or BatchRefused when _stopping is not null && _removalBatch > 0:
                FinishStop();
                break;
            case OwnedItemsLost lost when _state.State == VrrpState.Master:
                _slot.LastError = $"{lost.Items.Length} item(s) removed by another program";
                Handle(Event(VrrpEventKind.AddressesLost));
                break;
            case GatewayStarted:
                PlanInterfacesAgain();
                if (_state.State == VrrpState.Master)
                {
                    _inPlace = [];
                    InstallAddresses(_installGeneration);
                }

                break;
        }
    }

    /// <param name="failures">What the kernel refused is tried again when the next batch comes.</param>
    private void Installed(ImmutableArray<KernelFailure> failures)
    {
        _installBatch = 0;
        _installed = _wanted;
        _inPlace = [.. _wanted.Select(static item => item.ToAddition())
            .Except(failures.Select(static failure => failure.Command))];
        Handle(Event(VrrpEventKind.AddressesInstalled) with { Generation = _installGeneration });
    }

    /// <summary>Addresses first: routes may name them as their source.</summary>
    /// <param name="missing">Takes a line about each interface that is not there.</param>
    private ImmutableArray<KernelItem> WantedItems(List<string> missing)
    {
        if (_links is null)
        {
            return [];
        }

        VrrpInstanceConfig config = _slot.Config;
        ImmutableArray<AddressItem> addresses = VirtualItems.Addresses(
            config.VirtualAddresses.Concat(config.ExcludedAddresses), config.Interface, _links, missing);
        return
        [
            .. config.RefusesPackets
                ? addresses.Select(a => new RefusedAddress(a.Address.Address, a.Address.InterfaceIndex)) : [],
            .. addresses,
            .. VirtualRoutes.Items(config.Routes, _links, missing),
            .. VirtualRules.Items(config.Rules),
        ];
    }
}
