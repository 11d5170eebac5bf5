using Akka.Actor;
using Keepalived.Actors.Configuration;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Config.Text;
using Keepalived.Core.Vrrp;
using ReloadConfig = Keepalived.Actors.Configuration.ReloadConfig;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class ReloadTests : ActorWorld
{
    [Fact]
    public void An_untouched_instance_hears_nothing_of_a_reload()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        MakeMaster(keepalived, 1, 2);
        AwaitAssert(() => Assert.Equal(5, Announcer.Count(Vip(1))));
        AwaitAssert(() => Assert.Equal(4, Transitions.Count));
        long sent = Transmitter(1)!.SentCount;
        int transitions = Transitions.Count;
        int applications = Kernel.Applications;

        ConfigApplied applied = Reload(keepalived, Instance(1), Instance(2));

        Assert.Equal(new ConfigChanges(0, 0, 0, 2), applied.Changes);
        Assert.Equal(sent, Transmitter(1)!.SentCount);
        Assert.Equal(transitions, Transitions.Count);
        Assert.Equal(applications, Kernel.Applications);
    }

    [Fact]
    public void A_new_address_is_installed_and_announced_in_place()
    {
        IActorRef keepalived = Start(Written(""));
        MakeMaster(keepalived, 1);

        ConfigApplied applied = Reload(
            keepalived, [.. Written("virtual_ipaddress {\n192.0.2.109/24\n}").Instances]);

        Assert.Equal(1, applied.Changes.Changed);
        AwaitAssert(() => Assert.True(Kernel.Has(Vip(9)) && Kernel.Has(Vip(1))));
        AwaitAssert(() => Assert.True(Announcer.Count(Vip(9)) >= 5));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State);
        Assert.True(Transmitter(9)!.IsArmed);
        Assert.Single(Transitions, t => t.Contains("->Master", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_that_a_reload_drops_goes_at_once()
    {
        IActorRef keepalived = Start(Instance(1) with { VirtualAddresses = [Address(1), Address(9)] });
        MakeMaster(keepalived, 1);
        Assert.True(Kernel.Has(Vip(9)));

        Reload(keepalived, Instance(1));

        AwaitAssert(() => Assert.False(Kernel.Has(Vip(9))));
        Assert.True(Kernel.Has(Vip(1)));
    }

    [Fact]
    public void What_an_instance_has_goes_with_it_whatever_its_name_was_before()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);
        // Its name is another one's now, in the same reload.
        Reload(keepalived, Instance(1) with { Name = "other" }, Instance(2) with { Name = "VI_1" });
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_1").State));
        Clock.Advance(TimeSpan.FromSeconds(4));
        AwaitAssert(() => Assert.True(Kernel.Has(Vip(2))));
        Assert.Equal(VrrpState.Master, State(keepalived, "other").State);

        Reload(keepalived, Instance(2) with { Name = "VI_1" });

        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1))));
        Assert.True(Kernel.Has(Vip(2)));
    }

    [Fact]
    public void A_removed_master_resigns_and_a_changed_VRID_is_a_new_instance()
    {
        IActorRef keepalived = Start(Instance(1), Instance(2));
        MakeMaster(keepalived, 1, 2);
        var gone = Transmitter(1)!;

        ConfigApplied applied = Reload(keepalived, Instance(2), Instance(3));

        Assert.Equal(new ConfigChanges(1, 0, 1, 1), applied.Changes);
        AwaitAssert(() => Assert.Contains((byte)0, gone.SentOnce));
        AwaitAssert(() => Assert.False(Kernel.Has(Vip(1))));
        AwaitAssert(() => Assert.Equal(VrrpState.Backup, State(keepalived, "VI_3").State));
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_2").State);
    }

    [Fact]
    public void A_flawed_file_is_refused_as_a_whole()
    {
        IActorRef keepalived = Start(Instance(1));
        MakeMaster(keepalived, 1);
        NextConfig = new KeepalivedConfig { Instances = [Instance(7)] };
        Flaw = new ConfigDiagnostic(SourceSpan.None, DiagnosticSeverity.Error, TestStatus.General, "out of range");

        object answer = keepalived.Ask<object>(
            new ReloadConfig("test"), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();

        ConfigRejected rejected = Assert.IsType<ConfigRejected>(answer);
        Assert.Contains("out of range", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(VrrpState.Master, State(keepalived, "VI_1").State);
    }

    [Fact]
    public void An_error_that_the_running_configuration_had_too_is_tolerated()
    {
        ConfigDiagnostic old = new(
            SourceSpan.None, DiagnosticSeverity.Error, TestStatus.General, "Unknown keyword 'x'");
        ConfigResult running = Result(KeepalivedConfig.Empty) with { Diagnostics = [old] };

        Assert.Null(ReloadVerdict.Refusal(running, running, out _));
        Assert.NotNull(ReloadVerdict.Refusal(Result(KeepalivedConfig.Empty), running, out _));
    }

    private ConfigApplied Reload(IActorRef keepalived, params VrrpInstanceConfig[] instances)
    {
        NextConfig = new KeepalivedConfig { Instances = [.. instances] };
        return keepalived.Ask<ConfigApplied>(
            new ReloadConfig("test"), TimeSpan.FromSeconds(10)).GetAwaiter().GetResult();
    }
}
