using System.Globalization;
using System.Text;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Dump;

/// <summary>keepalived.data, keepalived_check.data, keepalived_bfd.data and keepalived_parent.data.</summary>
internal static class DataText
{
    private const uint Up = 0x1;
    private const uint Broadcast = 0x2;
    private const uint Loopback = 0x8;
    private const uint Running = 0x40;
    private const uint Multicast = 0x1000;

    public static StringBuilder Vrrp(DumpState state)
    {
        DumpText text = new();
        WriteVrrp(text, state);
        WriteLinks(text, state);
        ActorsText.Write(text, state);
        return text.Written;
    }

    /// <summary>Without what only a running daemon knows.</summary>
    public static string Configuration(DumpState state)
    {
        DumpText text = new();
        WriteVrrp(text, state);
        return text.Written.ToString();
    }

    public static StringBuilder Checkers(DumpState state)
    {
        DumpText text = new();
        GlobalText.Write(text, state.Config.Global, state.Scripts, state.NextReload);
        if (state.Lvs is not null)
        {
            CheckersText.Write(text, state.Lvs, state.Config, state.Scripts);
        }

        ServiceStatistics.Write(text, state.Kernel);

        return text.Written;
    }

    public static StringBuilder Bfd(DumpState state)
    {
        DumpText text = new();
        GlobalText.Write(text, state.Config.Global, state.Scripts);
        BfdText.Write(text, state);
        return text.Written;
    }

    public static StringBuilder Parent(DumpState state)
    {
        DumpText text = new();
        GlobalText.Write(text, state.Config.Global, state.Scripts, state.NextReload);
        return text.Written;
    }

    private static void WriteVrrp(DumpText text, DumpState state)
    {
        GlobalText.Write(text, state.Config.Global, state.Scripts, state.NextReload);
        WriteGarpGroups(text, state.Config);
        WriteStatic(text, state.Config);
        if (!state.Vrrp.Instances.IsEmpty)
        {
            text.Heading("VRRP Topology");
            foreach (VrrpInstanceSnapshot instance in state.Vrrp.Instances)
            {
                InstanceText.Write(text, instance, state);
            }
        }

        WriteGroups(text, state);
        WriteTrackers(text, state);
    }

    private static void WriteGarpGroups(DumpText text, KeepalivedConfig config)
    {
        if (config.GarpGroups.IsEmpty)
        {
            return;
        }

        text.Heading("Gratuitous ARP delays");
        int number = 0;
        foreach (GarpGroupConfig group in config.GarpGroups)
        {
            text.Heading($"GARP delay group {++number}");
            WriteGap(text, "GARP interval", group.GarpInterval);
            WriteGap(text, "GNA interval", group.GnaInterval);
            text.Line(1, "Interfaces");
            foreach (string name in group.Interfaces)
            {
                text.Line(2, name);
            }
        }
    }

    private static void WriteGap(DumpText text, string name, TimeSpan? gap)
    {
        if (gap is { } given)
        {
            text.Value(1, name, GlobalText.Seconds(given));
        }
    }

    private static void WriteStatic(DumpText text, KeepalivedConfig config)
    {
        WriteSection(text, "Static Addresses", config.StaticAddresses.Select(address =>
            AddressText.Of(address, address.Device, isSet: true)));
        WriteSection(text, "Static Routes", config.StaticRoutes.Select(RouteText.Of));
        WriteSection(text, "Static Rules", config.StaticRules.Select(RouteText.Of));
        if (!config.TrackGroups.IsEmpty)
        {
            text.Heading("Static Track groups");
        }

        foreach (TrackGroupConfig group in config.TrackGroups)
        {
            text.Value(1, "Static Track Group", group.Name);
            InstanceText.WriteList(text, "VRRP member instances :", group.Members);
        }
    }

    private static void WriteSection(DumpText text, string heading, IEnumerable<string> lines)
    {
        bool first = true;
        foreach (string line in lines)
        {
            if (first)
            {
                text.Heading(heading);
                first = false;
            }

            text.Line(5, line);
        }
    }

    private static void WriteGroups(DumpText text, DumpState state)
    {
        if (!state.Vrrp.Groups.IsEmpty)
        {
            text.Heading("VRRP Sync groups");
        }

        foreach (SyncGroupSnapshot group in state.Vrrp.Groups)
        {
            text.Value(1, "VRRP Sync Group", $"{group.Config.Name}, {group.State.Word()}");
            InstanceText.WriteList(text, "VRRP member instances :", group.Config.Members);
            text.Value(3, "Using smtp notification", DumpText.YesNo(group.Config.SmtpAlert));
            if (group.Config.TrackingWeight)
            {
                text.Line(3, "sync group tracking weight set");
            }

            if (group.Config.NotifyPriorityChanges)
            {
                text.Value(3, "Notify priority changes", true);
            }

            ScriptText.Write(text, group.Config.Notify, state.Scripts);
        }
    }

    private static void WriteTrackers(DumpText text, DumpState state)
    {
        if (!state.Config.Scripts.IsEmpty)
        {
            text.Heading("VRRP Scripts");
        }

        foreach (TrackScriptConfig script in state.Config.Scripts)
        {
            WriteScript(text, script, state);
        }

        if (!state.Config.TrackFiles.IsEmpty)
        {
            text.Heading("VRRP Track files");
        }

        foreach (TrackFileConfig file in state.Config.TrackFiles)
        {
            text.Value(1, "Track file", file.Name);
            text.Value(3, "File", file.Path);
            text.Value(3, "Status", Find(state, "file", file.Name)?.Status ?? "0");
            text.Value(3, "Weight", file.Weight);
            if (file.InitialValue is { } initial)
            {
                text.Value(3, "Init value", file.Overwrite ? $"{initial} overwrite" : $"{initial}");
            }

            InstanceText.WriteList(text, "Tracking instances :", state.Config.Instances
                .SelectMany(instance => instance.TrackFiles
                    .Where(track => track.Name == file.Name)
                    .Select(track => InstanceText.Tracked(track with { Name = instance.Name }, ", "))));
        }

        ProcessText.Write(text, state);
        BfdText.WriteTracked(text, state);
    }

    private static void WriteScript(DumpText text, TrackScriptConfig script, DumpState state)
    {
        TrackerSnapshot? tracker = Find(state, "script", script.Name);
        text.Value(1, "VRRP Script", script.Name);
        text.Value(3, "Command", ScriptText.Words(script.Script));
        text.Value(3, "Interval", $"{GlobalText.Seconds(script.Interval)} sec");
        text.Value(3, "Timeout", $"{GlobalText.Seconds(script.Timeout)} sec");
        text.Value(3, "Weight", script.Weight);
        text.Value(3, "Rise", script.Rise);
        text.Value(3, "Fall", script.Fall);
        text.Value(3, "Init state", script.InitFail ? "failed" : "unknown");
        text.Value(3, "Status", tracker?.Status.ToUpperInvariant() ?? "unknown");
        if (tracker?.Detail is { Length: > 0 } detail)
        {
            text.Value(3, "Last result", detail);
        }

        // Exporters know four words for it; whether it runs at this instant is of no interest to anybody.
        text.Value(3, "State", "idle");
        InstanceText.WriteList(text, "Tracking instances :", state.Config.Instances
            .SelectMany(instance => instance.TrackScripts.Select(track => (instance, track)))
            .Where(pair => pair.track.Name == script.Name)
            .Select(pair => InstanceText.Tracked(pair.track with { Name = pair.instance.Name }, ", ")));
    }

    private static TrackerSnapshot? Find(DumpState state, string kind, string name) =>
        state.Vrrp.Trackers.FirstOrDefault(tracker => tracker.Kind == kind && tracker.Name == name);

    private static void WriteLinks(DumpText text, DumpState state)
    {
        if (state.Links.Links.Count > 0)
        {
            text.Heading("Interfaces");
        }

        foreach (NetworkLink link in state.Links.Links.Values.OrderBy(link => link.Index))
        {
            text.Value(1, "Name", link.Name);
            text.Value(3, "index", link.Index);
            WriteLinkAddresses(text, link, state);
            if (link.HardwareAddress.Length == 12 && (link.Flags & Loopback) == 0)
            {
                text.Value(3, "MAC", string.Join(':', link.HardwareAddress.Chunk(2).Select(pair => new string(pair))));
            }

            text.Value(3, "State", State(link.Flags));
            LinkText.Write(text, link, state);
            text.Value(3, "MTU", link.Mtu);
            InstanceText.WriteList(text, "Tracking VRRP instances :", state.Config.Instances
                .Where(instance => instance.Interface == link.Name)
                .Select(instance => $"{instance.Name}, weight 0"));
        }
    }

    private static void WriteLinkAddresses(DumpText text, NetworkLink link, DumpState state)
    {
        foreach (KernelAddress address in state.Links.AddressesOf(link.Index))
        {
            bool ipv6 = address.Family == System.Net.Sockets.AddressFamily.InterNetworkV6;
            text.Value(3, ipv6 ? "IPv6 address" : "IPv4 address", string.Create(
                CultureInfo.InvariantCulture, $"{address.Address}/{address.PrefixLength}"));
        }
    }

    internal static string State(uint flags)
    {
        List<string> words = [(flags & Up) != 0 ? "UP" : "DOWN", (flags & Running) != 0 ? "RUNNING" : "not RUNNING"];
        if ((flags & Broadcast) == 0)
        {
            words.Add("no broadcast");
        }

        if ((flags & Loopback) != 0)
        {
            words.Add("loopback");
        }

        if ((flags & Multicast) == 0)
        {
            words.Add("no multicast");
        }

        return string.Join(", ", words);
    }
}
