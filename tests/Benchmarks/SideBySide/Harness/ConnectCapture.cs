using System.Buffers.Binary;
using System.Diagnostics;

namespace Benchmarks.SideBySide.Harness;

/// <summary>When connections to the real servers were begun, by the kernel's time stamps.</summary>
internal sealed class ConnectCapture : IDisposable
{
    private const int PcapHeader = 24;
    private const int RecordHeader = 16;

    private readonly string _file;
    private readonly Process _tcpdump;

    public ConnectCapture(Lan lan)
    {
        _file = Path.Combine(lan.Directory, "connects.pcap");
        string[] command =
        [
            "netns", "exec", lan.Switch, "tcpdump", "-i", "br0", "-n", "-s", "64", "-B", "32768", "-Z", "root",
            "--time-stamp-precision=nano", "-w", _file,
            "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn and dst net 10.20.0.0/16",
        ];
        var listening = new ManualResetEventSlim();
        var start = new ProcessStartInfo("ip", command) { RedirectStandardError = true };
        _tcpdump = Process.Start(start)!;
        _tcpdump.ErrorDataReceived += (_, e) =>
        {
            if (e.Data?.Contains("listening on", StringComparison.Ordinal) == true)
            {
                listening.Set();
            }
        };
        _tcpdump.BeginErrorReadLine();
        if (!listening.Wait(TimeSpan.FromSeconds(10)))
        {
            throw new InvalidOperationException("tcpdump does not listen");
        }
    }

    /// <summary>Ends the capture; nanoseconds since 1970, in order.</summary>
    public long[] Stop()
    {
        Dispose();
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(_file);
        var times = new List<long>();
        for (int at = PcapHeader; at + RecordHeader <= bytes.Length;)
        {
            ReadOnlySpan<byte> record = bytes[at..];
            times.Add((BinaryPrimitives.ReadUInt32LittleEndian(record) * 1_000_000_000L)
                + BinaryPrimitives.ReadUInt32LittleEndian(record[4..]));
            at += RecordHeader + (int)BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
        }
        return [.. times.Order()];
    }

    /// <summary>The most of them within any so many nanoseconds.</summary>
    public static int MostWithin(long[] times, long span)
    {
        int most = 0;
        for (int first = 0, next = 0; first < times.Length; first++)
        {
            while (next < times.Length && times[next] - times[first] < span)
            {
                next++;
            }
            most = Math.Max(most, next - first);
        }
        return most;
    }

    public void Dispose()
    {
        if (!_tcpdump.HasExited)
        {
            Native.Signal(_tcpdump.Id, Native.SigTerm);
        }
        _tcpdump.WaitForExit();
    }
}
