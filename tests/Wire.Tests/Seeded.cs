using Xunit.Abstractions;

namespace Keepalived.Wire.Tests;

/// <summary>
/// Random and mutated inputs, the same for one seed. The seed is printed; WIRE_SEED=n replays it and WIRE_INPUTS=n asks
/// for another number than 200,000. At the end nothing may have been kept of all of them.
/// </summary>
internal sealed class Seeded : IDisposable
{
    private const long MostKept = 64 << 20;

    private readonly long _memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
    private readonly Random _random;
    private readonly byte[][] _seeds;
    private readonly byte[] _buffer = new byte[2048];

    public Seeded(ITestOutputHelper output, params byte[][] seeds)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("WIRE_SEED"), out int given) ? given : 20261123;
        Count = int.TryParse(Environment.GetEnvironmentVariable("WIRE_INPUTS"), out int inputs) ? inputs : 200_000;
        output.WriteLine($"WIRE_SEED={seed} WIRE_INPUTS={Count}");
        _random = new Random(seed);
        _seeds = seeds;
    }

    public int Count { get; }

    public void Dispose()
    {
        long kept = GC.GetTotalMemory(forceFullCollection: true) - _memoryBefore;
        Assert.True(kept < MostKept, $"{kept} octets are kept of {Count} inputs");
    }

    /// <summary>
    /// A third are noise; the others are good packets with some octets changed, cut, repeated or prolonged.
    /// </summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_random.Next(3) == 0 || _seeds.Length == 0)
        {
            Span<byte> noise = _buffer.AsSpan(0, _random.Next(160));
            _random.NextBytes(noise);
            return noise;
        }

        byte[] seed = _seeds[_random.Next(_seeds.Length)];
        seed.CopyTo(_buffer, 0);
        int length = seed.Length;
        switch (_random.Next(8))
        {
            case 0:
                length = _random.Next(length + 1);
                break;
            case 1:
                int more = _random.Next(_buffer.Length - length);
                _random.NextBytes(_buffer.AsSpan(length, more));
                length += more;
                break;
            case 2 when length > 8:
                int from = _random.Next(length - 4);
                _buffer.AsSpan(from, 4).CopyTo(_buffer.AsSpan(_random.Next(length - 4)));
                break;
        }

        for (int changes = _random.Next(4); changes > 0 && length > 0; changes--)
        {
            _buffer[_random.Next(length)] = _random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)_random.Next(256) };
        }

        return _buffer.AsSpan(0, length);
    }
}
