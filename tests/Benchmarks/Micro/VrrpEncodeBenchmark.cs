using BenchmarkDotNet.Attributes;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Vrrp;

namespace Benchmarks.Micro;

/// <summary>One advert out: what the protocol clock does for each instance and interval.</summary>
[MemoryDiagnoser]
public class VrrpEncodeBenchmark
{
    private readonly byte[] _buffer = new byte[VrrpCodec.MaxDatagramLength];
    private VrrpAdvertSource _source = null!;

    [Params(2, 3)]
    public int Version { get; set; }

    [GlobalSetup]
    public void Prepare() => _source = new VrrpAdvertSource(Samples.Send(Version), new VrrpSequence());

    [Benchmark]
    public int Advert_out() => _source.WriteNext(0, 150, _buffer, out _);
}
