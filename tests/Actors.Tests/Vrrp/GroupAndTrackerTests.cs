using Akka.Actor;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class GroupAndTrackerTests : ActorWorld
{
    [Fact]
    public void Members_become_master_together_and_fall_together()
    {
        Kernel.WithLink(3, "eth1", "198.51.100.1");
        IActorRef keepalived = Start(Written("", """
            vrrp_instance VI_2 {
                interface eth1
                virtual_router_id 2
                virtual_ipaddress {
                    192.0.2.102/24
                }
            }
            vrrp_sync_group G {
                group {
                    VI_1
                    VI_2
                }
            }
            """));
        MakeMaster(keepalived, 1, 2);
        AwaitAssert(() => Assert.Contains("group G Backup->Master", Transitions));

        Kernel.SetUp(3, isUp: false);

        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_1").State));
        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_2").State));
        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1)) || Kernel.Has(Vip(2))));

        Kernel.SetUp(3, isUp: true);

        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_2").State));
    }

    [Fact]
    public void A_crashed_group_hears_of_its_members_again()
    {
        IActorRef keepalived = Start(Grouped(Instance(1), Instance(2)));
        MakeMaster(keepalived, 1, 2);

        Sys.ActorSelection("/user/keepalived/vrrp/group-G").Tell(new UpdateGroup(null!, default));

        AwaitAssert(() => Assert.Equal(1, Snapshot(keepalived).Groups.Single().Restarts));
        AwaitAssert(() => Assert.Equal(VrrpState.Master, Snapshot(keepalived).Groups.Single().State));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State);
    }

    [Fact]
    public void An_instance_waits_for_the_first_result_of_its_script_and_fails_with_it()
    {
        IActorRef keepalived = Start(Scripted(weight: 0));
        AwaitAssert(() => Assert.Equal(1, Scripts.Started));
        Assert.Empty(Transitions);

        Scripts.End(0);
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));

        Clock.Advance(TimeSpan.FromSeconds(1));
        AwaitAssert(() => Assert.True(Scripts.End(1)));

        AwaitAssert(() => Assert.Equal(VrrpState.Fault, State(keepalived, "VI_1").State));
        Assert.Equal(VrrpFaults.TrackedScript, State(keepalived, "VI_1").Faults);
    }

    [Fact]
    public void A_script_runs_once_in_each_interval()
    {
        IActorRef keepalived = Start(
            Written("track_script {\ns\n}", "vrrp_script s {\nscript /bin/true\ninterval 3\n}"));
        AwaitAssert(() => Assert.True(Scripts.End(0)));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Clock.Advance(TimeSpan.FromSeconds(2.9));
        Snapshot(keepalived);
        Assert.Equal(1, Scripts.Started);
        Clock.Advance(TimeSpan.FromSeconds(0.1));

        AwaitAssert(() => Assert.Equal(2, Scripts.Started));
    }

    [Fact]
    public void A_weighted_script_moves_the_priority()
    {
        IActorRef keepalived = Start(Scripted(weight: 20));
        AwaitAssert(() => Assert.True(Scripts.End(0)));
        AwaitAssert(() => Assert.Equal(120, State(keepalived, "VI_1").EffectivePriority));

        Clock.Advance(TimeSpan.FromSeconds(1));
        AwaitAssert(() => Assert.True(Scripts.End(1)));

        AwaitAssert(() => Assert.Equal(100, State(keepalived, "VI_1").EffectivePriority));
        Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State);
    }

    [Theory]
    [InlineData("track_file")]
    [InlineData("vrrp_track_file")]
    public void A_tracked_file_moves_the_priority_as_it_is_written(string keyword)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("ka-track-").FullName, "number");
        try
        {
            IActorRef keepalived = Start(Written(
                "track_file {\nf\n}", $"{keyword} f {{\nfile {path}\nweight 2\n}}"));
            AwaitAssert(() => Assert.Equal(100, State(keepalived, "VI_1").EffectivePriority));

            File.WriteAllText(path, "17\n");

            AwaitAssert(() => Assert.Equal(134, State(keepalived, "VI_1").EffectivePriority));

            File.Delete(path);

            AwaitAssert(() => Assert.Equal(100, State(keepalived, "VI_1").EffectivePriority));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Theory]
    [InlineData("notify_priority_changes", true)]
    [InlineData("", false)]
    public void Priority_changes_of_members_are_told_where_their_group_wants_it(string line, bool isTold)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(InstancePriorityChanged));
        IActorRef keepalived = Start(Written("track_script {\ns\n}", $$"""
            vrrp_script s {
                script /bin/true
                weight 20
            }
            vrrp_sync_group G {
                group {
                    VI_1
                }
                sync_group_tracking_weight
                {{line}}
            }
            """));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        AwaitAssert(() => Assert.True(Scripts.End(0)));

        Assert.Equal(isTold, ExpectMsg<InstancePriorityChanged>().IsTold);
    }

    private static KeepalivedConfig Grouped(params VrrpInstanceConfig[] members) => new()
    {
        Instances = [.. members],
        SyncGroups = [new VrrpSyncGroupConfig { Name = "G", Members = [.. members.Select(m => m.Name)] }],
    };

    private static KeepalivedConfig Scripted(int weight) => new()
    {
        Instances = [Instance(1) with { TrackScripts = [new TrackConfig("s", weight)] }],
        Scripts = [new TrackScriptConfig { Name = "s", Script = new NotifyScriptConfig(
            ["/bin/true"]), Weight = weight }],
    };
}
