using System.Net;
using Keepalived.Config.Model;

namespace Keepalived.Core.Lvs;

/// <summary>
/// The lines that people look for in the log: one per transition, in the words that the reference daemon uses for it.
/// </summary>
public static class LvsText
{
    /// <summary>Name of a real server: <c>[192.0.2.1]:tcp:80</c>.</summary>
    public static string Name(VirtualServerConfig config, IPAddress address, ushort port) =>
        $"[{address}]:{Protocol(config.Protocol)}:{port}";

    public static string Name(VirtualServerConfig config, int server) =>
        Name(config, config.RealServers[server].Address, config.RealServers[server].Port);

    /// <summary>Name of a virtual server: <c>[192.0.2.1]:tcp:80</c>, <c>FWM 7</c> or <c>[GROUP]:0</c>.</summary>
    public static string Name(VirtualServerConfig config) => config.Key switch
    {
        VirtualServerKey.Address address => $"[{address.Ip}]:{Protocol(config.Protocol)}:{address.Port}",
        VirtualServerKey key => key.ToString()!,
    };

    /// <summary>Name of a service in the table: <c>[192.0.2.1]:tcp:80</c>, <c>FWM 7</c>, <c>FWM 7 inet6</c>.</summary>
    public static string Name(IpvsServiceKey service) => service.Fwmark == 0
        ? $"[{service.Address}]:{Nftables.NftablesNames.Protocol(service.Protocol)}:{service.Port}"
        : $"FWM {service.Fwmark}{(Nftables.NftablesNames.IsV6(service) ? " inet6" : "")}";

    /// <summary>The lines of an effect, none or more.</summary>
    /// <param name="reloading">It comes from a reload, not from the end of the daemon.</param>
    public static IEnumerable<string> Lines(
        VirtualServerConfig config, VirtualServerEffect effect, bool reloading = false)
    {
        string name = Name(config);
        switch (effect.Kind)
        {
            case VirtualServerEffectKind.ServerUp or VirtualServerEffectKind.ServerDown when !effect.Initial:
                yield return ServerLine(config, effect.Server, effect.IsUp);
                break;
            case VirtualServerEffectKind.WeightChanged:
                yield return $"Changing weight from {effect.From} to {effect.To} for {(effect.IsUp ? "" : "in")}active "
                    + $"service {Name(config, effect.Server)} of VS {name}";
                break;
            case VirtualServerEffectKind.QuorumGained:
                yield return $"Gained quorum {config.Quorum}+{config.Hysteresis}="
                    + $"{(long)config.Quorum + config.Hysteresis} <= {effect.To} for VS {name}";
                break;
            case VirtualServerEffectKind.QuorumLost:
                yield return $"{(effect.Initial ? "Starting with quorum down" : "Lost quorum")} "
                    + $"{config.Quorum}-{config.Hysteresis}={(long)config.Quorum - config.Hysteresis} > {effect.To} "
                    + $"for VS {name}";
                break;
            case VirtualServerEffectKind.SorryServerAdded when config.SorryServer is { } sorry:
                yield return $"{(sorry.Inhibit ? "Enabling" : "Adding")} sorry server "
                    + $"{Name(config, sorry.Address, sorry.Port)} to VS {name}";
                yield return $"Removing alive servers from the pool for VS {name}";
                break;
            case VirtualServerEffectKind.SorryServerRemoved when config.SorryServer is { } sorry:
                yield return $"{(sorry.Inhibit ? "Disabling" : "Removing")} sorry server "
                    + $"{Name(config, sorry.Address, sorry.Port)} from VS {name}";
                yield return $"Adding alive servers to the pool for VS {name}";
                break;
            case VirtualServerEffectKind.ServerShutDown:
                bool isInhibited = config.RealServers[effect.Server].InhibitOnFailure && !effect.IsUp;
                string verb = reloading ? "Removing" : "Shutting down";
                yield return $"{verb} {(isInhibited ? "(inhibited) " : "")}service "
                    + $"{Name(config, effect.Server)} from VS {name}";
                break;
            default:
                break;
        }
    }

    public static string Activation(VirtualServerConfig config, int server, bool isActive) =>
        $"{(isActive ? "A" : "Dea")}ctivating healthchecker for service {Name(config, server)} for VS {Name(config)}";

    private static string ServerLine(VirtualServerConfig config, int server, bool isUp)
    {
        string verb = (isUp, config.RealServers[server].InhibitOnFailure) switch
        {
            (true, false) => "Adding service {0} to VS {1}",
            (false, false) => "Removing service {0} from VS {1}",
            (true, true) => "Enabling service {0} of VS {1}",
            (false, true) => "Disabling service {0} of VS {1}",
        };
        return string.Format(
            System.Globalization.CultureInfo.InvariantCulture, verb, Name(config, server), Name(config));
    }

    private static string Protocol(ServiceProtocol protocol) => protocol switch
    {
        ServiceProtocol.Tcp => "tcp",
        ServiceProtocol.Udp => "udp",
        ServiceProtocol.Sctp => "sctp",
        _ => "none",
    };
}
