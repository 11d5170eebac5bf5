using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Sockets;

/// <content>Gratuitous ARP and neighbour advertisements, at once or as far apart as configured.</content>
public sealed partial class SocketRouterActor
{
    private readonly AnnouncementPacer<Announcement> _pacer = new();
    private IProtocolTimer? _paceTimer;

    protected override void PostStop() => _paceTimer?.Dispose();

    private void OnAnnouncing(object message)
    {
        switch (message)
        {
            case SendAnnouncements announcements:
                Announce(announcements, Sender);
                break;
            case RehearseAnnouncements rehearsal:
                Rehearse(rehearsal.Announcements);
                break;
            case PaceAnnouncements:
                AnnounceDue();
                break;
            case CancelAnnouncements:
                _pacer.Cancel(Sender);
                break;
            case ApplyRouterConfig config:
                _config = config;
                break;
        }
    }

    private void Announce(SendAnnouncements message, IActorRef owner)
    {
        // Round robin over all addresses, so that each is heard soon.
        for (int round = 0; round < message.Rounds; round++)
        {
            foreach (Announcement item in message.Announcements)
            {
                (string lane, TimeSpan gap) = _config.Limits.Of(item.Interface, item.Address.IsV6);
                if (gap == TimeSpan.Zero)
                {
                    Announce(item);
                }
                else
                {
                    _pacer.Add((lane, gap), owner, item, _services.Clock.Now);
                }
            }
        }

        AnnounceDue();
    }

    private void Rehearse(ImmutableArray<Announcement> announcements)
    {
        // None of them has rounds to go: they only pass through.
        Announce(new SendAnnouncements(announcements, 0), Self);
        foreach (Announcement item in announcements.Take(1))
        {
            _ = _config.Limits.Of(item.Interface, item.Address.IsV6);
            _services.Announcer.Rehearse(item.HardwareAddress.AsSpan(), item.Address);
        }
    }

    private void AnnounceDue()
    {
        TimeSpan now = _services.Clock.Now;
        while (_pacer.TryTake(now, out Announcement item))
        {
            Announce(item);
        }

        if (_pacer.NextDue is { } next)
        {
            _paceTimer ??= _services.Clock.CreateTimer(new PaceTimer(Self), 0);
            _paceTimer.Start(next, 0);
        }
    }

    private void Announce(Announcement item)
    {
        int errno = _services.Announcer.Announce(
            item.InterfaceIndex, item.HardwareAddress.AsSpan(), item.Address, item.IsRouter);
        if (errno != 0)
        {
            Complain("cannot announce", item.Address, ErrnoText.Of(errno));
        }
        else if (_services.LogDetail)
        {
            AnnouncementLog.Sending(_log, item);
        }
    }

    private sealed record PaceAnnouncements
    {
        public static PaceAnnouncements Instance { get; } = new();
    }

    private sealed class PaceTimer(IActorRef router) : IProtocolTimerTarget
    {
        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) =>
            router.Tell(PaceAnnouncements.Instance, ActorRefs.NoSender);
    }
}
