using System.Net;
using System.Net.Sockets;
using Keepalived.Actors.Dump;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Dump;

/// <summary>The state in which keepalived 2.2.7 wrote the golden files: two Masters in a group.</summary>
internal static class ReferenceState
{
    private static readonly VrrpInstanceConfig First = new()
    {
        Name = "VI_1",
        Interface = "ve0",
        VirtualRouterId = 51,
        Priority = 150,
        WantsMaster = true,
        AuthenticationType = AuthenticationType.Pass,
        AuthenticationPassword = [.. "secret12"u8],
        VirtualAddresses =
        [
            Address("192.0.2.100", 24) with { HasOwnDevice = true, Label = "ve0:1" },
            Address("192.0.2.101", 32),
        ],
        ExcludedAddresses = [Address("192.0.2.102", 32)],
        Routes =
        [
            new RouteConfig
            {
                Family = AddressFamily.InterNetwork,
                Destination = new IPPrefix(IPAddress.Parse("198.51.100.0"), 24),
                Via = IPAddress.Parse("192.0.2.1"),
                Device = "ve0",
            },
        ],
        SmtpAlert = true,
        Notify = new NotifyScriptsConfig
        {
            Master = new NotifyScriptConfig(["/usr/bin/echo", "a", "b"]),
            Any = new NotifyScriptConfig(["/usr/bin/true"]),
        },
    };

    private static readonly VrrpInstanceConfig Second = new()
    {
        Name = "VI_2",
        Interface = "ve0",
        VirtualRouterId = 52,
        Version = 3,
        Priority = 100,
        AdvertisementInterval = TimeSpan.FromMilliseconds(500),
        Garp = new GarpConfig { MasterRefresh = TimeSpan.FromSeconds(10) },
        VirtualAddresses = [Address("192.0.2.110", 32)],
        Preempt = false,
    };

    private static readonly VrrpSyncGroupConfig Group = new()
    {
        Name = "G",
        Members = ["VI_1", "VI_2"],
        Notify = new NotifyScriptsConfig { Master = new NotifyScriptConfig(["/usr/bin/true"]) },
    };

    public static DumpState State { get; } = new()
    {
        Config = new KeepalivedConfig
        {
            Global = new GlobalConfig
            {
                RouterId = "lab1",
                Mail = new MailConfig
                {
                    Server = "127.0.0.1",
                    HeloName = "vm",
                    From = "ka@example.org",
                    To = ["root@localhost", "admin@example.org"],
                },
            },
            Instances = [First, Second],
            SyncGroups = [Group],
        },
        Vrrp = new VrrpSnapshot(
            [
                Instance(First, 1_795_418_278_454_122, sent: 4, downMicroseconds: 3_414_062),
                Instance(Second, 1_795_418_278_454_221, sent: 8, downMicroseconds: 1_804_687),
            ],
            [new SyncGroupSnapshot(Group, VrrpState.Master, default, "/user/keepalived/vrrp/group-G", 0)],
            [],
            []),
    };

    private static VirtualAddressConfig Address(string address, int length) => new()
    {
        Address = IPAddress.Parse(address),
        PrefixLength = length,
        Device = "ve0",
    };

    private static VrrpInstanceSnapshot Instance(
        VrrpInstanceConfig config, long transitionMicroseconds, long sent, long downMicroseconds)
    {
        long[] counters = new long[(int)VrrpCounter.Count];
        counters[(int)VrrpCounter.AdvertisementsSent] = sent;
        counters[(int)VrrpCounter.BecameMaster] = 1;
        return new VrrpInstanceSnapshot
        {
            Config = config,
            State = VrrpState.Master,
            WantedState = VrrpState.Master,
            EffectivePriority = config.Priority,
            TotalWeight = 0,
            Faults = VrrpFaults.None,
            LastTransition = DateTimeOffset.UnixEpoch.AddMicroseconds(transitionMicroseconds),
            LastReason = VrrpReason.MasterDown,
            Source = IpAddress.Parse("192.0.2.1"),
            InterfaceIndex = 3,
            MasterDownInterval = TimeSpan.FromMicroseconds(downMicroseconds),
            Statistics = new VrrpStatistics([.. counters]),
            Installed = [.. config.VirtualAddresses.Concat(config.ExcludedAddresses).Select(Item)],
            Group = "G",
            Path = "/user/keepalived/vrrp/instance-" + config.Name,
            LastError = config.Name == "VI_1" ? "a bug" : "",
            Restarts = config.Name == "VI_1" ? 2 : 0,
        };
    }

    private static AddressItem Item(VirtualAddressConfig address) => new(new InterfaceAddress
    {
        InterfaceIndex = 3,
        Address = IpAddress.Parse(address.Address.ToString()),
        PrefixLength = (byte)address.PrefixLength,
    });
}
