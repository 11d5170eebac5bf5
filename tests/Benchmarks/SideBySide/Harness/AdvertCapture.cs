using System.Buffers.Binary;
using System.Diagnostics;

namespace Benchmarks.SideBySide.Harness;

/// <summary>A VRRP advertisement on the wire.</summary>
/// <param name="Time">The kernel's stamp, nanoseconds since 1970.</param>
/// <param name="Host">'a' or 'b', by its source address.</param>
internal readonly record struct Advert(long Time, char Host, byte Vrid, byte Priority);

/// <summary>Everything that VRRP directors say on a bridge, with the kernel's time stamps.</summary>
internal sealed class AdvertCapture : IDisposable
{
    private const int PcapHeader = 24;
    private const int RecordHeader = 16;
    private const int EthernetHeader = 14;

    private readonly Lock _lock = new();
    private readonly List<Advert> _adverts = [];
    private readonly Process _tcpdump;
    private readonly Thread _reader;
    private readonly ManualResetEventSlim _listening = new();
    private string _report = "";
    private bool _hasEnded;

    /// <param name="isLive">False for high rates: packets come in larger pieces, late, at less cost.</param>
    public AdvertCapture(string networkNamespace, bool isLive)
    {
        string[] mode = isLive ? ["-U", "--immediate-mode"] : [];
        string[] command =
        [
            "netns", "exec", networkNamespace, "tcpdump", "-i", "br0", "-n", "-s", "64", "-B", "32768", .. mode,
            "--time-stamp-precision=nano", "-w", "-", "ip proto 112",
        ];
        var start = new ProcessStartInfo("ip", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        _tcpdump = Process.Start(start)!;
        _tcpdump.ErrorDataReceived += (_, e) => Note(e.Data);
        _tcpdump.BeginErrorReadLine();
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
        if (!_listening.Wait(TimeSpan.FromSeconds(10)))
        {
            throw new InvalidOperationException("tcpdump does not listen");
        }
    }

    public Advert[] Adverts
    {
        get
        {
            lock (_lock)
            {
                return [.. _adverts];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _adverts.Count;
            }
        }
    }

    /// <summary>The first advert from an index on that fits, or null when none comes in time.</summary>
    public Advert? WaitFor(Predicate<Advert> fits, double seconds, int from = 0)
    {
        int next = from;
        Advert? found = null;
        WallClock.WaitUntil(
            () =>
            {
                lock (_lock)
                {
                    for (; next < _adverts.Count && found is null; next++)
                    {
                        found = fits(_adverts[next]) ? _adverts[next] : null;
                    }
                }
                return found is not null;
            },
            seconds);
        return found;
    }

    /// <summary>True when as many virtual routers of the host were heard in time.</summary>
    public bool WaitForRouters(char host, int count, double seconds, int from = 0)
    {
        var heard = new HashSet<byte>();
        return WaitFor(
            advert => advert.Host == host && advert.Priority > 0 && heard.Add(advert.Vrid) && heard.Count == count,
            seconds,
            from) is not null;
    }

    /// <summary>Ends the capture; all of it. Throws when the kernel had to drop packets.</summary>
    public Advert[] Stop()
    {
        End();
        return _report.Contains("0 packets dropped by kernel", StringComparison.Ordinal)
            ? Adverts
            : throw new InvalidOperationException("tcpdump lost packets: " + _report);
    }

    public void Dispose() => End();

    private void End()
    {
        if (_hasEnded)
        {
            return;
        }
        _hasEnded = true;
        if (!_tcpdump.HasExited)
        {
            Native.Signal(_tcpdump.Id, Native.SigTerm);
        }
        _tcpdump.WaitForExit();
        _reader.Join();
        _tcpdump.Dispose();
    }

    private void Note(string? line)
    {
        if (line?.Contains("listening on", StringComparison.Ordinal) == true)
        {
            _listening.Set();
        }
        if (line?.Contains("dropped by kernel", StringComparison.Ordinal) == true)
        {
            _report = " " + line;
        }
    }

    private void Read()
    {
        using Stream stream = new BufferedStream(_tcpdump.StandardOutput.BaseStream, 1 << 16);
        Span<byte> header = stackalloc byte[PcapHeader];
        Span<byte> packet = stackalloc byte[256];
        if (stream.ReadAtLeast(header, PcapHeader, throwOnEndOfStream: false) < PcapHeader)
        {
            return;
        }
        Span<byte> record = header[..RecordHeader];
        while (stream.ReadAtLeast(record, RecordHeader, throwOnEndOfStream: false) == RecordHeader)
        {
            long time = (BinaryPrimitives.ReadUInt32LittleEndian(record) * 1_000_000_000L)
                + BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
            stream.ReadExactly(packet[..length]);
            Take(time, packet[EthernetHeader..length]);
        }
    }

    private void Take(long time, ReadOnlySpan<byte> ip)
    {
        ReadOnlySpan<byte> vrrp = ip[((ip[0] & 15) * 4)..];
        char host = ip[15] == 1 ? 'a' : 'b';
        lock (_lock)
        {
            _adverts.Add(new Advert(time, host, vrrp[1], vrrp[2]));
        }
    }
}
