using System.Net;
using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;

namespace Keepalived.Config.Validation;

/// <summary>
/// Completes each instance: family, version, state, priority, preemption, authentication and interval. The order
/// matters, as later rules rely on earlier ones.
/// </summary>
internal static class InstanceRules
{
    public static void Apply(RuleContext context)
    {
        foreach (InstanceDraft instance in context.Draft.Instances)
        {
            Set(instance, c => c with { Strict = instance.Strict ?? context.Global.Strict });
            Family(context, instance);
            Version(context, instance);
            Interface(context, instance);
            Required(context, instance);
            State(context, instance);
            Preemption(context, instance);
            Authentication(context, instance);
            Interval(context, instance);
            UnicastRules.Apply(context, instance);
            AddressRules.Apply(context, instance);
            StrictRules.Apply(context, instance);
            VmacRules.Apply(context, instance);
        }

        VmacRules.CheckNames(context);
        DuplicateVridRule.Apply(context);
    }

    internal static void Set(InstanceDraft d, Func<VrrpInstanceConfig, VrrpInstanceConfig> change) =>
        d.Config = change(d.Config);

    // The first address that says anything decides; everything else has to follow.
    private static void Family(RuleContext context, InstanceDraft d)
    {
        AddressFamily family = d.NativeIPv6 ? AddressFamily.InterNetworkV6
            : (d.UnicastSource ?? d.MulticastSource ?? d.Peers.FirstOrDefault()?.Address
                ?? d.Addresses.FirstOrDefault()?.Address ?? IPAddress.Any).AddressFamily;
        Set(d, c => c with { Family = family });
        d.Peers.RemoveAll(peer =>
        {
            bool wrong = peer.Address.AddressFamily != family;
            if (wrong)
            {
                context.Diagnostics.Error(d.Span, $"Configuration error: VRRP instance[{d.Name}] and unicast peer " +
                    $"address[{peer.Address}] MUST be of the same family !!! Skipping...");
            }

            return wrong;
        });
        d.MulticastSource = SameFamily(context, d, d.MulticastSource, "src");
        d.UnicastSource = SameFamily(context, d, d.UnicastSource, "src");
        d.MulticastDestination = SameFamily(context, d, d.MulticastDestination, "mcast_dst_ip");
    }

    private static IPAddress? SameFamily(RuleContext context, InstanceDraft d, IPAddress? address, string what)
    {
        if (address is null || address.AddressFamily == d.Config.Family)
        {
            return address;
        }

        context.Diagnostics.Error(d.Span,
            $"Configuration error: VRRP instance[{d.Name}] and {what} address[{address}] " +
            "MUST be of the same family !!! Skipping...");
        return null;
    }

    private static void Version(RuleContext context, InstanceDraft d)
    {
        bool six = d.Config.Family == AddressFamily.InterNetworkV6;
        int version = d.Version ?? (six ? 3 : context.Global.VrrpVersion);
        if (six && version == 2 && d.Config.Strict)
        {
            context.Error(d, "cannot use IPv6 with VRRP version 2; setting version 3");
            version = 3;
        }

        Set(d, c => c with { Version = version });
    }

    private static void Interface(RuleContext context, InstanceDraft d)
    {
        string name = d.Config.Interface;
        if (name.Length > 0 && context.Host.IsLoopback(name))
        {
            context.Diagnostics.Error(d.Span,
                $"({d.Name}) cannot use a loopback interface ({name}) for vrrp - ignoring");
            Set(d, c => c with { Interface = "" });
        }

        context.CheckInterface(name, d.InterfaceSpan, $"vrrp_instance {d.Name}");
        string vrf = d.Config.Vrf;
        if (vrf.Length > 0 && !context.InterfacesMayBeAbsent && !context.Host.InterfaceExists(vrf))
        {
            context.Diagnostics.Warning(d.Span, $"({d.Name}) WARNING - VRF interface {vrf} doesn't exist");
            context.MissingInterface = true;
        }
        else if (vrf.Length > 0 && d.Config.Interface.Length > 0)
        {
            context.Error(d, $"VRF {vrf} cannot be used together with an interface - clearing VRF");
            Set(d, c => c with { Vrf = "" });
        }
    }

    // Without these the daemon does not start.
    private static void Required(RuleContext context, InstanceDraft d)
    {
        if (d.Config.VirtualRouterId == 0)
        {
            context.Diagnostics.Fatal(d.Span, TestStatus.General, $"({d.Name}) the virtual router id must be set",
                "virtual_router_id 1..255");
        }

        bool unicast = d.Peers.Count > 0 && (d.UnicastSource is not null || d.Config.Vrf.Length > 0);
        if (d.Config.Interface.Length == 0 && !unicast)
        {
            context.Diagnostics.Fatal(d.Span, TestStatus.General, $"({d.Name}) Unknown interface!", "interface IF");
        }
    }

    private static void State(RuleContext context, InstanceDraft d)
    {
        byte priority = d.Priority ?? (byte)(d.State == true ? 255 : 100);
        bool master = d.State ?? priority == 255;
        if (d.Config.Strict && d.Priority is not null && master != (priority == 255))
        {
            context.Error(d, "State MASTER must match being address owner");
            master = priority == 255;
        }

        Set(d, c => c with { Priority = priority, WantsMaster = master });
    }

    private static void Preemption(RuleContext context, InstanceDraft d)
    {
        if (d.NoPreempt && d.Config.Priority == 255)
        {
            context.Error(d, "nopreempt is incompatible with priority 255. resetting nopreempt");
            d.NoPreempt = false;
        }
        else if (d.NoPreempt && d.Config.WantsMaster)
        {
            context.Error(d, "Warning - nopreempt will not work with initial state MASTER - clearing",
                "state BACKUP on both routers");
            d.NoPreempt = false;
        }

        if (d.Config.PreemptDelay > TimeSpan.Zero)
        {
            string? problem = d.Config.Strict ? "preempt_delay is incompatible with strict mode - resetting"
                : d.NoPreempt ? "preempt_delay is incompatible with nopreempt mode - resetting"
                : d.Config.WantsMaster ? "Warning - preempt delay will not work with initial state MASTER - clearing"
                : null;
            if (problem is not null)
            {
                context.Error(d, problem);
                Set(d, c => c with { PreemptDelay = TimeSpan.Zero });
            }
        }

        if (d.Config.TimerExpiredBackupPriority is not null && !d.NoPreempt)
        {
            context.Error(d, "timer_expired_backup needs nopreempt - resetting");
            Set(d, c => c with { TimerExpiredBackupPriority = null });
        }

        Set(d, c => c with { Preempt = !d.NoPreempt });
    }

    private static void Authentication(RuleContext context, InstanceDraft d)
    {
        AuthenticationType type = d.Config.AuthenticationType;
        string? problem = type == AuthenticationType.None ? null
            : d.Hmac is not null ? "authentication cannot be combined with auth_hmac. Ignoring."
            : d.Config.Strict ? "Strict mode does not support authentication. Ignoring."
            : d.Config.Version == 3 ? "VRRP version 3 does not support authentication. Ignoring."
            : d.Config.AuthenticationPassword.IsEmpty ? "Authentication specified but no password given. Ignoring"
            : type == AuthenticationType.Ah && d.Config.Family == AddressFamily.InterNetworkV6
                ? "Cannot use AH authentication with VRRPv2 and IPv6 - ignoring"
            : null;
        if (problem is not null)
        {
            context.Error(d, problem);
            type = AuthenticationType.None;
        }

        if (type == AuthenticationType.None)
        {
            Set(d, c => c with { AuthenticationType = type, AuthenticationPassword = [] });
        }
        else if (type == AuthenticationType.Ah && d.Config.WantsMaster && d.Config.Priority != 255)
        {
            // The sequence number of the present master is not known yet.
            context.Error(d, "Initial state master is incompatible with AH authentication - clearing");
            Set(d, c => c with { WantsMaster = false });
        }

        Hmac(context, d);
    }

    private static void Hmac(RuleContext context, InstanceDraft d)
    {
        if (d.Hmac is not { } hmac)
        {
            return;
        }

        byte? active = hmac.ActiveKey ?? (hmac.Keys.Count == 1 ? hmac.Keys[0].Id : null);
        if (active is null || !hmac.Keys.Exists(k => k.Id == active))
        {
            context.Error(d, "auth_hmac has no active key - ignoring auth_hmac", "key ID VALUE, active_key ID");
            return;
        }

        if (hmac.ActiveKey is null)
        {
            // keepalived 2.4.3 ignores the whole block then: beside it, this would be a second Master.
            context.Advise(
                d,
                $"auth_hmac without active_key: key {active} signs here, keepalived 2.4 does not sign at all then",
                $"active_key {active}");
        }

        HmacMode mode = hmac.Mode;
        if (d.Config.Strict && mode != HmacMode.Enforce)
        {
            context.Error(d, "Strict mode requires auth_hmac mode enforce - setting");
            mode = HmacMode.Enforce;
        }

        double window = Math.Clamp(Math.Ceiling(3 * (d.Interval ?? TimeSpan.FromSeconds(1)).TotalSeconds), 5, 300);
        Set(d, c => c with
        {
            Hmac = new HmacConfig
            {
                Keys = hmac.Keys.ToEquatableArray(),
                ActiveKeyId = active.Value,
                AntiReplay = hmac.AntiReplay,
                Mode = mode,
                TimeWindow = hmac.TimeWindow ?? TimeSpan.FromSeconds(window),
            },
        });
    }

    private static void Interval(RuleContext context, InstanceDraft d)
    {
        TimeSpan interval = d.Interval ?? TimeSpan.FromSeconds(1);
        long microseconds = interval.Ticks / 10;
        if (d.Config.Version == 2 && microseconds % 1_000_000 != 0)
        {
            context.Error(d, $"VRRPv2 advertisement interval {interval.TotalSeconds}s must be an integer. rounding");
            interval = TimeSpan.FromSeconds(Math.Max(1, (microseconds + 500_000) / 1_000_000));
        }
        else if (d.Config.Version == 3 && microseconds > 40_950_000)
        {
            context.Error(d, $"VRRPv3 advertisement interval {interval.TotalSeconds}s is out of range. " +
                "Must be less than 40.96s. Setting to 40.95s");
            interval = TimeSpan.FromMilliseconds(40_950);
        }
        else if (d.Config.Version == 3 && microseconds % 10_000 != 0)
        {
            context.Error(d, $"VRRPv3 advertisement interval {interval.TotalSeconds}s must be in units of 10ms - " +
                $"rounding");
            interval = TimeSpan.FromMilliseconds((microseconds + 5_000) / 10_000 * 10);
        }

        Set(d, c => c with { AdvertisementInterval = interval });
    }
}
