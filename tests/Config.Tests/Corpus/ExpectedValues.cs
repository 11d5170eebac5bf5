using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests.Corpus;

/// <summary>Writes what the reference's dumps say, and what our model holds, in the same comparable lines.</summary>
internal static class ExpectedValues
{
    public static IEnumerable<string> InstancesOf(JsonElement run) =>
        run.TryGetProperty("instances", out JsonElement list) ? list.EnumerateArray().Select(Instance) : [];

    private static string Instance(JsonElement i)
    {
        string Text(string key) => i.TryGetProperty(key, out JsonElement v) ? v.ToString() : "";
        IEnumerable<string> List(string key) => i.TryGetProperty(key, out JsonElement v)
            ? v.EnumerateArray().Select(static e => e.GetString() ?? "")
            : [];
        string auth = Text("auth_type") switch
        {
            "SIMPLE_PASSWORD" => "Pass",
            "IPSEC_AH" => "Ah",
            _ => "None",
        };
        string password = i.TryGetProperty("other", out JsonElement other) && other.TryGetProperty("Password",
            out JsonElement p)
            ? p.GetString() ?? "" : "";
        return string.Join(" | ",
            Text("name"), $"v{Text("version")}", $"vrid {Text("virtual_router_id")}", $"prio {Text("priority")}",
            $"int {Interval(Text("advert_int"))}", $"auth {auth} {password}".TrimEnd(),
            $"accept {Text("accept")}", $"preempt {Text("preempt")}", $"delay {Seconds(Text("preempt_delay"))}",
            $"down {Text("down_timer_adverts")}", $"mail {Text("smtp_alert")}", $"garp {Text("garp_delay")}",
            "vip " + string.Join(",", List("Virtual IP").Select(First)),
            "excluded " + string.Join(",", List("Virtual IP Excluded").Select(First)),
            "peers " + string.Join(",", List("Unicast Peer").Select(First)),
            "scripts " + string.Join(",", List("Tracked scripts").Select(Track)),
            "interfaces " + string.Join(",", List("Tracked interfaces").Select(Track)),
            "files " + string.Join(",", List("Tracked files").Select(Track)),
            "processes " + string.Join(",", List("Tracked processes").Select(Track)),
            "bfd " + string.Join(",", List("Tracked BFDs").Select(Track)),
            $"routes {List("Virtual Routes").Count()} rules {List("Virtual Rules").Count()}");
    }

    public static string Instance(VrrpInstanceConfig c) => string.Join(" | ",
        c.Name, $"v{c.Version}", $"vrid {c.VirtualRouterId}", $"prio {c.Priority}",
        $"int {c.AdvertisementInterval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}",
        $"auth {c.AuthenticationType} {Password(c)}".TrimEnd(),
        $"accept {(c.Accept ? "enabled" : "disabled")}", $"preempt {(c.Preempt ? "enabled" : "disabled")}",
        $"delay {c.PreemptDelay.TotalSeconds.ToString(CultureInfo.InvariantCulture)}", $"down {c.DownTimerAdverts}",
        $"mail {(c.SmtpAlert ? "yes" : "no")}",
            $"garp {c.Garp.MasterDelay.TotalSeconds.ToString(CultureInfo.InvariantCulture)}",
        "vip " + string.Join(",", c.VirtualAddresses.Select(Address)),
        "excluded " + string.Join(",", c.ExcludedAddresses.Select(Address)),
        "peers " + string.Join(",", c.UnicastPeers.Select(static p => p.Address.ToString())),
        "scripts " + string.Join(",", c.TrackScripts.Select(Track)),
        "interfaces " + string.Join(",", c.TrackInterfaces.Select(Track)),
        "files " + string.Join(",", c.TrackFiles.Select(Track)),
        "processes " + string.Join(",", c.TrackProcesses.Select(Track)),
        "bfd " + string.Join(",", c.TrackBfds.Select(Track)),
        $"routes {c.Routes.Count} rules {c.Rules.Count}");

    // A dump tells no key of AH.
    private static string Password(VrrpInstanceConfig c) => c.AuthenticationType == AuthenticationType.Pass
        ? System.Text.Encoding.UTF8.GetString(c.AuthenticationPassword.AsSpan())
        : "";

    private static string Address(VirtualAddressConfig a) =>
        a.PrefixLength == (a.IsIPv6 ? 128 : 32) ? a.Address.ToString() : a.ToString();

    private static string Track(TrackConfig t) => $"{t.Name} {t.Weight}{(t.Reverse ? " reverse" : "")}";

    private static string Track(string text)
    {
        string[] words = text.Replace(",", "").Replace(":", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int weight = Array.IndexOf(words, "weight");
        string number = weight >= 0 ? words[weight + 1] : "0";
        return $"{text.Split([' ', ','])[0].TrimEnd(':')} {number}{(words.Contains("reverse") ? " reverse" : "")}";
    }

    private static string First(string text) => text.Split(' ')[0];

    private static string Seconds(string text) => text.Length == 0 ? "0" : text.Split(' ')[0];

    private static string Interval(string text)
    {
        string[] words = text.Split(' ');
        double number = double.Parse(words[0], CultureInfo.InvariantCulture) * (words[1] == "sec" ? 1000 : 1);
        return number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Virtual and real servers of a checker dump.</summary>
    public static List<string> Servers(string dump)
    {
        List<string> lines = [];
        foreach (string raw in dump.Split('\n'))
        {
            string line = raw.Trim();
            if (line.StartsWith("------< Health", StringComparison.Ordinal))
            {
                break;
            }

            bool wanted = line.StartsWith("VS VIP", StringComparison.Ordinal) || line.StartsWith("VS FWMARK",
                StringComparison.Ordinal)
                || line.StartsWith("VS GROUP", StringComparison.Ordinal) || line.StartsWith("RIP",
                    StringComparison.Ordinal)
                || line.StartsWith("lvs_sched", StringComparison.Ordinal) || line.StartsWith("delay_loop",
                    StringComparison.Ordinal)
                || line.StartsWith("persistence timeout", StringComparison.Ordinal) || line.StartsWith("quorum =",
                    StringComparison.Ordinal)
                || line.StartsWith("default forwarding", StringComparison.Ordinal) || line.StartsWith("sorry server",
                    StringComparison.Ordinal);
            if (wanted)
            {
                int eff = line.IndexOf(" EFF WEIGHT", StringComparison.Ordinal);
                lines.Add(eff < 0 ? line : line[..eff]);
            }
        }

        return lines;
    }

    public static IEnumerable<string> Servers(KeepalivedConfig config) => config.VirtualServers.SelectMany(Server);

    private static IEnumerable<string> Server(VirtualServerConfig s)
    {
        yield return s.Key switch
        {
            VirtualServerKey.Address a => $"VS VIP = {a.Ip}, VPORT = {a.Port}",
            VirtualServerKey.Fwmark f => $"VS FWMARK = {f.Mark}",
            VirtualServerKey.Group g => $"VS GROUP = [{g.GroupName}]:{g.Ordinal}",
            _ => "",
        };
        yield return $"delay_loop = {s.DelayLoop.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture)}";
        yield return $"lvs_sched = {s.Scheduler}";
        if (s.IsPersistent)
        {
            yield return $"persistence timeout = {s.PersistenceTimeout.TotalSeconds}";
        }

        yield return $"quorum = {s.Quorum}, hysteresis = {s.Hysteresis}";
        if (s.Forwarding.TunnelType == TunnelType.Ipip)
        {
            // That version does not dump the other tunnels.
            yield return $"default forwarding method = {Method(s.Forwarding)}";
        }

        if (s.SorryServer is { } sorry)
        {
            string protocol = s.Protocol.ToString().ToLowerInvariant();
            yield return $"sorry server = [{sorry.Address}]:{protocol}:{sorry.Port}";
        }

        foreach (RealServerConfig r in s.RealServers)
        {
            yield return $"RIP = {r.Address}, RPORT = {r.Port}, WEIGHT = {r.Weight}";
        }
    }

    private static string Method(ForwardingConfig f) => f.Method switch
    {
        ForwardingMethod.DirectRouting => "DR",
        ForwardingMethod.Tunnel => $"TUN, type = {f.TunnelType.ToString().ToUpperInvariant()}",
        _ => "NAT",
    };
}
