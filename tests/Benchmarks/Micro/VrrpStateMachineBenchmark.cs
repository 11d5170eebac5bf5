using BenchmarkDotNet.Attributes;
using Keepalived.Core.Vrrp;

namespace Benchmarks.Micro;

/// <summary>The state machine's answer to the event that comes most often: a Backup hears its Master.</summary>
[MemoryDiagnoser]
public class VrrpStateMachineBenchmark
{
    private readonly VrrpEffects _effects = new();
    private readonly VrrpParameters _parameters = new()
    {
        Name = "VI_1",
        VirtualRouterId = 51,
        Addresses = [Samples.Address],
    };

    private VrrpInstanceState _state;
    private VrrpEvent _heard;

    [GlobalSetup]
    public void Prepare()
    {
        var start = new VrrpEvent { Kind = VrrpEventKind.Startup, Now = TimeSpan.Zero, Source = Samples.Receiver };
        _state = VrrpStateMachine.Handle(_parameters, VrrpInstanceState.Initial(_parameters), start, _effects);
        _heard = new VrrpEvent
        {
            Kind = VrrpEventKind.AdvertisementReceived,
            Now = TimeSpan.FromSeconds(1),
            Source = Samples.Sender,
            Priority = 150,
            Interval = TimeSpan.FromSeconds(1),
        };
        if (_state.State != VrrpState.Backup)
        {
            throw new InvalidOperationException($"The instance is {_state.State}, not Backup.");
        }
    }

    [Benchmark]
    public VrrpState Backup_hears_its_master()
    {
        _effects.Clear();
        _state = VrrpStateMachine.Handle(_parameters, _state, _heard, _effects);
        return _state.State;
    }
}
