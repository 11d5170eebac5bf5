using System.Net.Sockets;
using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;

namespace Keepalived.Actors.Dump;

/// <summary>The virtual server groups in keepalived_check.data.</summary>
internal static class ServiceGroupText
{
    public static void Write(DumpText text, LvsSnapshot lvs, KeepalivedConfig config)
    {
        foreach (VirtualServerGroupConfig group in config.VirtualServerGroups)
        {
            VirtualServerSnapshot[] users = [.. lvs.VirtualServers.Where(
                server => server.Config.Key is VirtualServerKey.Group key && key.GroupName == group.Name)];
            text.Line(1, "------< Virtual server group >------");
            text.Value(1, "Virtual Server Group", $"{group.Name}, IPv4 = {Has(group, AddressFamily.InterNetwork)}"
                + $", IPv6 = {Has(group, AddressFamily.InterNetworkV6)}");
            if (config.Global.Nftables.IpvsTable.Length > 0)
            {
                string tcp = CheckersText.Invariant($"TCP: {Mark(users, ServiceProtocol.Tcp)}");
                string udp = CheckersText.Invariant($"UDP: {Mark(users, ServiceProtocol.Udp)}");
                string sctp = CheckersText.Invariant($"SCTP: {Mark(users, ServiceProtocol.Sctp)}");
                text.Line(2, $"Fwmark {tcp} {udp} {sctp}");
            }

            foreach (VirtualServerGroupEntry entry in group.Entries)
            {
                WriteEntry(text, entry, users);
                text.Line(5, "reloaded = False");
            }
        }
    }

    private static string Has(VirtualServerGroupConfig group, AddressFamily family) =>
        DumpText.YesNo(group.Entries.Items.Any(entry => entry switch
        {
            VirtualServerGroupEntry.Addresses addresses => addresses.First.AddressFamily == family,
            VirtualServerGroupEntry.Fwmark mark => mark.Family == family,
            _ => false,
        }));

    private static void WriteEntry(DumpText text, VirtualServerGroupEntry entry, VirtualServerSnapshot[] users)
    {
        switch (entry)
        {
            case VirtualServerGroupEntry.Addresses addresses:
                string name = addresses.First.Equals(addresses.Last)
                    ? $"VIP = {addresses.First}"
                    : $"VIP Range = {addresses.First}-{addresses.Last}";
                text.Line(3, CheckersText.Invariant($"{name}, VPORT = {addresses.Port}"));
                string tcp = CheckersText.Invariant($"{Alive(users, ServiceProtocol.Tcp)} tcp");
                string udp = CheckersText.Invariant($"{Alive(users, ServiceProtocol.Udp)} udp");
                string sctp = CheckersText.Invariant($"{Alive(users, ServiceProtocol.Sctp)} sctp");
                text.Line(5, $"Alive: {tcp}, {udp}, {sctp}");
                break;
            case VirtualServerGroupEntry.Fwmark mark:
                text.Line(3, CheckersText.Invariant($"FWMARK = {mark.Mark}{Family(mark.Family)}"));
                int four = Alive(users, AddressFamily.InterNetwork);
                int six = Alive(users, AddressFamily.InterNetworkV6);
                text.Line(5, CheckersText.Invariant($"Alive: {four} IPv4, {six} IPv6"));
                break;
        }
    }

    private static string Family(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => " IPv4",
        AddressFamily.InterNetworkV6 => " IPv6",
        _ => "",
    };

    private static uint Mark(VirtualServerSnapshot[] users, ServiceProtocol protocol) =>
        users.FirstOrDefault(server => server.Config.Protocol == protocol)?.Mark ?? 0;

    private static int Alive(VirtualServerSnapshot[] users, ServiceProtocol protocol) =>
        users.Where(server => server.Config.Protocol == protocol).Sum(Alive);

    private static int Alive(VirtualServerSnapshot[] users, AddressFamily family) =>
        users.Where(server => server.Config.Family == family).Sum(Alive);

    private static int Alive(VirtualServerSnapshot server) => server.State.Servers.Count(real => real.IsUp);
}
