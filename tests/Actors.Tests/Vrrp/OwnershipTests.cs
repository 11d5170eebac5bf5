using Akka.Actor;
using Keepalived.Actors.Kernel;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

/// <summary>Interfaces and addresses of an instance beside the one that its adverts leave from.</summary>
public sealed class OwnershipTests : ActorWorld
{
    [Theory]
    [InlineData("garp_extra_if all 7", "")]
    [InlineData("vmac_garp_intvl all 7", "")]
    [InlineData("", "vrrp_garp_extra_if all 7")]
    [InlineData("", "vrrp_vmac_garp_intvl all 7")]
    public void Addresses_elsewhere_are_announced_again_and_again(string line, string global)
    {
        Kernel.WithLink(3, "eth1", "198.51.100.1");
        IActorRef keepalived = Start(Written(
            $"garp_master_delay 0\nvirtual_ipaddress_excluded {{\n192.0.2.102/24 dev eth1\n}}\n{line}",
            $"global_defs {{\n{global}\n}}"));
        MakeMaster(keepalived, 1);
        AwaitAssert(() => Assert.Equal((5, 5), (Announcer.Count(Vip(1)), Announcer.Count(Vip(2)))));
        LetFinish(keepalived);

        Clock.Advance(TimeSpan.FromSeconds(7));
        AwaitAssert(() => Assert.Equal(6, Announcer.Count(Vip(2))));
        LetFinish(keepalived);
        Clock.Advance(TimeSpan.FromSeconds(7));

        AwaitAssert(() => Assert.Equal((5, 7), (Announcer.Count(Vip(1)), Announcer.Count(Vip(2)))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_base_interface_promotes_secondaries_only_where_it_was_asked_to(bool asked)
    {
        const string path = "net/ipv4/conf/eth0/promote_secondaries";
        IActorRef keepalived = Start(Written(asked ? "promote_secondaries" : ""));
        MakeMaster(keepalived, 1);

        Assert.Equal(asked ? "1" : null, Kernel.Switches.GetValueOrDefault(path));
    }

    [Fact]
    public void A_polled_interface_is_what_its_driver_says()
    {
        SwitchedProbe probe = new();
        Probe = probe;
        IActorRef keepalived = Start(Written("", "linkbeat_interfaces {\neth0 ETHTOOL\n}"));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));

        probe.Answer = false;
        AwaitAssert(() => Assert.Equal(VrrpFaults.InterfaceDown, State(keepalived, "VI_1").Faults));
        probe.Answer = true;

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.Equal(LinkbeatKind.Ethtool, probe.Asked);
    }

    [Fact]
    public void A_lost_interface_of_a_static_item_is_a_fault_of_its_track_group()
    {
        Kernel.WithLink(3, "eth1", "198.51.100.1");
        IActorRef keepalived = Start(Instance(1) with { StaticInterfaces = ["eth1"] });
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));

        Kernel.SetUp(3, isUp: false);

        AwaitAssert(() => Assert.Equal(VrrpFaults.TrackedInterface, State(keepalived, "VI_1").Faults));
    }

    [Fact]
    public void The_way_of_the_first_address_is_rehearsed_once_and_leaves_no_trace()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_2").State));
        AwaitAssert(() => Assert.NotEmpty(Kernel.Rehearsed));

        KernelStateSnapshot kernel = Sys.ActorSelection("/user/keepalived/kernel")
            .Ask<KernelStateSnapshot>(new GetKernelState(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

        Assert.Single(Kernel.Rehearsed);
        Assert.Equal((0L, 0), (kernel.BatchesApplied, kernel.ItemsOwned));
        Assert.False(Kernel.Has(Vip(1)) || Kernel.Has(Vip(2)));
        Assert.Equal(0, Announcer.Count(Vip(1)));
        MakeMaster(keepalived, 1, 2);
        Assert.Single(Kernel.Rehearsed);
    }

    private sealed class SwitchedProbe : ILinkProbe
    {
        private volatile bool _answer = true;

        public bool Answer { set => _answer = value; }

        public LinkbeatKind Asked { get; private set; }

        public bool? IsUp(string name, LinkbeatKind kind)
        {
            Asked = kind;
            return name == "eth0" ? _answer : null;
        }
    }
}
