using System.Collections.Immutable;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ipvs;

namespace Keepalived.Core.Lvs.Nftables;

/// <content>The sets beside the maps: what is refused, what is counted.</content>
public sealed partial class NftablesServiceTable
{
    public ImmutableArray<VirtualServiceStatistics> ReadStatistics()
    {
        NftablesResult listed = nft.RunForJson("list sets inet");
        if (!listed.Succeeded || NftablesCounters.TryRead(listed.Output) is not { } read)
        {
            return [];
        }

        return [.. _services.Values.Select(service =>
        {
            IpvsServiceKey key = service.Service.Key;
            ImmutableArray<DestinationStatistics> servers = [.. service.Servers.Keys.Select(server =>
                new DestinationStatistics(server, NftablesCounters.Read(read, key, server)))];
            return new VirtualServiceStatistics(key, Sum(servers), servers);
        })];
    }

    /// <summary>Nobody took elements out of the sets that refuse and count, or put some in.</summary>
    private bool HasAllElements(Dictionary<IpvsServiceKey, NftablesService> services)
    {
        NftablesResult listed = nft.RunForJson("list sets inet");
        if (!listed.Succeeded || NftablesCounters.TryRead(listed.Output) is not { } read)
        {
            return false;
        }

        HashSet<(string, string)> counted = [.. services.Values.SelectMany(service =>
            service.Servers.Keys.SelectMany(server => NftablesCounters.Of(service.Service.Key, server)))];
        int closed = services.Values.Count(service => service.Slots.Count == 0);
        return read.Count == counted.Count + closed && counted.IsSubsetOf(read.Keys);
    }

    private static IpvsStatistics Sum(ImmutableArray<DestinationStatistics> servers)
    {
        var sum = default(IpvsStatistics);
        foreach (IpvsStatistics one in servers.Select(server => server.Counters))
        {
            sum = sum with
            {
                Connections = sum.Connections + one.Connections,
                IncomingPackets = sum.IncomingPackets + one.IncomingPackets,
                OutgoingPackets = sum.OutgoingPackets + one.OutgoingPackets,
                IncomingBytes = sum.IncomingBytes + one.IncomingBytes,
                OutgoingBytes = sum.OutgoingBytes + one.OutgoingBytes,
            };
        }

        return sum;
    }
}
