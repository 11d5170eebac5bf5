using System.Globalization;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Recovery;

/// <summary>
/// A part that keeps failing is not restarted for ever: the daemon goes in order, says so by its exit code, and what
/// the service manager starts next finds nothing in its way. The failure is real: the kernel's answer to the thread
/// that listens for links becomes EIO, by strace, in the published daemon.
/// </summary>
public sealed class TopLimitTests(ITestOutputHelper output)
{
    private const string Listener = "kernel-monitor";

    // An address that nobody uses: its coming and going is news for the listener.
    private const string Noise = "203.0.113.1/32";

    // keepalived.supervision.keepalived allows 3 restarts in 60 s: the fourth failure is one too many.
    private const int FailuresAllowed = 3;

    [StraceFact]
    public void A_part_that_fails_too_often_ends_the_process_non_zero_and_the_next_start_is_clean()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "10.0.0.1/24");
        LanHost b = lan.AddHost("b", "10.0.0.2/24");
        string config = new InstanceText(200).ToString();
        string lower = new InstanceText(100).ToString();
        DirectorProcess director = lan.Start(a, DirectorKind.Ours, config);
        DirectorProcess peer = lan.Start(b, DirectorKind.Reference, lower);
        director.WaitFor("MASTER");
        peer.WaitFor("BACKUP");

        for (int failure = 1; failure <= FailuresAllowed; failure++)
        {
            FailListener(a, director);
            Assert.False(director.HasExited, $"ended by failure {failure}. {director.Story()}");
            Assert.True(director.Is("MASTER"), director.Story());
        }

        FailListener(a, director);

        Assert.NotEqual(0, director.WaitForExit());
        director.WaitForLog("links failed too often and was given up");
        peer.WaitFor("MASTER");
        Eventually.That(() => a.Addresses.HasNone("10.0.0.100/32"), "no address of the ended daemon", director.Story);

        DirectorProcess next = lan.Start(a, DirectorKind.Ours, config);

        next.WaitFor("MASTER");
        peer.WaitFor("BACKUP");
        Eventually.That(() => a.Addresses.HasAll("10.0.0.100/32"), "the address is back", next.Story);
        Assert.Equal(0, next.Stop());
    }

    /// <summary>Answers EIO to the listener's next read, and gives it something to read.</summary>
    private static void FailListener(LanHost host, DirectorProcess director)
    {
        string thread = "";
        Eventually.That(() => (thread = FindListener(director.Pid)).Length > 0, "a listener", director.Story);
        bool attached = false;
        using var trace = new LineProcess(
            "strace",
            ["-p", thread, "-e", "trace=recvfrom", "-e", "inject=recvfrom:error=EIO"],
            line => attached |= line.Contains("attached", StringComparison.Ordinal));
        Eventually.That(() => Volatile.Read(ref attached), "strace is attached", director.Story);
        _ = host.Ip("addr", "add", Noise, "dev", "lo");
        Eventually.That(
            () => director.HasExited || !Directory.Exists($"/proc/{director.Pid}/task/{thread}"),
            "the listener has failed",
            director.Story);
        _ = host.Ip("addr", "del", Noise, "dev", "lo");
    }

    private static string FindListener(int pid)
    {
        try
        {
            return Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"))
                .Where(folder => File.ReadAllText(folder + "/comm").Trim() == Listener)
                .Select(folder => Path.GetFileName(folder)!)
                .FirstOrDefault("");
        }
        catch (IOException)
        {
            // A thread or the whole process ended while it was looked at.
            return "";
        }
    }
}

/// <summary>A test that lets a system call fail; skipped with the reason where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StraceFactAttribute : FactAttribute
{
    public StraceFactAttribute() => Skip = Machine.MissingForNamespaces
        ?? (Machine.FindOnPath("strace") is null ? "missing component: strace" : null);
}
