using System.Net.Sockets;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Keepalived.Actors.Kernel;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Kernel;

public sealed class FirewallGatewayTests : TestKit
{
    private static readonly NftablesConfig s_first = new();

    private static readonly FirewallItem s_address = new RefusedAddress(IpAddress.Parse("192.0.2.1"), 2);

    private readonly Scripts _nft = new();
    private readonly FirewallGateway _firewall;

    public FirewallGatewayTests() => _firewall = new FirewallGateway(_nft, s_first, Logging.GetLogger(Sys, "test"));

    [Fact]
    public void Another_name_at_a_reload_is_one_transaction()
    {
        _firewall.Apply([s_address], []);
        NftablesConfig next = s_first with { Table = "other" };

        _firewall.Use(next);

        Assert.Equal(2, _nft.Ran.Count);
        Assert.Equal(Text(s_first).Removal() + Text(next).Whole([s_address]), _nft.Ran[^1]);
        _firewall.Apply([], [s_address]);
        Assert.Equal(Text(next).Removal(), _nft.Ran[^1]);
    }

    [Fact]
    public void Another_priority_or_counting_writes_the_table_anew_and_equal_settings_nothing()
    {
        _firewall.Apply([s_address], []);
        _firewall.Use(s_first with { });
        Assert.Single(_nft.Ran);

        _firewall.Use(s_first with { Priority = 7 });
        _firewall.Use(s_first with { Priority = 7, Counters = true });

        Assert.Equal(3, _nft.Ran.Count);
        Assert.Contains("priority 7;", _nft.Ran[1], StringComparison.Ordinal);
        Assert.Contains("counter drop", _nft.Ran[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_wish_no_table_comes_by_a_reload()
    {
        _firewall.Use(s_first with { Table = "other" });
        Assert.Empty(_nft.Ran);
        Assert.Equal("other", _firewall.Table.Name);
    }

    private static FirewallText Text(NftablesConfig settings) => new(settings, AddressFamily.InterNetwork, true);

    private sealed class Scripts : INftables
    {
        public List<string> Ran { get; } = [];

        public string? TryOpen() => null;

        public NftablesResult Run(string script)
        {
            Ran.Add(script);
            return new NftablesResult("", null);
        }

        public NftablesResult RunForJson(string script) => Run(script);

        public string ListStructure(string table) => "";

        public string ListTable(string table) => "";

        public uint? ReadGeneration() => (uint)Ran.Count;

        public bool? HasChanged(string table, uint generation) => false;

        public void ForgetChanges() => Ran.TrimExcess();

        public void Dispose() => Ran.Clear();
    }
}
