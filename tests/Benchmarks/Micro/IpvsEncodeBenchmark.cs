using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Ipvs;

namespace Benchmarks.Micro;

/// <summary>The two IPVS requests of which there are many: a service and one of its real servers.</summary>
[MemoryDiagnoser]
public class IpvsEncodeBenchmark
{
    private static readonly IpvsServiceMessage _service = new()
    {
        Family = AddressFamily.InterNetwork,
        Protocol = 6,
        Address = IpAddress.Parse("192.0.2.100"),
        Port = 80,
        Scheduler = "rr",
        Netmask = uint.MaxValue,
    };

    private static readonly IpvsDestinationMessage _server = new()
    {
        Address = IpAddress.Parse("10.20.0.1"),
        Port = 80,
        Weight = 1,
    };

    private readonly byte[] _buffer = new byte[2048];

    [Benchmark]
    public int Service() => new IpvsRequest(28, 7).NewService(_buffer, _service);

    [Benchmark]
    public int RealServer() => new IpvsRequest(28, 7).NewDestination(_buffer, _service, _server);
}
