using Akka.Actor;
using Akka.TestKit;
using Keepalived.Actors.Configuration;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;
using ReloadConfig = Keepalived.Actors.Configuration.ReloadConfig;

namespace Keepalived.Actors.Tests.Vrrp;

/// <summary>A reload of a sync group's members: whose reports count, and whose requirements.</summary>
public sealed class GroupReloadTests : ActorWorld
{
    private static readonly VrrpGroupReport s_master = new(VrrpState.Master, true, false, false);
    private static readonly VrrpGroupReport s_ended = new(VrrpState.Initialize, false, false, false);

    [Fact]
    public void The_end_of_one_whose_name_another_member_has_now_takes_nobody_along()
    {
        TestProbe gone = CreateTestProbe(), renamed = CreateTestProbe(), other = CreateTestProbe();
        IActorRef group = MastersTogether(gone, renamed, other);

        group.Tell(new UpdateGroup(Group("G", "a", "c"), [renamed.Ref, other.Ref]));
        Report(group, s_master, renamed, other);
        Report(group, s_ended, gone);

        Assert.Equal(VrrpState.Master, NextState(group, renamed));
        Assert.Equal(VrrpState.Master, NextState(group, other));
    }

    [Fact]
    public void Members_that_only_change_their_names_are_not_asked_and_stay_themselves()
    {
        TestProbe a = CreateTestProbe(), b = CreateTestProbe(), c = CreateTestProbe();
        IActorRef group = MastersTogether(a, b, c);

        group.Tell(new UpdateGroup(Group("G", "a", "b", "c"), [b.Ref, a.Ref, c.Ref]));

        Assert.All([a, b, c], one => Assert.Equal(VrrpState.Master, NextState(group, one)));
    }

    [Fact]
    public void A_removed_member_does_not_take_along_who_has_its_name_now()
    {
        IActorRef keepalived = Start(Conf([Instance(1), Instance(2), Instance(3)], Group("G", "VI_1", "VI_2", "VI_3")));
        MakeMaster(keepalived, 1, 2, 3);
        Transitions.Clear();

        Reload(keepalived, Conf([Instance(1), Instance(2) with { Name = "VI_3" }], Group("G", "VI_1", "VI_3")));

        AwaitAssert(() => Assert.False(Kernel.Has(Vip(3))));
        AwaitAssert(() => Assert.Equal(VrrpState.Master, Snapshot(keepalived).Groups.Single().State));
        Assert.DoesNotContain(Transitions, static t => t.Contains("->Backup", StringComparison.Ordinal));
    }

    /// <summary>Neither group is another one by its own lines: all that differs is who bears the names.</summary>
    [Fact]
    public void Groups_whose_members_change_names_with_each_other_hear_of_them()
    {
        Kernel.WithLink(3, "eth1", "198.51.100.1");
        VrrpSyncGroupConfig[] groups = [Group("G1", "VI_1", "VI_2"), Group("G2", "VI_3", "VI_4")];
        VrrpInstanceConfig third = Instance(3) with { Interface = "eth1" };
        VrrpInstanceConfig fourth = Instance(4) with { Interface = "eth1" };
        IActorRef keepalived = Start(Conf([Instance(1), Instance(2), third, fourth], groups));
        MakeMaster(keepalived, 1, 2);
        Kernel.SetUp(3, isUp: false);
        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_4").State));

        Reload(keepalived, Conf(
            [Instance(1) with { Name = "VI_3" }, Instance(2), third with { Name = "VI_1" }, fourth], groups));

        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_2").State));
        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_3").State));
    }

    [Fact]
    public void An_instance_obeys_no_group_but_its_own()
    {
        IActorRef keepalived = Start(Conf([Instance(1)], Group("G", "VI_1")));
        MakeMaster(keepalived, 1);
        ActorSelection instance = Sys.ActorSelection("/user/keepalived/vrrp/instance-VI_1");

        instance.Tell(new GroupRequires("former", VrrpState.Fault));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State);

        instance.Tell(new GroupRequires("G", VrrpState.Fault));
        AwaitAssert(() => Assert.Contains(
            Transitions, static t => t.StartsWith("VI_1 Master->Fault", StringComparison.Ordinal)));
    }

    /// <summary>The group's question may have come while the instance still belonged to another.</summary>
    [Fact]
    public void One_that_a_reload_brings_into_a_group_reports_without_being_asked()
    {
        TestProbe group = CreateTestProbe();
        VrrpDirectory directory = new();
        directory.Groups["G"] = group.Ref;
        IActorRef none = ActorRefs.Nobody;
        IActorRef instance = Sys.ActorOf(VrrpInstanceActor.Props(
            Services, new VrrpNeighbours(none, none, none, none, directory), new InstanceSlot(Instance(1), null)));

        instance.Tell(new UpdateInstance(Instance(1), Group("G", "VI_1")));

        group.ExpectMsg<MemberReported>();
    }

    private IActorRef MastersTogether(TestProbe a, TestProbe b, TestProbe c)
    {
        GroupSlot slot = new(Group("G", "a", "b", "c"), [a.Ref, b.Ref, c.Ref]);
        IActorRef group = Sys.ActorOf(SyncGroupActor.Props(Services, slot));
        Report(group, s_master, a, b, c);
        Assert.All([a, b, c], one => Assert.Equal(VrrpState.Master, NextState(group, one)));
        return group;
    }

    /// <summary>The member answers the group's question, or speaks unasked at its end.</summary>
    private static void Report(IActorRef group, VrrpGroupReport report, params TestProbe[] members)
    {
        foreach (TestProbe member in members)
        {
            if (report.State != VrrpState.Initialize)
            {
                member.ExpectMsg<GroupAsks>();
            }

            group.Tell(new MemberReported(report), member.Ref);
        }
    }

    /// <summary>The group's state, if it has told the member nothing before that.</summary>
    private static VrrpState NextState(IActorRef group, TestProbe member)
    {
        group.Tell(new GetGroupState(), member.Ref);
        return member.ExpectMsg<SyncGroupSnapshot>().State;
    }

    private static VrrpSyncGroupConfig Group(string name, params string[] members) =>
        new() { Name = name, Members = [.. members] };

    private static KeepalivedConfig Conf(VrrpInstanceConfig[] instances, params VrrpSyncGroupConfig[] groups) =>
        new() { Instances = [.. instances], SyncGroups = [.. groups] };

    private void Reload(IActorRef keepalived, KeepalivedConfig config)
    {
        NextConfig = config;
        _ = keepalived.Ask<ConfigApplied>(new ReloadConfig("test"), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
    }
}
