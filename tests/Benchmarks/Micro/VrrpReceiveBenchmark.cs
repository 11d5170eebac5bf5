using BenchmarkDotNet.Attributes;
using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Vrrp;

namespace Benchmarks.Micro;

/// <summary>One advert in: decoding and every receive check, as the router does it.</summary>
[MemoryDiagnoser]
public class VrrpReceiveBenchmark
{
    private byte[] _advert = [];
    private PacketBatch.Entry _entry;
    private VrrpReceiveParameters _parameters = null!;
    private VrrpReceiveState _state;

    [Params(2, 3)]
    public int Version { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _advert = Samples.Advert(Version);
        _parameters = Samples.Receive(Version);
        _state = new VrrpReceiveState(new VrrpSequence());
        _entry = new PacketBatch.Entry(_advert.Length, Samples.Sender, VrrpCodec.MulticastGroupV4, 255, 1);
        if (Advert_in() != VrrpVerdict.Accept)
        {
            throw new InvalidOperationException("The advert is refused: the benchmark would measure the wrong path.");
        }
    }

    [Benchmark]
    public VrrpVerdict Advert_in() => VrrpReceiver.Check(_advert, _entry, _parameters, ref _state).Verdict;
}
