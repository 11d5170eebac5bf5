using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.SideBySide.Harness;

/// <summary>Addresses as they come and go on a host, with the time at which the kernel's news was read.</summary>
internal sealed class AddressWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _added = [];
    private readonly Process _monitor;

    public AddressWatch(string networkNamespace)
    {
        var start = new ProcessStartInfo("ip", ["-n", networkNamespace, "-o", "-tshort", "monitor", "address"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TZ"] = "UTC";
        _monitor = Process.Start(start)!;
        _monitor.OutputDataReceived += (_, e) => Take(e.Data);
        _monitor.BeginOutputReadLine();
        // It complains of links whose other end is in a namespace that it does not know.
        _monitor.BeginErrorReadLine();
        // It says nothing when it has begun; its netlink socket is the sign.
        WallClock.WaitUntil(() => HasSocket(_monitor.Id), 2);
        WallClock.Wait(0.05);
    }

    /// <summary>When the address was added, or null if it is not within the time.</summary>
    public long? WaitFor(string address, double seconds)
    {
        long time = 0;
        bool IsThere()
        {
            lock (_lock)
            {
                return _added.TryGetValue(address, out time);
            }
        }
        return WallClock.WaitUntil(IsThere, seconds) ? time : null;
    }

    public void Dispose()
    {
        if (!_monitor.HasExited)
        {
            _monitor.Kill();
        }
        _monitor.WaitForExit();
        _monitor.Dispose();
    }

    private static bool HasSocket(int pid)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(file =>
                File.ResolveLinkTarget(file, false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true);
        }
        catch (IOException)
        {
            // It closed a descriptor while we looked; the next look will tell.
            return false;
        }
    }

    /// <summary>"[2026-01-02T03:04:05.123456] 2: eth0    inet 10.0.0.1/32 scope ..."</summary>
    private void Take(string? line)
    {
        int end = line?.IndexOf(']') ?? -1;
        if (end < 0 || line!.Contains("Deleted", StringComparison.Ordinal))
        {
            return;
        }
        string[] words = line[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int inet = Array.IndexOf(words, "inet");
        if (inet < 0)
        {
            return;
        }
        var time = DateTime.Parse(line[1..end], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        lock (_lock)
        {
            _added.TryAdd(words[inet + 1].Split('/')[0], (time.ToUniversalTime() - DateTime.UnixEpoch).Ticks * 100);
        }
    }
}
