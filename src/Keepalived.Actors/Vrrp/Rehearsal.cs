using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Vrrp;

/// <summary>
/// Runs through a take-over once at start, with nothing at stake: the first real one must not wait for code to be
/// loaded and compiled (measured: some milliseconds).
/// </summary>
internal static class Rehearsal
{
    /// <summary>The machine, on a state that nobody else uses.</summary>
    public static void Run(VrrpParameters parameters)
    {
        VrrpEffects effects = new();
        VrrpInstanceState state = VrrpInstanceState.Initial(parameters);
        TimeSpan now = TimeSpan.FromHours(1);
        Step(VrrpEventKind.Startup);
        Step(VrrpEventKind.AdvertisementReceived);

        // Not a moment late: who is late listens again instead.
        now = state.Timers[VrrpTimer.MasterDown].DueAt;
        Step(VrrpEventKind.TimerFired);
        Step(VrrpEventKind.AddressesInstalled);
        Step(VrrpEventKind.Shutdown);

        void Step(VrrpEventKind kind)
        {
            effects.Clear();
            state = VrrpStateMachine.Handle(
                parameters,
                state,
                new VrrpEvent
                {
                    Kind = kind,
                    Now = now,
                    Timer = VrrpTimer.MasterDown,
                    Generation = state.Timers[VrrpTimer.MasterDown].Generation,
                    Priority = 1,
                    Interval = parameters.AdvertisementInterval,
                },
                effects);
        }
    }

    /// <summary>The way through the protocol clock: a schedule that encodes and sends nothing.</summary>
    public static void Run(IProtocolClock clock, IPacketSocket socket, IAdvertSource source, IAdvertLeaseHolder holder)
    {
        IAdvertTransmitter transmitter = clock.CreateTransmitter(socket, new Silence(source), holder);
        transmitter.Start(0, TimeSpan.FromHours(1), TimeSpan.FromHours(1), sendNow: true, generation: -1);
        transmitter.SendOnce(1);
        transmitter.Revoke();
        transmitter.Dispose();
    }

    private sealed class Silence(IAdvertSource source) : IAdvertSource
    {
        public int DestinationCount => source.DestinationCount;

        public int WriteNext(int destinationIndex, byte priority, Span<byte> buffer, out IpAddress destination)
        {
            _ = source.SourceAddress;
            _ = source.HopLimit;
            _ = source.WriteNext(destinationIndex, priority, buffer, out destination);
            return 0;
        }
    }
}
