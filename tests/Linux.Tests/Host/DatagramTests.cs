using System.Net.Sockets;
using System.Text;
using Keepalived.Linux.Host;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

public sealed class DatagramTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_service_manager_hears_of_each_step()
    {
        using Socket manager = Listen(_directory["notify"]);
        using var notifier = new ServiceNotifier(_directory["notify"], TimeSpan.FromSeconds(3));
        Assert.True(notifier.Ready("2 instances"));
        Assert.Equal($"READY=1\nMAINPID={Environment.ProcessId}\nSTATUS=2 instances", Next(manager));
        Assert.True(notifier.Reloading(TimeSpan.FromSeconds(12)));
        Assert.Equal("RELOADING=1\nMONOTONIC_USEC=12000000", Next(manager));
        Assert.True(notifier.Watchdog() && notifier.Status("a\nb") && notifier.Failed(5) && notifier.Stopping());
        Assert.Equal(
            ["WATCHDOG=1", "STATUS=a b", "ERRNO=5", "STOPPING=1"], Enumerable.Range(0, 4).Select(_ => Next(manager)));
        Assert.Equal(TimeSpan.FromSeconds(3), notifier.WatchdogInterval);
    }

    [Fact]
    public void An_abstract_address_works_and_an_absent_manager_does_no_harm()
    {
        string name = $"ka-test-{Environment.ProcessId}";
        using (Socket manager = Listen("\0" + name))
        using (var notifier = new ServiceNotifier("@" + name, null))
        {
            Assert.True(notifier.Stopping());
            Assert.Equal("STOPPING=1", Next(manager));
            // A process that another test starts right now may hold a copy of the descriptor for a moment.
            manager.Shutdown(SocketShutdown.Both);
        }

        using var absent = new ServiceNotifier("@" + name, TimeSpan.FromSeconds(1));
        Assert.False(absent.Stopping());
        using var none = new ServiceNotifier(null, TimeSpan.FromSeconds(1));
        Assert.False(none.IsActive);
        Assert.Null(none.WatchdogInterval);
    }

    [Fact]
    public void Syslog_lines_have_the_form_of_RFC_3164()
    {
        using Socket log = Listen(_directory["log"]);
        using var writer = new SyslogWriter(3, new FixedTime(), _directory["log"]);
        writer.Write(SyslogSeverity.Information, "Keepalived_vrrp", "(VI_1) Entering MASTER STATE\nforged");
        Assert.Equal(
            $"<30>Feb  3 04:05:06 Keepalived_vrrp[{Environment.ProcessId}]: (VI_1) Entering MASTER STATE forged",
            Next(log));
    }

    [Fact]
    public void Lines_that_nobody_takes_are_counted_and_reported_when_the_logger_is_back()
    {
        using var writer = new SyslogWriter(3, new FixedTime(), _directory["log"]);
        writer.Write(SyslogSeverity.Error, "K", "one");
        writer.Write(SyslogSeverity.Error, "K", "two");
        Assert.Equal(2, writer.Lost);
        using (Socket log = Listen(_directory["log"]))
        {
            // It was not there, and is not looked for at each line.
            writer.Write(SyslogSeverity.Error, "K", "three");
            Assert.Equal(3, writer.Lost);
            writer.LookAgain();
            writer.Write(SyslogSeverity.Error, "K", "four");
            Assert.EndsWith("3 log lines were lost", Next(log), StringComparison.Ordinal);
            Assert.EndsWith(": four", Next(log), StringComparison.Ordinal);
            // A process that another test starts right now may hold a copy of the descriptor for a moment.
            log.Shutdown(SocketShutdown.Both);
        }

        // The logger restarts under the same name.
        File.Delete(_directory["log"]);
        using Socket again = Listen(_directory["log"]);
        writer.Write(SyslogSeverity.Error, "K", "five");
        Assert.EndsWith(": five", Next(again), StringComparison.Ordinal);
        Assert.Equal(3, writer.Lost);
    }

    [Fact]
    public void A_full_logger_never_blocks_us()
    {
        using Socket log = Listen(_directory["log"]);
        using var writer = new SyslogWriter(3, new FixedTime(), _directory["log"]);
        int written = 0;
        while (writer.Lost == 0 && written < 100_000)
        {
            writer.Write(SyslogSeverity.Error, "K", "line");
            written++;
        }

        Assert.Equal(1, writer.Lost);
        Assert.EndsWith(": line", Next(log), StringComparison.Ordinal);
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.ReceiveTimeout = 10_000;
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Next(Socket socket)
    {
        byte[] buffer = new byte[8192];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
