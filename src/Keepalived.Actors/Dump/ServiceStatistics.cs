using Keepalived.Actors.Kernel;
using Keepalived.Core.Lvs;
using Keepalived.Wire.Ipvs;

namespace Keepalived.Actors.Dump;

/// <summary>Counters of virtual services, at the end of keepalived_check.data and in keepalived_actors.json.</summary>
internal static class ServiceStatistics
{
    public static void Write(DumpText text, KernelStateSnapshot? kernel)
    {
        if (kernel is null || kernel.Statistics.IsEmpty)
        {
            return;
        }

        text.Heading("LVS statistics");
        foreach (VirtualServiceStatistics service in kernel.Statistics)
        {
            text.Value(1, "Virtual service", LvsText.Name(service.Service));
            Counters(service.Total, (name, value) => text.Value(3, Words(name), value));
            foreach (DestinationStatistics server in service.Destinations)
            {
                text.Value(3, "Real server", server.Destination.ToString());
                Counters(server.Counters, (name, value) => text.Value(5, Words(name), value));
                Connections(server, (name, value) => text.Value(5, Words(name), value));
            }
        }
    }

    public static void Write(JsonText json, KernelStateSnapshot? kernel)
    {
        if (kernel is null || kernel.Statistics.IsEmpty)
        {
            return;
        }

        json.Key("virtual_services").Open('[');
        foreach (VirtualServiceStatistics service in kernel.Statistics)
        {
            json.Open('{').Key("name").String(LvsText.Name(service.Service));
            Counters(service.Total, json.Add);
            json.Key("real_servers").Open('[');
            foreach (DestinationStatistics server in service.Destinations)
            {
                json.Open('{').Key("name").String(server.Destination.ToString());
                Counters(server.Counters, json.Add);
                Connections(server, json.Add);
                json.Close('}');
            }

            json.Close(']').Close('}');
        }

        json.Close(']');
    }

    private static void Counters(IpvsStatistics counters, Action<string, long> write)
    {
        write("connections", (long)counters.Connections);
        write("packets_in", (long)counters.IncomingPackets);
        write("packets_out", (long)counters.OutgoingPackets);
        write("bytes_in", (long)counters.IncomingBytes);
        write("bytes_out", (long)counters.OutgoingBytes);
    }

    private static void Connections(DestinationStatistics server, Action<string, long> write)
    {
        if (server.ActiveConnections is { } active)
        {
            write("active_connections", active);
        }

        if (server.InactiveConnections is { } inactive)
        {
            write("inactive_connections", inactive);
        }

        if (server.PersistentConnections is { } persistent)
        {
            write("persistent_connections", persistent);
        }
    }

    private static string Words(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
