using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Top-level keywords of virtual servers.</summary>
internal static partial class TopLevelGrammar
{
    private static void Lvs(BlockGrammar<ConfigDraft> b)
    {
        b.Block("SSL", "", "TLS client settings of SSL_GET.", static () => SslGrammar.Table, static (p, d) =>
        {
            if (d.Ssl is not null)
            {
                p.Error("SSL context already specified - replacing");
            }

            d.Ssl = new SslConfig();
            return d;
        });
        b.Custom("virtual_server_group", "NAME { ADDRESS[-RANGE or /LEN] [PORT] or fwmark N [inet or inet6] }",
            "Addresses and marks that share one virtual server.", ServerGroup);
        b.Block("virtual_server", "IP [PORT] or fwmark N or group NAME", "One balanced service.",
            static () => VirtualServerGrammar.Table, OpenServer, static (p, _, draft) => draft.Block = p.EndBlock());
    }

    private static void ServerGroup(ConfigParser p, ConfigDraft d)
    {
        if (p.Line.ArgumentCount < 1)
        {
            p.Error("virtual_server_group must have a name - skipping", "virtual_server_group NAME { ... }");
            p.SkipBlock();
            return;
        }

        string name = p.Word(1);
        SourceSpan span = p.Line.Span;
        List<VirtualServerGroupEntry> entries = [];
        p.ReadValues(line =>
        {
            if (ServerGroupLine.Read(p, line) is { } entry)
            {
                entries.Add(entry);
            }
        }, namedBlock: true);
        if (entries.Count == 0)
        {
            p.Diagnostics.Error(span, $"virtual server group {name} has no entries - removing");
            return;
        }

        bool six = entries.Exists(static e => IsOf(e, AddressFamily.InterNetworkV6));
        bool four = entries.Exists(static e => IsOf(e, AddressFamily.InterNetwork));
        if (six && four && entries.Exists(static e => e is VirtualServerGroupEntry.Fwmark
            {
                Family: AddressFamily.Unspecified,
            }))
        {
            p.Diagnostics.Error(span,
                $"virtual server group {name} cannot have IPv4, IPv6 and fwmark without family - removing",
                "fwmark N inet or fwmark N inet6");
            return;
        }

        d.ServerGroups.Add(new VirtualServerGroupConfig(name, entries.ToEquatableArray()) { Source = span });
    }

    private static bool IsOf(VirtualServerGroupEntry entry, AddressFamily family) => entry switch
    {
        VirtualServerGroupEntry.Addresses addresses => addresses.First.AddressFamily == family,
        VirtualServerGroupEntry.Fwmark mark => mark.Family == family,
        _ => false,
    };

    private static VirtualServerDraft? OpenServer(ConfigParser p, ConfigDraft d)
    {
        VirtualServerDraft draft = new(p.Line.Span);
        p.BeginBlock();
        if (p.Line.ArgumentCount == 0)
        {
            p.MissingParameter(1);
            return null;
        }

        switch (p.Word(1))
        {
            case "fwmark":
                if (!p.TryInteger(2, 0, uint.MaxValue, out long mark))
                {
                    p.ErrorAt(2, $"Invalid virtual server fwmark '{p.Word(2)}' - skipping");
                    return null;
                }

                draft.Fwmark = (uint)mark;
                break;
            case "group":
                draft.GroupName = p.Word(2);
                break;
            default:
                if (!Endpoint(p, draft))
                {
                    return null;
                }

                break;
        }

        d.Servers.Add(draft);
        return draft;
    }

    private static bool Endpoint(ConfigParser p, VirtualServerDraft draft)
    {
        if (!p.TryEndpoint(1, out IPAddress address, out ushort port, out bool hasPort))
        {
            string what = hasPort ? $"address/port {p.Word(1)}/{p.Word(2)}" : $"address {p.Word(1)}";
            p.ErrorAt(1, $"Invalid virtual server IP {what} - skipping", "IP [PORT], fwmark N or group NAME");
            return false;
        }

        draft.Address = address;
        draft.Family = address.AddressFamily;
        draft.Port = port;
        return true;
    }
}
