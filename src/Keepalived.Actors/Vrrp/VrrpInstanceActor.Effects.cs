using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Sockets;
using Keepalived.Core.Kernel;
using Keepalived.Core.Notify;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Vrrp;

/// <content>What the machine wants done.</content>
public sealed partial class VrrpInstanceActor
{
    /// <summary>
    /// Of intervals of some milliseconds: an actor that comes late by as much is not stuck, and to ask hundreds of them
    /// a hundred times a second costs as much as what they advertise.
    /// </summary>
    private static readonly TimeSpan s_shortestLease = TimeSpan.FromSeconds(1);

    private ImmutableArray<KernelItem> _wanted = [];
    private ImmutableArray<KernelItem> _installed = [];

    /// <summary>What the gateway has answered for: a reload does not write it again.</summary>
    private HashSet<KernelCommand> _inPlace = [];
    private long _batch;
    private long _installBatch;
    private long _removalBatch;
    private int _installGeneration;
    private DateTimeOffset _lastTransition;
    private VrrpReason _lastReason;

    private void Run(in VrrpEffect effect, TimeSpan now)
    {
        switch (effect.Kind)
        {
            case VrrpEffectKind.StartTimer:
                _clock.Start(effect.Timer, now, effect.After, effect.Generation);
                break;
            case VrrpEffectKind.StopTimer:
                _clock.Stop(effect.Timer);
                break;
            case VrrpEffectKind.Advertise:
                _advertising = effect;
                StartTransmitter(effect);
                break;
            case VrrpEffectKind.StopAdvertising:
                _advertising = null;
                _transmitter?.Revoke();
                break;
            case VrrpEffectKind.SendAdvertisement:
                _transmitter?.SendOnce(effect.Priority);
                break;
            case VrrpEffectKind.RaiseSequence:
                _source?.RaiseSequence(effect.Sequence);
                break;
            case VrrpEffectKind.InstallAddresses:
                InstallAddresses(effect.Generation);
                break;
            case VrrpEffectKind.RemoveAddresses:
                RemoveAddresses();
                break;
            case VrrpEffectKind.Announce:
                Announce(effect.Count);
                break;
            case VrrpEffectKind.AnnounceElsewhere:
                Announce(1, _slot.Config.AddressesElsewhere.Select(a => IpAddress.From(a.Address)).ToHashSet());
                break;
            case VrrpEffectKind.Increment:
                _slot.Counters.Increment(effect.Counter);
                break;
            default:
                Tell(effect);
                break;
        }
    }

    /// <summary>What goes to people and to other actors.</summary>
    private void Tell(in VrrpEffect effect)
    {
        switch (effect.Kind)
        {
            case VrrpEffectKind.NotifyTransition:
                Transitioned(effect);
                break;
            case VrrpEffectKind.ReportToGroup:
                ReportToGroup();
                break;
            case VrrpEffectKind.NotifyLowerPriority:
                Context.System.EventStream.Publish(new InstanceHeardLowerPriority(
                    _slot.Config, _state.EffectivePriority));
                break;
            case VrrpEffectKind.NotifyPriority:
                _log.Info(
                    "({0}) Changing effective priority from {1} to {2}", Name, _priorityBefore, effect.Priority);
                Context.System.EventStream.Publish(
                    new InstancePriorityChanged(_slot.Config, _state.State, effect.Priority, _slot.GroupConfig));
                break;
            case VrrpEffectKind.Log:
                Report(effect);
                break;
            default:
                throw new InvalidOperationException($"no answer to effect {effect.Kind}");
        }
    }

    private void StartTransmitter(in VrrpEffect effect) => _transmitter?.Start(
        effect.Priority, effect.After, Lease(), effect.Now, effect.Generation);

    /// <summary>
    /// One Master_Down_Interval: after that long without an answer of ours the others take over anyway. But not less
    /// than <see cref="s_shortestLease"/>.
    /// </summary>
    private TimeSpan Lease()
    {
        TimeSpan interval = VrrpTimers.MasterDownInterval(_parameters, _state);
        return interval > s_shortestLease ? interval : s_shortestLease;
    }

    private void RegainLease(LeaseLost lost)
    {
        if (_advertising is { } effect && effect.Generation == lost.Generation)
        {
            if (_parameters.LongestSilence is not null)
            {
                // Nobody knows for how long nothing was sent; others have begun to count.
                Handle(Event(VrrpEventKind.SilenceExceeded));
                return;
            }

            _log.Warning("({0}) did not answer the protocol clock for a master down interval; advertising again", Name);
            StartTransmitter(effect with { Now = true });
        }
    }

    private void ReportSendFailure(SendingFailed failed)
    {
        string text = $"sending failed: {ErrnoText.Of(failed.Errno)}";
        if (_slot.LastError != text)
        {
            _slot.LastError = text;
            _log.Warning("({0}) {1}", Name, text);
        }
    }

    private void InstallAddresses(int generation)
    {
        _installGeneration = generation;
        List<string> missing = [];
        // Items of a batch that is not answered yet may be there by the time that this one comes.
        KernelItem[] known = _installBatch == 0 ? [.. _installed] : [.. _installed.Union(_wanted)];
        _wanted = WantedItems(missing);
        _installBatch = ++_batch;
        _neighbours.Kernel.Tell(new ApplyBatch(Owner, _installBatch, CommandsFor(_wanted, known)), Self);
        foreach (string line in missing)
        {
            VrrpLog.MissingInterface(_log, Name, line);
        }
    }

    /// <summary>What a reload took out of the list goes, and what is not there yet comes.</summary>
    private ImmutableArray<KernelCommand> CommandsFor(ImmutableArray<KernelItem> wanted, KernelItem[] known)
    {
        KernelItem[] gone = [.. known.Reverse().Where(old => !wanted.Contains(old))];
        if (MayTakeOthersAlong(gone, wanted))
        {
            _inPlace = [];
        }

        KernelCommand[] additions = [.. wanted.Select(static item => item.ToAddition())];
        KernelCommand[] missing = [.. additions.Where(add => !_inPlace.Contains(add))];
        _inPlace.IntersectWith(additions);
        return [.. gone.Select(static old => old.ToRemoval()), .. missing];
    }

    /// <summary>
    /// The kernel deletes secondary addresses with the primary one of their network, and routes with their source.
    /// </summary>
    private static bool MayTakeOthersAlong(KernelItem[] gone, ImmutableArray<KernelItem> wanted) => gone.Length > 0
        && (wanted.Any(static item => item is RouteItem)
            || gone.Any(static item => item is AddressItem { Address.KernelPrefixLength: not (32 or 128) }));

    private void RemoveAddresses()
    {
        _installed = [];
        _inPlace = [];
        _installBatch = 0;
        _removalBatch = ++_batch;
        _neighbours.Router.Tell(new CancelAnnouncements());
        _neighbours.Kernel.Tell(new ReleaseOwner(Owner, _removalBatch), Self);
    }

    /// <param name="rounds">Over all addresses.</param>
    /// <param name="only">These alone, or null for all.</param>
    private void Announce(int rounds, IReadOnlySet<IpAddress>? only = null)
    {
        if (_links is null)
        {
            return;
        }

        ImmutableArray<Announcement> announcements = AnnouncementsOf(_wanted, only);
        _neighbours.Router.Tell(new SendAnnouncements(announcements, rounds));
        if (_services.LogDetail && rounds > 0)
        {
            foreach (Announcement item in announcements)
            {
                AnnouncementLog.Queueing(_log, Name, item);
            }
        }
    }

    private ImmutableArray<Announcement> AnnouncementsOf(
        ImmutableArray<KernelItem> wanted, IReadOnlySet<IpAddress>? only)
    {
        ImmutableArray<Announcement>.Builder announcements = ImmutableArray.CreateBuilder<Announcement>();
        foreach (AddressItem item in wanted.OfType<AddressItem>())
        {
            if (only?.Contains(item.Address.Address) != false
                && _links?.Find(item.Address.InterfaceIndex) is { HardwareAddress.Length: 12, IsNoArp: false } link)
            {
                ImmutableArray<byte> mac = [.. Convert.FromHexString(link.HardwareAddress)];
                string pacedBy = _slot.Config.Vmac is null ? link.Name : _slot.Config.Interface;
                announcements.Add(new Announcement(link.Index, mac, item.Address.Address, IsRouter: false, pacedBy)
                {
                    Link = link.Name,
                });
            }
        }

        return announcements.ToImmutable();
    }

    private void Transitioned(in VrrpEffect effect)
    {
        _lastTransition = _services.WallClock.GetUtcNow();
        _lastReason = effect.Reason;
        if (effect.To == VrrpState.Initialize)
        {
            PublishEnd(effect);
            return;
        }

        _reported.Clear();
        VrrpLog.Entering(_log, Name, effect.To, isFirst: effect.From == VrrpState.Initialize);
        if (NotifiedStates.Of(effect.To) is { } notified)
        {
            Context.System.EventStream.Publish(
                new InstanceTransitioned(_slot.Config, effect.From, notified, effect.Reason, _state.EffectivePriority));
        }
    }

    private void PublishEnd(in VrrpEffect effect)
    {
        if (_stopping is not { } stop)
        {
            return;
        }

        // Without notify_deleted the generic script hears FAULT (cli-and-runtime, section 5).
        NotifiedState state = !stop.Deleted ? NotifiedState.Stop
            : _slot.Config.NotifyDeleted ? NotifiedState.Deleted : NotifiedState.Fault;
        Context.System.EventStream.Publish(
            new InstanceTransitioned(_slot.Config, effect.From, state, effect.Reason, _state.EffectivePriority));
    }

    private void ReportToGroup()
    {
        if (_slot.Group is { } group)
        {
            _neighbours.Directory.Group(group).Tell(new MemberReported(_state.GroupReport));
        }
    }
}
