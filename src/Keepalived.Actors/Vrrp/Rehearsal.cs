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
    /// <summary>The machine and the encoder, on a state and with a source that nobody else uses.</summary>
    public static void Run(VrrpParameters parameters, VrrpAdvertSource source)
    {
        VrrpEffects effects = new();
        VrrpInstanceState state = VrrpInstanceState.Initial(parameters);
        TimeSpan now = TimeSpan.FromSeconds(1);
        Step(VrrpEventKind.Startup, VrrpTimer.MasterDown);
        Step(VrrpEventKind.AdvertisementReceived, VrrpTimer.MasterDown);
        Step(VrrpEventKind.TimerFired, VrrpTimer.MasterDown);
        Step(VrrpEventKind.AddressesInstalled, VrrpTimer.MasterDown);
        Step(VrrpEventKind.Shutdown, VrrpTimer.MasterDown);

        Span<byte> buffer = stackalloc byte[4608];
        source.WriteNext(0, parameters.Priority, buffer, out _);

        void Step(VrrpEventKind kind, VrrpTimer timer)
        {
            now += TimeSpan.FromSeconds(1);
            effects.Clear();
            state = VrrpStateMachine.Handle(
                parameters,
                state,
                new VrrpEvent
                {
                    Kind = kind,
                    Now = now,
                    Timer = timer,
                    Generation = state.Timers[timer].Generation,
                    Priority = 1,
                    Interval = parameters.AdvertisementInterval,
                },
                effects);
        }
    }

    /// <summary>The way through the protocol clock: a schedule that sends nothing.</summary>
    public static void Run(IProtocolClock clock, IPacketSocket socket, IAdvertLeaseHolder holder)
    {
        IAdvertTransmitter transmitter = clock.CreateTransmitter(socket, new Silence(), holder);
        transmitter.Start(0, TimeSpan.FromHours(1), TimeSpan.FromHours(1), sendNow: true, generation: -1);
        transmitter.SendOnce(1);
        transmitter.Revoke();
        transmitter.Dispose();
    }

    private sealed class Silence : IAdvertSource
    {
        public int DestinationCount => 1;

        public int WriteNext(int destinationIndex, byte priority, Span<byte> buffer, out IpAddress destination)
        {
            destination = IpAddress.None;
            return 0;
        }
    }
}
