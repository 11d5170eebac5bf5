namespace Keepalived.Core.Lvs.Nftables;

/// <summary>A destination and the number by which the maps of its service know it.</summary>
internal sealed record NftablesServer(uint Id, IpvsDestination Destination);

/// <summary>
/// One virtual service as the table holds it: its servers by number, and the ring of slots that new flows go round. A
/// server has as many slots as its weight says; a change moves as few slots as it can, so that a source that is hashed
/// onto the ring keeps its server.
/// </summary>
internal sealed class NftablesService
{
    /// <summary>IP_VS_SVC_F_ONEPACKET.</summary>
    public const uint OnePacket = 0x04;

    /// <summary>IP_VS_SVC_F_SCHED_SH_PORT: the source port is hashed too.</summary>
    public const uint HashPort = 0x10;

    /// <summary>Slots of one ring; weights beyond that are scaled down.</summary>
    private const int MaxSlots = 4096;

    private readonly Dictionary<IpvsDestinationKey, NftablesServer> _servers;
    private uint _lastId;

    public NftablesService(IpvsService service)
        : this(service, [], [], 0)
    {
    }

    private NftablesService(
        IpvsService service, Dictionary<IpvsDestinationKey, NftablesServer> servers, List<uint> slots, uint lastId)
    {
        Service = service;
        _servers = servers;
        Slots = slots;
        _lastId = lastId;
    }

    public IpvsService Service { get; set; }

    public IReadOnlyDictionary<IpvsDestinationKey, NftablesServer> Servers => _servers;

    /// <summary>The number of the server at each place of the ring.</summary>
    public List<uint> Slots { get; private set; }

    public bool IsPersistent => (Service.Flags & IpvsService.Persistent) != 0;

    /// <summary>
    /// The ring holds numbers of servers, not addresses: to remember them, or because nft cannot give a map of
    /// addresses and ports a type that fits all protocols of a mark.
    /// </summary>
    public bool GoesByNumber => IsPersistent || (Service.Key.Fwmark != 0 && HasPorts);

    /// <summary>
    /// Real servers have ports of their own, which is so unless they take the port that the client asked for.
    /// </summary>
    public bool HasPorts => Service.Key.Port != 0
        || (_servers.Count > 0 && _servers.Keys.All(static server => server.Port != 0));

    /// <summary>The data of one map has one type.</summary>
    public bool MixesPorts(IpvsDestinationKey another) => Service.Key.Port == 0
        && _servers.Keys.Any(server => (server.Port == 0) != (another.Port == 0));

    public NftablesService Clone() => new(Service, new(_servers), [.. Slots], _lastId);

    public void Put(IpvsDestination destination) => _servers[destination.Key] =
        new NftablesServer(_servers.GetValueOrDefault(destination.Key)?.Id ?? ++_lastId, destination);

    public bool Remove(IpvsDestinationKey destination) => _servers.Remove(destination);

    /// <summary>For what was read back from the kernel.</summary>
    public void Adopt(uint id, IpvsDestination destination)
    {
        _servers[destination.Key] = new NftablesServer(id, destination);
        _lastId = Math.Max(_lastId, id);
    }

    /// <summary>Makes the ring agree with the servers.</summary>
    public void Arrange()
    {
        Dictionary<uint, int> missing = Shares();
        int size = missing.Values.Sum();
        List<uint> slots = new(Slots);
        List<int> holes = [];
        for (int i = 0; i < slots.Count; i++)
        {
            if (missing.TryGetValue(slots[i], out int left) && left > 0)
            {
                missing[slots[i]] = left - 1;
            }
            else
            {
                slots[i] = 0;
                holes.Add(i);
            }
        }

        int hole = 0;
        foreach (uint id in Interleave(missing))
        {
            if (hole < holes.Count)
            {
                slots[holes[hole++]] = id;
            }
            else
            {
                slots.Add(id);
            }
        }

        // What is still empty is filled from the end: the ring has no gaps.
        for (int last = slots.Count - 1; slots.Count > size; last--)
        {
            uint moved = slots[last];
            slots.RemoveAt(last);
            if (moved != 0)
            {
                slots[holes[hole++]] = moved;
            }
        }

        Slots = slots;
    }

    /// <summary>Slots of each server that may get new flows.</summary>
    private Dictionary<uint, int> Shares()
    {
        bool ignoresWeight = Service.Scheduler == "rr";
        Dictionary<uint, int> shares = [];
        int divisor = 0;
        long sum = 0;
        foreach (NftablesServer server in _servers.Values.Where(server => server.Destination.Weight > 0))
        {
            int weight = ignoresWeight ? 1 : server.Destination.Weight;
            shares.Add(server.Id, weight);
            divisor = Gcd(weight, divisor);
            sum += weight;
        }

        long size = divisor == 0 ? 0 : sum / divisor;
        foreach (uint id in shares.Keys)
        {
            int share = shares[id] / divisor;
            shares[id] = size <= MaxSlots ? share : (int)Math.Max(1, (long)share * MaxSlots / size);
        }

        return shares;
    }

    /// <summary>One of each in turn, those with more of them longer: neighbours on the ring differ.</summary>
    private static IEnumerable<uint> Interleave(Dictionary<uint, int> counts)
    {
        // Each server's places lie evenly between 0 and 1; the ring takes them in their order.
        PriorityQueue<uint, (double Place, uint Id)> next = new();
        foreach ((uint id, int count) in counts)
        {
            for (int i = 0; i < count; i++)
            {
                next.Enqueue(id, ((i + 0.5) / count, id));
            }
        }

        while (next.TryDequeue(out uint id, out _))
        {
            yield return id;
        }
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
