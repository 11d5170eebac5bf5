using System.Text;
using Keepalived.Daemon.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Keepalived.Daemon.Tests.Logging;

public sealed class LogPumpTests
{
    [Fact]
    public void A_transition_reads_as_keepalived_writes_it()
    {
        DateTimeOffset time = new(2026, 11, 3, 6, 50, 41, TimeSpan.Zero);
        using MemoryStream written = new();
        using (ConsoleOutput output = new(written))
        {
            output.Write(new LogLine(time, LogEventLevel.Information, "", "x"));
            output.Write(new LogLine(time.AddMilliseconds(999), LogEventLevel.Information, "", "y"));
            output.Write(new LogLine(time.AddSeconds(1), LogEventLevel.Information, "", "z"));
            output.Write(new LogLine(time.ToOffset(TimeSpan.FromHours(1)), LogEventLevel.Information, "", "later"));
        }

        Assert.Equal(
            "Tue Nov  3 06:50:41 2026: x\nTue Nov  3 06:50:41 2026: y\nTue Nov  3 06:50:42 2026: z\n"
                + "Tue Nov  3 07:50:41 2026: later\n",
            Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public void Strings_stand_in_lines_without_quotes()
    {
        RecordingOutput output = new();
        using (LogPump pump = new([output], 16))
        {
            using Logger log = new LoggerConfiguration().WriteTo.Sink(pump).CreateLogger();
            log.Information("({0}) Entering {1} STATE", "VI_1", "MASTER");
        }

        Assert.Equal("(VI_1) Entering MASTER STATE", Assert.Single(output.Lines).Text);
    }

    [Theory]
    [InlineData("[akka://keepalived/user/keepalived/vrrp/instance-VI_1#1]", "Keepalived_vrrp")]
    [InlineData("[akka://keepalived/user/keepalived/lvs/vs-10.0.0.1#1]", "Keepalived_healthcheckers")]
    [InlineData("[akka://keepalived/user/keepalived/config#1]", "Keepalived")]
    [InlineData(null, "Keepalived")]
    public void The_ident_follows_from_the_part_of_the_tree(string? source, string ident)
    {
        RecordingOutput output = new();
        using (LogPump pump = new([output], 16))
        {
            using Logger log = new LoggerConfiguration().WriteTo.Sink(pump).CreateLogger();
            (source is null ? log : log.ForContext("LogSource", source)).Information("x");
        }

        Assert.Equal(ident, Assert.Single(output.Lines).Ident);
    }

    [Fact]
    public void A_stuck_output_blocks_nobody_and_what_is_lost_is_counted_and_told()
    {
        using ManualResetEventSlim unstuck = new();
        RecordingOutput output = new() { Before = unstuck.Wait };
        LogPump pump = new([output], 4);
        using Logger log = new LoggerConfiguration().WriteTo.Sink(pump).CreateLogger();
        for (int i = 0; i < 100; i++)
        {
            log.Information("line");
        }

        // One may be in the hands of the stuck output.
        Assert.InRange(pump.Dropped, 95, 96);
        unstuck.Set();
        pump.Dispose();
        Assert.Contains(output.Lines, line => line.Text == $"{pump.Dropped} log lines were lost");
    }

    [Fact]
    public void A_failing_output_does_not_silence_the_others()
    {
        RecordingOutput good = new();
        RecordingOutput bad = new() { Before = () => throw new IOException("disk full") };
        using (LogPump pump = new([bad, good], 16))
        {
            using Logger log = new LoggerConfiguration().WriteTo.Sink(pump).CreateLogger();
            log.Information("x");
        }

        Assert.Single(good.Lines);
    }

    private sealed class RecordingOutput : ILogOutput
    {
        public List<LogLine> Lines { get; } = [];

        public Action Before { get; init; } = () => { };

        public void Write(in LogLine line)
        {
            Before();
            Lines.Add(line);
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }
}
