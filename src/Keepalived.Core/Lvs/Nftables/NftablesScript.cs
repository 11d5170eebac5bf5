using System.Globalization;
using System.Text;
using Keepalived.Wire.Ip;
using static Keepalived.Core.Lvs.Nftables.NftablesNames;

namespace Keepalived.Core.Lvs.Nftables;

/// <summary>
/// Writes what turns one state of the table into another, in the language of nft. The picture:
/// <code>
/// prerouting, output  (nat)     mark, or address . protocol . port  ->  chain of the service
/// chain of the service          number or hash of the flow  ->  SLOTS  ->  dnat to address . port
///   persistent                  client  ->  CLIENTS  ->  number  ->  SERVERS  ->  dnat; else by SLOTS, and remembered
/// input, forward      (filter)  refuses what no server takes
/// prerouting, output  (filter)  count what goes to each server and what it answers
/// </code>
/// Each flow is decided at its first packet; conntrack keeps it with its server whatever the table becomes.
/// </summary>
internal sealed partial class NftablesScript
{
    /// <summary>Clients that one persistent service remembers; the next ones are balanced without memory.</summary>
    private const int MaxClients = 65536;

    private readonly StringBuilder _text = new();
    private readonly List<string> _keys = [];
    private readonly List<string> _elements = [];

    public override string ToString() => _text.ToString();

    /// <summary>An empty table of ours, whatever was there before.</summary>
    public void Recreate()
    {
        Delete();
        Line($"add table {Table}");
        string comment = $"comment \"{Layout}\"; ";
        foreach ((string suffix, string address) in new[] { ("", "ip daddr"), ("6", "ip6 daddr") })
        {
            string key = $"{address} . meta l4proto . th dport";
            Line($"add map {Table} services{suffix} {{ typeof {key} : verdict; {comment}}}");
            Line($"add map {Table} any_port{suffix} {{ typeof {address} . meta l4proto : verdict; {comment}}}");
            Line($"add set {Table} closed_services{suffix} {{ typeof {key}; }}");
            Line($"add set {Table} closed_any_port{suffix} {{ typeof {address} . meta l4proto; }}");
        }

        Line($"add map {Table} marks {{ typeof meta nfproto . meta mark : verdict; {comment}}}");
        Line($"add set {Table} closed_marks {{ typeof meta nfproto . meta mark; }}");
        foreach (string set in NftablesCounters.Sets())
        {
            Line($"add set {Table} {set}");
        }

        WriteHooks();
    }

    /// <summary>Nothing of ours, whether there was something or not.</summary>
    public void Delete()
    {
        Line($"add table {Table}");
        Line($"delete table {Table}");
    }

    /// <summary>The rules from scratch; maps stay as they are.</summary>
    public void WriteHooks()
    {
        foreach (string hook in new[] { "prerouting", "output" })
        {
            string priority = hook == "output" ? "-100" : "dstnat";
            Line($"add chain {Table} {hook} {{ type nat hook {hook} priority {priority}; }}");
            Line($"flush chain {Table} {hook}");
            Line($"add rule {Table} {hook} meta nfproto . meta mark vmap @marks");
            foreach ((string suffix, string address) in new[] { ("", "ip daddr"), ("6", "ip6 daddr") })
            {
                Line($"add rule {Table} {hook} {address} . meta l4proto . th dport vmap @services{suffix}");
                Line($"add rule {Table} {hook} {address} . meta l4proto vmap @any_port{suffix}");
            }
        }

        foreach (string hook in new[] { "input", "forward" })
        {
            Line($"add chain {Table} {hook} {{ type filter hook {hook} priority -1; }}");
            Line($"flush chain {Table} {hook}");
            const string refuse = "ct status & dnat == 0 reject with icmpx port-unreachable";
            Line($"add rule {Table} {hook} meta nfproto . meta mark @closed_marks ct state new {refuse}");
            foreach ((string suffix, string address) in new[] { ("", "ip daddr"), ("6", "ip6 daddr") })
            {
                string key = $"{address} . meta l4proto";
                Line($"add rule {Table} {hook} {key} . th dport @closed_services{suffix} ct state new {refuse}");
                Line($"add rule {Table} {hook} {key} @closed_any_port{suffix} ct state new {refuse}");
            }
        }

        WriteCounting();
    }

    /// <summary>From one state of a service to another; null = it is not there.</summary>
    public void Change(NftablesService? before, NftablesService? after)
    {
        ChangeCounters(before, after);
        if (before is not null && (after is null || !IsSameShape(before, after)))
        {
            Remove(before);
            before = null;
        }

        if (after is null)
        {
            return;
        }

        if (before is null)
        {
            Create(after);
        }

        ChangeServers(before, after);
        ChangeSlots(before, after);
        if (before is null || before.Slots.Count != after.Slots.Count || before.Service != after.Service)
        {
            WriteRules(after);
        }

        ChangeEntry(before, after);
    }

    /// <summary>The rules of a service from scratch.</summary>
    public void WriteRules(NftablesService service)
    {
        string name = Of(service.Service.Key);
        Line($"add chain {Table} {name}");
        Line($"flush chain {Table} {name}");
        if (service.IsPersistent)
        {
            WritePersistentRules(service, name);
        }
        else if (service.Slots.Count > 0 && service.GoesByNumber)
        {
            Line($"add rule {Table} {name} meta priority set {Choice(service)} map @{name}{SlotsSuffix}");
            Line($"add rule {Table} {name} {Nat(service)} meta priority map @{name}{ServersSuffix}");
        }
        else if (service.Slots.Count > 0)
        {
            Line($"add rule {Table} {name} {Nat(service)} {Choice(service)} map @{name}{SlotsSuffix}");
        }
    }

    /// <summary>
    /// The number of the server travels from one map to the next in the priority of the packet, the one word that both
    /// a map can give and a map can take and that nobody has set on a packet this early; the IP layer sets it anew when
    /// it forwards.
    /// </summary>
    private void WritePersistentRules(NftablesService service, string name)
    {
        string client = Client(service);
        string remember = $"update @{name}{ClientsSuffix} {{ {client} : meta priority }}";
        string go = $"{Nat(service)} meta priority map @{name}{ServersSuffix}";
        foreach (string chain in new[] { ".known", ".new" })
        {
            Line($"add chain {Table} {name}{chain}");
            Line($"flush chain {Table} {name}{chain}");
        }

        if (service.Slots.Count > 0)
        {
            Line($"add rule {Table} {name}.new meta priority set {Choice(service)} map @{name}{SlotsSuffix}");
            Line($"add rule {Table} {name}.new {remember}");
            Line($"add rule {Table} {name}.new {go}");
        }

        // A server that is gone is not in the map of servers: the client falls through and gets another one.
        Line($"add rule {Table} {name}.known {remember}");
        Line($"add rule {Table} {name}.known {go}");
        Line($"add rule {Table} {name}.known goto {name}.new");
        Line($"add rule {Table} {name} meta priority set {client} map @{name}{ClientsSuffix} goto {name}.known");
        Line($"add rule {Table} {name} goto {name}.new");
    }

    private void Create(NftablesService service)
    {
        string name = Of(service.Service.Key);
        bool isV6 = IsV6(service.Service.Key);
        string target = (isV6 ? "ipv6_addr" : "ipv4_addr") + (service.HasPorts ? " . inet_service" : "");
        string port = service.HasPorts ? $" . {Protocol(service.Service.Key.Protocol)} dport" : "";
        string slot = service.GoesByNumber ? "meta priority" : (isV6 ? "ip6 daddr" : "ip daddr") + port;
        Line($"add map {Table} {name}{ServersSuffix} {{ type classid : {target}; }}");
        Line($"add map {Table} {name}{SlotsSuffix} {{ typeof numgen inc mod 2 : {slot}; }}");
        if (service.IsPersistent)
        {
            string address = isV6 ? "ip6 saddr" : "ip saddr";
            Line($"add map {Table} {name}{ClientsSuffix} {{ typeof {address} : meta priority; flags dynamic,timeout; "
                + $"timeout {service.Service.TimeoutSeconds}s; size {MaxClients}; }}");
        }
    }

    private void Remove(NftablesService service)
    {
        string name = Of(service.Service.Key);
        IpvsServiceKey key = service.Service.Key;
        Line($"delete element {Table} {Dispatch(key)} {{ {Element(key)} }}");
        if (service.Slots.Count == 0)
        {
            Line($"delete element {Table} {Closed(key)} {{ {Element(key)} }}");
        }

        Line($"flush chain {Table} {name}");
        if (service.IsPersistent)
        {
            Line($"flush chain {Table} {name}.known");
            Line($"flush chain {Table} {name}.new");
            Line($"delete chain {Table} {name}.known");
            Line($"delete chain {Table} {name}.new");
            Line($"delete map {Table} {name}{ClientsSuffix}");
        }

        Line($"delete chain {Table} {name}");
        Line($"delete map {Table} {name}{SlotsSuffix}");
        Line($"delete map {Table} {name}{ServersSuffix}");
    }

    private void ChangeServers(NftablesService? before, NftablesService after)
    {
        foreach (NftablesServer server in before?.Servers.Values ?? [])
        {
            if (after.Servers.GetValueOrDefault(server.Destination.Key) != server)
            {
                _keys.Add(Number(server.Id));
            }
        }

        foreach (NftablesServer server in after.Servers.Values)
        {
            if (before?.Servers.GetValueOrDefault(server.Destination.Key) != server)
            {
                IpvsDestinationKey key = server.Destination.Key;
                string target = Target(after.Service.Key, key, after.HasPorts);
                string comment = string.Create(
                    CultureInfo.InvariantCulture, $"{key.Address};{key.Port};{server.Destination.Weight}");
                _elements.Add($"{Number(server.Id)} comment \"{comment}\" : {target}");
            }
        }

        FlushElements(Of(after.Service.Key) + ServersSuffix);
    }

    private void ChangeSlots(NftablesService? before, NftablesService after)
    {
        int count = before?.Slots.Count ?? 0;
        Dictionary<uint, string> targets = after.Servers.Values.ToDictionary(
            static server => server.Id,
            server => after.GoesByNumber
                ? Number(server.Id)
                : Target(after.Service.Key, server.Destination.Key, after.HasPorts));
        for (int i = 0; i < Math.Max(count, after.Slots.Count); i++)
        {
            if (i < count && i < after.Slots.Count && before!.Slots[i] == after.Slots[i])
            {
                continue;
            }

            if (i < count)
            {
                _keys.Add(i.ToString(CultureInfo.InvariantCulture));
            }

            if (i < after.Slots.Count)
            {
                _elements.Add(string.Create(CultureInfo.InvariantCulture, $"{i} : {targets[after.Slots[i]]}"));
            }
        }

        FlushElements(Of(after.Service.Key) + SlotsSuffix);
    }

    private void ChangeEntry(NftablesService? before, NftablesService after)
    {
        IpvsServiceKey key = after.Service.Key;
        if (before is null || before.Service != after.Service)
        {
            if (before is not null)
            {
                Line($"delete element {Table} {Dispatch(key)} {{ {Element(key)} }}");
            }

            Line($"add element {Table} {Dispatch(key)} {{ {Element(key)} comment \"{Comment(after.Service)}\" : "
                + $"goto {Of(key)} }}");
        }

        bool wasClosed = before is { Slots.Count: 0 };
        bool isClosed = after.Slots.Count == 0;
        if (wasClosed != isClosed)
        {
            Line($"{(isClosed ? "add" : "delete")} element {Table} {Closed(key)} {{ {Element(key)} }}");
        }
    }

    private void FlushElements(string map)
    {
        if (_keys.Count > 0)
        {
            Line($"delete element {Table} {map} {{ {string.Join(", ", _keys)} }}");
            _keys.Clear();
        }

        if (_elements.Count > 0)
        {
            Line($"add element {Table} {map} {{ {string.Join(", ", _elements)} }}");
            _elements.Clear();
        }
    }

    /// <summary>Without a change of these no map has to be made anew.</summary>
    private static bool IsSameShape(NftablesService before, NftablesService after) =>
        before.IsPersistent == after.IsPersistent
        && before.HasPorts == after.HasPorts
        && before.Service.TimeoutSeconds == after.Service.TimeoutSeconds;

    private static string Nat(NftablesService service)
    {
        IpvsServiceKey key = service.Service.Key;
        string family = IsV6(key) ? "ip6" : "ip";
        string match = !service.HasPorts ? ""
            : key.Protocol == 0 ? "meta l4proto { tcp, udp, sctp } "
            : $"meta l4proto {Protocol(key.Protocol)} ";
        return $"{match}dnat {family} to";
    }

    private static string Choice(NftablesService service)
    {
        if (service.Service.Scheduler != "sh")
        {
            return string.Create(CultureInfo.InvariantCulture, $"numgen inc mod {service.Slots.Count}");
        }

        string source = IsV6(service.Service.Key) ? "ip6 saddr" : "ip saddr";
        string port = (service.Service.Flags & NftablesService.HashPort) != 0 ? " . th sport" : "";

        // The seed is fixed: a rule written anew sends a source to the same place.
        return string.Create(CultureInfo.InvariantCulture, $"jhash {source}{port} mod {service.Slots.Count} seed 1");
    }

    private static string Client(NftablesService service)
    {
        bool isV6 = IsV6(service.Service.Key);
        string source = isV6 ? "ip6 saddr" : "ip saddr";
        int bits = service.Service.NetmaskBits;
        if (service.Service.MaskWithHoles is var mask and not 0)
        {
            byte[] octets = [(byte)(mask >> 24), (byte)(mask >> 16), (byte)(mask >> 8), (byte)mask];
            return $"{source} & {IpAddress.FromBytes(octets)}";
        }

        return bits >= (isV6 ? 128 : 32) ? source : $"{source} & {Mask(bits, isV6)}";
    }

    private static string Mask(int bits, bool isV6)
    {
        Span<byte> bytes = stackalloc byte[isV6 ? 16 : 4];
        bytes.Clear();
        for (int i = 0; i < bits; i++)
        {
            bytes[i / 8] |= (byte)(0x80 >> (i % 8));
        }

        return IpAddress.FromBytes(bytes).ToString();
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
