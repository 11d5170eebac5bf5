using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Vrrp;

/// <summary>What no scenario can say: the table has no hole, and steady state costs no memory.</summary>
public class VrrpStateMachineTests
{
    private static readonly VrrpParameters Parameters = new() { Name = "VI_1", VirtualRouterId = 51 };

    public static TheoryData<VrrpState, VrrpEventKind> Table
    {
        get
        {
            var table = new TheoryData<VrrpState, VrrpEventKind>();
            foreach (VrrpState state in Enum.GetValues<VrrpState>())
            {
                foreach (VrrpEventKind kind in Enum.GetValues<VrrpEventKind>())
                {
                    table.Add(state, kind);
                }
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_state_answers_every_event(VrrpState from, VrrpEventKind kind)
    {
        foreach (VrrpTimer timer in Enum.GetValues<VrrpTimer>())
        {
            foreach (VrrpState required in Enum.GetValues<VrrpState>())
            {
                VrrpInstanceState state = Reach(from);
                VrrpTimerSlot slot = state.Timers[timer].Start(TimeSpan.FromSeconds(9));
                state = state with { Timers = state.Timers.With(timer, slot) };
                var e = new VrrpEvent
                {
                    Kind = kind,
                    Now = TimeSpan.FromSeconds(10),
                    Timer = timer,
                    Generation = slot.Generation,
                    RequiredState = required,
                    Priority = 50,
                };

                VrrpInstanceState next = VrrpStateMachine.Handle(Parameters, state, e, new VrrpEffects());

                Assert.True(Enum.IsDefined(next.State));
            }
        }
    }

    [Fact]
    public void A_hole_in_the_table_is_a_bug()
    {
        var e = new VrrpEvent { Kind = (VrrpEventKind)99, Now = TimeSpan.Zero };

        Assert.Throws<InvalidOperationException>(
            () => VrrpStateMachine.Handle(Parameters, Reach(VrrpState.Backup), e, new VrrpEffects()));
    }

    [Fact]
    public void A_Backup_that_hears_its_Master_allocates_nothing()
    {
        VrrpInstanceState state = Reach(VrrpState.Backup);
        var effects = new VrrpEffects();
        var e = new VrrpEvent
        {
            Kind = VrrpEventKind.AdvertisementReceived,
            Now = TimeSpan.FromSeconds(2),
            Source = IpAddress.Parse("192.0.2.2"),
            Priority = 150,
            Interval = TimeSpan.FromSeconds(1),
        };
        VrrpStateMachine.Handle(Parameters, state, e, effects);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            effects.Clear();
            state = VrrpStateMachine.Handle(Parameters, state, e, effects);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static VrrpInstanceState Reach(VrrpState state)
    {
        VrrpInstanceState current = VrrpInstanceState.Initial(Parameters);
        if (state == VrrpState.Initialize)
        {
            return current;
        }

        VrrpFaults fault = state == VrrpState.Fault ? VrrpFaults.InterfaceDown : VrrpFaults.None;
        current = Handle(current, new VrrpEvent { Kind = VrrpEventKind.Startup, Now = TimeSpan.Zero, Fault = fault });
        if (state == VrrpState.Master)
        {
            VrrpTimerSlot slot = current.Timers[VrrpTimer.MasterDown];
            current = Handle(current, new VrrpEvent
            {
                Kind = VrrpEventKind.TimerFired,
                Now = slot.DueAt,
                Generation = slot.Generation,
            });
        }

        Assert.Equal(state, current.State);
        return current;
    }

    private static VrrpInstanceState Handle(VrrpInstanceState state, VrrpEvent e) =>
        VrrpStateMachine.Handle(Parameters, state, e, new VrrpEffects());
}
