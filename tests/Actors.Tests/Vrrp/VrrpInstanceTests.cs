using Akka.Actor;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Core.Kernel;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class VrrpInstanceTests : ActorWorld
{
    [Fact]
    public void First_transition_is_to_backup_and_the_second_to_master()
    {
        IActorRef keepalived = Start(Written(""));
        MakeMaster(keepalived, 1);

        AwaitAssert(() => Assert.Equal(
            ["VI_1 Initialize->Backup Startup", "VI_1 Backup->Master MasterDown"], Transitions));
        Assert.Equal(5, AnnouncedAfterFirstSet(1));
    }

    [Fact]
    public void A_start_up_delay_comes_before_the_first_wait()
    {
        StartupDelay = TimeSpan.FromSeconds(10);
        IActorRef keepalived = Start(Instance(1));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));

        Clock.Advance(TimeSpan.FromSeconds(13));
        Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State);
        Clock.Advance(TimeSpan.FromSeconds(1));

        AwaitAssert(() => Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State));
    }

    [Fact]
    public void Announcements_wait_for_the_kernel_and_the_second_set_for_its_delay()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);
        Assert.Equal(5, AnnouncedAfterFirstSet(1));
        LetFinish(keepalived);

        Clock.Advance(TimeSpan.FromSeconds(5));

        AwaitAssert(() => Assert.Equal(10, Announcer.Count(Vip(1))));
    }

    [Fact]
    public void A_master_yields_to_a_higher_priority_and_takes_its_addresses_away()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);

        Sockets.Deliver(Peer(1), 150);

        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1))));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.False(Transmitter(1)!.IsArmed);
        Assert.DoesNotContain((byte)0, Transmitter(1)!.SentOnce);
    }

    [Fact]
    public void A_backup_that_hears_adverts_stays_backup()
    {
        IActorRef keepalived = Start(Instance(1));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        for (int i = 0; i < 8; i++)
        {
            Sockets.Deliver(Peer(1), 150);
            long expected = i + 1;
            AwaitAssert(() => Assert.Equal(
                expected, State(keepalived, "VI_1").Statistics[VrrpCounter.AdvertisementsReceived]));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State);
        Assert.False(Kernel.Has(Vip(1)));
    }

    [Fact]
    public void Link_down_is_fault_with_a_resignation_and_link_up_is_backup()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);

        Kernel.SetUp(2, isUp: false);

        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_1").State));
        Assert.Contains((byte)0, Transmitter(1)!.SentOnce);
        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1))));

        Kernel.SetUp(2, isUp: true);

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
    }

    [Fact]
    public void A_stolen_address_costs_the_mastership()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);

        Kernel.Steal(Vip(1));

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.Contains((byte)0, Transmitter(1)!.SentOnce);
    }

    [Fact]
    public void Leftovers_of_an_earlier_run_are_gone_before_the_first_transition()
    {
        Kernel.WithLink(2, "eth0", Vip(1));

        IActorRef keepalived = Start(Instance(1));

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.False(Kernel.Has(Vip(1)));
        Assert.True(Kernel.Has("192.0.2.1"));
    }

    [Fact]
    public void An_interface_that_appears_later_ends_the_fault()
    {
        ConfigResult allowed = OnInterfaceThatIsAbsent("dynamic_interfaces");
        Assert.Equal(StartVerdict.Run, allowed.Start);
        IActorRef keepalived = Start(allowed.Config);
        AwaitAssert(() => Assert.Equal(VrrpFaults.InterfaceMissing, State(keepalived, "VI_1").Faults));
        Assert.Equal(VrrpState.Fault, State(keepalived, "VI_1").State);

        Kernel.SetLink(
            new NetworkLink { Index = 9, Name = "ka-absent", Flags = 0x1043, HardwareAddress = "020000000009" });

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Assert.NotEqual(StartVerdict.Run, OnInterfaceThatIsAbsent("").Start);
    }

    // Judged on this machine, which has no such interface.
    private static ConfigResult OnInterfaceThatIsAbsent(string globals) => ConfigLoader.Parse($$"""
        global_defs {
            {{globals}}
        }
        vrrp_instance VI_1 {
            interface ka-absent
            virtual_router_id 1
            mcast_src_ip 192.0.2.9
            virtual_ipaddress {
                192.0.2.101/24
            }
        }
        """, "absent.conf");

    [Fact]
    public void Stop_resigns_and_leaves_no_address()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        MakeMaster(keepalived, 1, 2);

        KeepalivedStopped stopped =
            keepalived.Ask<KeepalivedStopped>(new StopKeepalived(), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

        Assert.NotNull(stopped);
        Assert.False(Kernel.Has(Vip(1)) || Kernel.Has(Vip(2)));
        Assert.Contains((byte)0, Transmitter(1)!.SentOnce);
        Assert.Contains((byte)0, Transmitter(2)!.SentOnce);
    }

    private int AnnouncedAfterFirstSet(byte vrid)
    {
        AwaitAssert(() => Assert.True(Announcer.Count(Vip(vrid)) >= 5));
        return Announcer.Count(Vip(vrid));
    }
}
