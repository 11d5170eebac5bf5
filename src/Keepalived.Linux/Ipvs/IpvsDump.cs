using System.Collections.Immutable;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Native;
using Keepalived.Linux.Netlink;
using Keepalived.Wire.Ipvs;
using Keepalived.Wire.Netlink;

namespace Keepalived.Linux.Ipvs;

/// <summary>Reads it all: services, synchronization daemons, the destinations of each service.</summary>
internal sealed class IpvsDump(NetlinkSocket socket, ushort family)
{
    /// <summary>The kernel answers at once; this only keeps a broken one from hanging us. Milliseconds.</summary>
    public const int AnswerTimeout = 10_000;

    /// <summary>The table may change while it is dumped; then the dump is asked for anew.</summary>
    private const int MaxAttempts = 10;

    private readonly byte[] _request = new byte[512];

    // The kernel fills up to 32 KiB per datagram of a dump.
    private readonly byte[] _buffer = new byte[65536];
    private uint _sequence = 0x49000000;

    private delegate void Visitor(in NetlinkMessage message);

    /// <summary>Null, or what went wrong.</summary>
    public string? Take(IpvsTable table)
    {
        table.Reset();
        List<IpvsService> services = [];
        string? failure = Run(
            isOfService: false,
            request => request.DumpServices(_request),
            services.Clear,
            (in message) =>
            {
                if (IpvsServiceMessage.TryDecode(message.Payload, out IpvsServiceMessage service, out _))
                {
                    services.Add(IpvsMessages.ToService(service));
                }
            });
        failure ??= TakeSyncDaemons(table);
        foreach (IpvsService service in services)
        {
            failure ??= TakeDestinations(service, table);
        }

        return failure;
    }

    /// <summary>The counters of all services and destinations; empty if they cannot be read.</summary>
    public ImmutableArray<VirtualServiceStatistics> TakeStatistics()
    {
        List<IpvsServiceMessage> services = [];
        string? failure = Run(
            isOfService: false,
            request => request.DumpServices(_request),
            services.Clear,
            (in message) =>
            {
                if (IpvsServiceMessage.TryDecode(message.Payload, out IpvsServiceMessage service, out _))
                {
                    services.Add(service);
                }
            });
        return failure is null ? [.. services.Select(TakeStatistics)] : [];
    }

    private VirtualServiceStatistics TakeStatistics(IpvsServiceMessage service)
    {
        IpvsServiceKey key = IpvsMessages.ToService(service).Key;
        List<DestinationStatistics> destinations = [];
        Run(
            isOfService: true,
            request => request.DumpDestinations(_request, IpvsMessages.From(key)),
            destinations.Clear,
            (in message) =>
            {
                if (IpvsDestinationMessage.TryDecode(
                    message.Payload, key.Family, out IpvsDestinationMessage destination, out _))
                {
                    destinations.Add(IpvsMessages.ToStatistics(destination));
                }
            });
        return new VirtualServiceStatistics(key, service.Statistics, [.. destinations]);
    }

    /// <summary>Null if they cannot be read.</summary>
    public IpvsCommand.SetTimeouts? ReadTimeouts()
    {
        IpvsCommand.SetTimeouts? read = null;
        string? failure = Run(
            isOfService: false,
            request => request.GetTimeouts(_request),
            static () => { },
            (in message) =>
            {
                if (IpvsTimeouts.TryDecode(message.Payload, out IpvsTimeouts found, out _))
                {
                    read = new IpvsCommand.SetTimeouts(found.TcpSeconds, found.TcpFinSeconds, found.UdpSeconds);
                }
            });
        return failure is null ? read : null;
    }

    private string? TakeSyncDaemons(IpvsTable table) => Run(
        isOfService: false,
        request => request.DumpDaemons(_request),
        table.SyncDaemons.Clear,
        (in message) =>
        {
            if (IpvsSyncDaemonMessage.TryDecode(message.Payload, out IpvsSyncDaemonMessage daemon, out _))
            {
                SyncDaemon running = IpvsMessages.ToSyncDaemon(daemon);
                table.SyncDaemons[running.State] = running;
            }
        });

    private string? TakeDestinations(IpvsService service, IpvsTable table)
    {
        IpvsServiceMessage named = IpvsMessages.From(service.Key);
        table.Put(service);
        return Run(
            isOfService: true,
            request => request.DumpDestinations(_request, named),
            () =>
            {
                table.Remove(service.Key);
                table.Put(service);
            },
            (in message) =>
            {
                if (IpvsDestinationMessage.TryDecode(
                    message.Payload, service.Key.Family, out IpvsDestinationMessage destination, out _))
                {
                    table.Put(service.Key, IpvsMessages.ToDestination(destination));
                }
            });
    }

    private string? Run(bool isOfService, Func<IpvsRequest, int> encode, Action restart, Visitor visit)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            restart();
            int errno = socket.Send(_request.AsSpan(0, encode(new IpvsRequest(family, ++_sequence))));
            if (errno == 0)
            {
                errno = ReadAll(visit, out bool wasInterrupted);
                if (wasInterrupted)
                {
                    continue;
                }
            }

            // A service that went away between the two dumps has no destinations, which is no failure.
            bool isGone = isOfService && errno is (ErrnoCodes.NoEntry or ErrnoCodes.NoProcess);
            return errno == 0 || isGone ? null : $"IPVS dump: {Libc.Describe(errno)}";
        }

        return "IPVS dump: the table never stood still";
    }

    private int ReadAll(Visitor visit, out bool wasInterrupted)
    {
        wasInterrupted = false;
        while (true)
        {
            int length = socket.Receive(_buffer, AnswerTimeout);
            if (length <= 0)
            {
                return length == 0 ? ErrnoCodes.TimedOut : -length;
            }

            var reader = new NetlinkMessageReader(_buffer.AsSpan(0, length));
            while (reader.TryRead(out NetlinkMessage message, out _))
            {
                if (message.Sequence != _sequence)
                {
                    continue;
                }

                wasInterrupted |= message.IsDumpInterrupted;
                if (message.TryReadResult(out NetlinkResult result))
                {
                    return result.Errno;
                }

                visit(message);
            }
        }
    }
}
