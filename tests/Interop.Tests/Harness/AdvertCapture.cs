using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;

namespace Interop.Tests.Harness;

/// <summary>A VRRP advertisement on the wire: the kernel's time stamp, the frame and the IP packet in it.</summary>
internal sealed record CapturedAdvert(
    DateTime Time, string Source, int Version, int Vrid, int Priority, byte[] Ip, byte[] Frame)
{
    /// <summary>Of its 802.1Q tag; 0 = it has none.</summary>
    public int Vlan { get; init; }

    public override string ToString() => $"{Time:ss.ffffff} {Source} v{Version} vrid {Vrid} prio {Priority}";
}

/// <summary>Everything that the VRRP directors on one LAN segment say.</summary>
internal sealed class AdvertCapture : IDisposable
{
    private const int PcapHeader = 24;
    private const int RecordHeader = 16;
    private const int EthernetHeader = 14;
    private const int VlanTag = 4;
    private const int AuthenticationHeader = 24;
    private const byte ProtocolAh = 51;
    private const byte ProtocolVrrp = 112;

    private readonly Lock _lock = new();
    private readonly List<CapturedAdvert> _adverts = [];
    private readonly Process _tcpdump;
    private readonly FileStream _file;
    private readonly Thread _reader;
    private readonly ManualResetEventSlim _listening = new();

    public AdvertCapture(string networkNamespace, string link, string file)
    {
        _file = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
        string[] command =
        [
            // Short slots in a large ring: fifty instances resign in one burst.
            "netns", "exec", networkNamespace, "tcpdump", "-i", link, "-n", "-U", "--immediate-mode", "-s", "2048",
            // What follows the word "vlan" is looked for behind the tag.
            "-B", "8192", "-w", "-", "ip proto 112 or ip proto 51 or (vlan and (ip proto 112 or ip proto 51))",
        ];
        var start = new ProcessStartInfo("ip", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        _tcpdump = Process.Start(start)!;
        _tcpdump.ErrorDataReceived += (_, e) => Note(e.Data);
        _tcpdump.BeginErrorReadLine();
        _reader = new Thread(Read) { IsBackground = true, Name = "adverts of " + networkNamespace };
        _reader.Start();
        Assert.True(_listening.Wait(Eventually.Patience), "tcpdump does not listen");
    }

    /// <summary>What was captured so far, oldest first.</summary>
    public IReadOnlyList<CapturedAdvert> Adverts
    {
        get
        {
            lock (_lock)
            {
                return [.. _adverts];
            }
        }
    }

    public string FileName => _file.Name;

    public IEnumerable<CapturedAdvert> From(string source, DateTime? after = null) =>
        Adverts.Where(advert => advert.Source == source && advert.Time > (after ?? DateTime.MinValue));

    /// <summary>The first advert of the source after an instant; waits for it.</summary>
    public CapturedAdvert FirstFrom(string source, DateTime after)
    {
        Eventually.That(() => From(source, after).Any(), $"an advert from {source}");
        return From(source, after).First();
    }

    public int Count(string source) => From(source).Count();

    /// <summary>Waits for so many more adverts of the source: a measure of time that stalls with the LAN.</summary>
    public void WaitForMore(string source, int adverts)
    {
        int target = Count(source) + adverts;
        Eventually.That(() => Count(source) >= target, $"{adverts} more adverts from {source}");
    }

    public void Dispose()
    {
        if (!_tcpdump.HasExited)
        {
            _tcpdump.Kill();
        }
        _tcpdump.WaitForExit();
        _reader.Join();
        _tcpdump.Dispose();
        _file.Dispose();
        _listening.Dispose();
    }

    private void Note(string? line)
    {
        if (line?.Contains("listening on", StringComparison.Ordinal) == true)
        {
            _listening.Set();
        }
    }

    private void Read()
    {
        try
        {
            Stream stream = _tcpdump.StandardOutput.BaseStream;
            byte[] header = Take(stream, PcapHeader);
            while (true)
            {
                header = Take(stream, RecordHeader);
                int length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
                byte[] frame = Take(stream, length);
                long seconds = BinaryPrimitives.ReadUInt32LittleEndian(header);
                uint microseconds = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
                Add(DateTime.UnixEpoch.AddSeconds(seconds).AddMicroseconds(microseconds), frame);
            }
        }
        catch (EndOfStreamException)
        {
            // The capture was ended.
        }
    }

    private byte[] Take(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        _file.Write(bytes);
        _file.Flush();
        return bytes;
    }

    private void Add(DateTime time, byte[] frame)
    {
        bool isTagged = frame[12] == 0x81 && frame[13] == 0;
        byte[] ip = frame[(EthernetHeader + (isTagged ? VlanTag : 0))..];
        int at = (ip[0] & 0x0f) * 4;
        byte protocol = ip[9];
        at += protocol == ProtocolAh ? AuthenticationHeader : 0;
        if (protocol is not (ProtocolAh or ProtocolVrrp) || ip.Length < at + 8)
        {
            return;
        }
        string source = new IPAddress(ip.AsSpan(12, 4)).ToString();
        lock (_lock)
        {
            _adverts.Add(new CapturedAdvert(time, source, ip[at] >> 4, ip[at + 1], ip[at + 2], ip, frame)
            {
                Vlan = isTagged ? ((frame[14] & 0x0f) << 8) | frame[15] : 0,
            });
        }
    }
}
