using System.Globalization;
using System.Net.Sockets;
using System.Numerics;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Dump;

/// <summary>One instance in the section <c>VRRP Topology</c>, in the reference's order and words.</summary>
internal static class InstanceText
{
    public static void Write(DumpText text, VrrpInstanceSnapshot instance, DumpState state)
    {
        VrrpInstanceConfig config = instance.Config;
        text.Value(1, "VRRP Instance", config.Name);
        text.Value(3, "VRRP Version", config.Version);
        if (instance.Group is not null)
        {
            text.Value(3, "Sync group", instance.Group);
        }

        WriteState(text, instance, state);
        WriteInterface(text, instance);
        WriteTiming(text, config);
        WritePriority(text, instance);
        WriteAuthentication(text, config);
        WriteReceiving(text, config);
        WriteItems(text, instance);
        WriteUnicast(text, config);
        WriteTrackers(text, config);
        text.Value(3, "Using smtp notification", DumpText.YesNo(config.SmtpAlert));
        text.Value(3, "Notify deleted", config.NotifyDeleted ? "Deleted" : "Fault");
        ScriptText.Write(text, config.Notify, state.Scripts);
        text.Value(3, "Notify priority changes", config.NotifyPriorityChanges);
    }

    private static void WriteState(DumpText text, VrrpInstanceSnapshot instance, DumpState state)
    {
        VrrpInstanceConfig config = instance.Config;
        text.Value(3, "State", instance.State.Word());
        if (instance.State == VrrpState.Backup)
        {
            text.Value(3, "Master router", instance.MasterAddress.ToString());
            text.Value(3, "Master priority", instance.MasterPriority);
            if (config.Version == 3)
            {
                text.Value(3, "Master advert int", Invariant($"{instance.MasterInterval.TotalSeconds:F2} sec"));
            }
        }

        string[] flags = [.. Flags(config)];
        text.Line(3, config.Version == 2 && config.Vmac is null && flags.Length == 0 ? "Flags: none" : "Flags:");
        Array.ForEach(flags, flag => text.Line(5, flag));
        text.Value(3, "Wantstate", instance.WantedState.Word());
        bool misconfigured = instance.Faults.HasFlag(VrrpFaults.Configuration);
        bool pending = instance.Faults.HasFlag(VrrpFaults.TrackersPending);
        VrrpFaults others = instance.Faults & ~(VrrpFaults.Configuration | VrrpFaults.TrackersPending);
        text.Value(3, "Number of config faults", misconfigured ? 1 : 0);
        text.Value(3, "Number of interface and track script faults", BitOperations.PopCount((uint)others));
        text.Value(3, "Number of track scripts init", pending ? 1 : 0);
        if (instance.Faults != VrrpFaults.None)
        {
            text.Value(3, "Faults", instance.Faults.ToString());
        }

        text.Value(3, "Last transition", DumpText.Time(instance.LastTransition, state.TimeZone));
        text.Value(3, "Last reason", VrrpReasonText.Of(instance.LastReason));
        text.Value(3, "Master down timer", Invariant($"{(long)instance.MasterDownInterval.TotalMicroseconds} usecs"));
    }

    private static IEnumerable<string> Flags(VrrpInstanceConfig config)
    {
        if (config.IsUnicast)
        {
            yield return "Using unicast";
        }

        if (config.DontTrackPrimary)
        {
            yield return "VRRP interface tracking disabled";
        }

        if (config.SkipCheckAdvertAddress)
        {
            yield return "Skip checking advert IP addresses";
        }

        if (config.TrackSourceAddress)
        {
            yield return "Tracking src_ip";
        }

        if (config.UnicastFaultNoPeer)
        {
            yield return "Fault without unicast peers";
        }

        if (config.V3ChecksumAsV2)
        {
            yield return "VRRPv3 checksum as VRRPv2";
        }

        if (config.OwnerIgnoreAdverts)
        {
            yield return "Owner ignores adverts";
        }

        if (config.Strict)
        {
            yield return "Enforcing strict VRRP compliance";
        }

        if (config.Family == AddressFamily.InterNetworkV6)
        {
            yield return "Using Native IPv6";
        }
    }

    private static void WriteInterface(DumpText text, VrrpInstanceSnapshot instance)
    {
        VrrpInstanceConfig config = instance.Config;
        WriteVirtualInterface(text, instance);
        if (config.Vrf.Length > 0)
        {
            text.Value(3, "VRF", config.Vrf);
        }

        string origin = config.SourceAddress is null ? "" : " (from configuration)";
        text.Value(3, "Using src_ip", instance.Source.ToString() + origin);
        if (!config.IsUnicast)
        {
            text.Line(3, $"Multicast address {config.MulticastDestination}"
                + (config.Family == AddressFamily.InterNetworkV6 ? $", ifindex {instance.InterfaceIndex}" : ""));
        }
    }

    private static void WriteVirtualInterface(DumpText text, VrrpInstanceSnapshot instance)
    {
        VrrpInstanceConfig config = instance.Config;
        string isUp = instance.InterfaceIndex > 0 ? "true" : "false";
        switch (config.Vmac)
        {
            case { Kind: VirtualInterfaceKind.Macvlan } vmac:
                text.Line(3, $"Use VMAC, i/f name {vmac.InterfaceName}, is_up = {isUp}, "
                    + $"xmit_base = {(vmac.TransmitFromBase ? "true" : "false")}");
                if (!vmac.MacAddress.IsEmpty)
                {
                    text.Value(5, "MAC", string.Join(':', vmac.MacAddress.Select(o => Invariant($"{o:x2}")))
                        + (vmac.MacEndsWithVrid ? " (using VRID)" : ""));
                }

                break;
            case { } ipvlan:
                string own = ipvlan.IpvlanAddress is { } address ? $", i/f address = {address}" : "";
                text.Line(3, $"Use IPVLAN, i/f {ipvlan.InterfaceName}, is_up = {isUp}{own}, "
                    + $"type {ipvlan.IpvlanMode.ToString().ToLowerInvariant()}");
                break;
        }

        if (config.UseVmacForAddresses)
        {
            text.Line(3, "Use VMAC for VIPs on other interfaces");
        }

        text.Value(3, "Interface", config.Vmac switch
        {
            null => config.Interface,
            { Kind: VirtualInterfaceKind.Macvlan } vmac => $"{vmac.InterfaceName}, vmac on {config.Interface}"
                + (vmac.TransmitFromBase ? ", xmit base i/f" : ""),
            { } ipvlan => $"{ipvlan.InterfaceName}, ipvlan on {config.Interface}",
        });
    }

    private static void WriteTiming(DumpText text, VrrpInstanceConfig config)
    {
        text.Value(3, "Gratuitous ARP delay", GlobalText.Seconds(config.Garp.MasterDelay));
        text.Value(3, "Gratuitous ARP repeat", config.Garp.MasterRepeat);
        text.Value(3, "Gratuitous ARP refresh", GlobalText.Seconds(config.Garp.MasterRefresh));
        text.Value(3, "Gratuitous ARP refresh repeat", config.Garp.MasterRefreshRepeat);
        text.Value(3, "Gratuitous ARP lower priority delay", GlobalText.Seconds(config.Garp.LowerPriorityDelay));
        text.Value(3, "Gratuitous ARP lower priority repeat", config.Garp.LowerPriorityRepeat);
        text.Value(3, "Down timer adverts", config.DownTimerAdverts);
        if (config.Garp.ExtraInterface > TimeSpan.Zero && config.AddressesElsewhere.Any())
        {
            string where = config.Garp.ExtraInterfaceAll ? "i/f" : "VMAC";
            text.Value(3, $"Gratuitous ARP for each secondary {where}", GlobalText.Seconds(config.Garp.ExtraInterface));
        }

        text.Value(3, "Send advert after receive lower priority advert", !config.LowerPriorityNoAdvert);
        text.Value(3, "Send advert after receive higher priority advert", config.HigherPrioritySendAdvert);
    }

    private static void WritePriority(DumpText text, VrrpInstanceSnapshot instance)
    {
        VrrpInstanceConfig config = instance.Config;
        text.Value(3, "Virtual Router ID", config.VirtualRouterId);
        text.Value(3, "Priority", config.Priority);
        text.Value(3, "Effective priority", instance.EffectivePriority);
        text.Value(3, "Total priority", config.Priority + instance.TotalWeight);
        if (config.Version == 2)
        {
            text.Value(3, "Advert interval", Invariant($"{config.AdvertisementInterval.TotalSeconds:F0} sec"));
        }
        else
        {
            text.Value(3, "Advert interval", Milliseconds(config.AdvertisementInterval));
            if (instance.State == VrrpState.Backup)
            {
                text.Value(3, "Master advert interval", Milliseconds(instance.MasterInterval));
            }
        }

        text.Value(3, "Accept", DumpText.Enabled(config.Accept));
        text.Value(3, "Preempt", DumpText.Enabled(config.Preempt));
        if (config.PreemptDelay > TimeSpan.Zero)
        {
            text.Value(3, "Preempt delay", $"{GlobalText.Seconds(config.PreemptDelay)} secs");
        }

        text.Value(3, "Promote_secondaries", DumpText.Enabled(config.PromoteSecondaries));
    }

    private static string Milliseconds(TimeSpan span) => Invariant($"{span.TotalMilliseconds:F0} milli-sec");

    private static void WriteReceiving(DumpText text, VrrpInstanceConfig config)
    {
        if (config.ReceiveBufferSize is { } size)
        {
            text.Value(3, "Kernel rx buffer size", size);
        }

        if (config.TimerExpiredBackupPriority is { } priority)
        {
            text.Value(3, "Timer expired backup priority", priority);
        }

        if (config.Debug > 0)
        {
            text.Value(3, "Debug level", config.Debug);
        }
    }

    private static void WriteHmac(DumpText text, HmacConfig hmac)
    {
        string mode = hmac.Mode switch
        {
            HmacMode.Permissive => "permissive",
            HmacMode.ReceiveOnly => "receive-only",
            _ => "enforce",
        };
        text.Value(3, "Authentication HMAC mode", mode);
        text.Value(3, "Authentication HMAC anti replay", hmac.AntiReplay == AntiReplay.Time
            ? $"time, window {GlobalText.Seconds(hmac.TimeWindow)} secs"
            : "monotonic");
        text.Value(3, "Authentication HMAC keys", string.Join(' ', hmac.Keys.Select(key => key.Id)));
        text.Value(3, "Authentication HMAC active key", hmac.ActiveKeyId);
    }

    private static void WriteAuthentication(DumpText text, VrrpInstanceConfig config)
    {
        if (config.Hmac is { } hmac)
        {
            WriteHmac(text, hmac);
        }

        if (config.Version != 2)
        {
            return;
        }

        text.Value(3, "Authentication type", config.AuthenticationType switch
        {
            AuthenticationType.Pass => "SIMPLE_PASSWORD",
            AuthenticationType.Ah => "IPSEC_AH",
            _ => "none",
        });
        if (config.AuthenticationType != AuthenticationType.None)
        {
            // The reference shows it in clear; a dump is handed around too easily for that.
            text.Value(3, "Password", VrrpJson.Mask);
        }
    }

    private static void WriteItems(DumpText text, VrrpInstanceSnapshot instance)
    {
        VrrpInstanceConfig config = instance.Config;
        if (!config.VirtualAddresses.IsEmpty)
        {
            text.Line(3, Invariant($"Virtual IP ({config.VirtualAddresses.Count}):"));
            WriteAddresses(text, config.VirtualAddresses, instance);
        }

        if (!config.ExcludedAddresses.IsEmpty)
        {
            text.Line(3, "Virtual IP Excluded :");
            WriteAddresses(text, config.ExcludedAddresses, instance);
        }

        WriteList(text, "Virtual Routes :", config.Routes.Select(RouteText.Of));
        WriteList(text, "Virtual Rules :", config.Rules.Select(RouteText.Of));
    }

    private static void WriteAddresses(
        DumpText text, EquatableArray<VirtualAddressConfig> addresses, VrrpInstanceSnapshot instance)
    {
        foreach (VirtualAddressConfig address in addresses)
        {
            bool isRefused = instance.InstalledItems.OfType<RefusedAddress>()
                .Any(r => r.Address == IpAddress.From(address.Address));
            text.Line(5, AddressText.Of(
                address, Device(address, instance.Config), AddressText.IsSet(address, instance.Installed))
                + (isRefused ? " nftable_set" : ""));
        }
    }

    internal static string Device(VirtualAddressConfig address, VrrpInstanceConfig config) =>
        (address.Carrier.Length > 0 ? $"{address.Carrier}@{address.Device}"
            : address.Device.Length > 0 ? address.Device : config.Interface)
        + (address.UseVmac ? " use_vmac" : "");

    private static void WriteUnicast(DumpText text, VrrpInstanceConfig config)
    {
        if (!config.IsUnicast)
        {
            return;
        }

        text.Value(3, "Unicast TTL", config.UnicastTtl ?? 255);
        text.Line(3, $"Check unicast src : {DumpText.YesNo(config.CheckUnicastSource)}");
        WriteList(text, "Unicast Peer :", config.UnicastPeers.Select(peer =>
            $"{peer.Address} min_ttl {peer.MinTtl ?? 0} max_ttl {peer.MaxTtl ?? 255}"));
        text.Value(3, "Unicast checksum compatibility", config.OldUnicastChecksum switch
        {
            OldUnicastChecksum.Always => "yes",
            OldUnicastChecksum.Never => "never",
            _ => "no",
        });
    }

    private static void WriteTrackers(DumpText text, VrrpInstanceConfig config)
    {
        WriteList(text, "Tracked interfaces :", config.TrackInterfaces.Select(track => Tracked(track, " ")));
        WriteList(text, "Tracked scripts :", config.TrackScripts.Select(track => Tracked(track, " ")));
        WriteList(text, "Tracked files :", config.TrackFiles.Select(track => Tracked(track, ", ")));
        WriteList(text, "Tracked processes :", config.TrackProcesses.Select(track => Tracked(track, ", ")));
        WriteList(text, "Tracked BFDs :", config.TrackBfds.Select(track => Tracked(track, ": ")));
    }

    internal static string Tracked(TrackConfig track, string separator) =>
        Invariant($"{track.Name}{separator}weight {track.Weight}{(track.Reverse ? " reverse" : "")}");

    internal static void WriteList(DumpText text, string heading, IEnumerable<string> lines)
    {
        bool first = true;
        foreach (string line in lines)
        {
            if (first)
            {
                text.Line(3, heading);
                first = false;
            }

            text.Line(5, line);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
