using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Ports;
using Keepalived.Linux.Checks;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>TCP_CHECK and the loop that it runs on.</summary>
public sealed class TcpCheckTests : IDisposable
{
    // A leak of one descriptor a check would leave a thousand.
    private const int Most = 500;
    private const int MoreRounds = 2000;

    private readonly CheckLoop _loop = new();

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task Connection_that_comes_about_passes_from_the_given_address_and_port()
    {
        TaskCompletionSource<EndPoint?> seen = new();
        using LoopbackServer server = new((stream, _) =>
        {
            seen.SetResult(stream.Socket.RemoteEndPoint);
            return Task.CompletedTask;
        });
        int port = ClosedPorts.Tcp;
        CheckTarget target = new(IPAddress.Loopback, server.Port)
        {
            BindAddress = IPAddress.Parse("127.0.0.77"), BindPort = (ushort)port, ConnectTimeout = Patience.Plenty,
        };

        Assert.Equal(CheckResult.Pass(CheckReason.Connected), await Check(target));
        Assert.Equal($"127.0.0.77:{port}", (await seen.Task)!.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Check_that_reaches_its_own_port_found_nobody(string address)
    {
        CheckTarget target = new(IPAddress.Parse(address), 4444) { BindPort = 4444 };
        Assert.Equal(CheckReason.ConnectFailed, (await Check(target)).Reason);
    }

    [Fact]
    public async Task Both_families_are_asked()
    {
        using Socket server = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        ushort port = (ushort)((IPEndPoint)server.LocalEndPoint!).Port;

        // Taken and refusing: a port that was let go could be another test's by now, as could that of 127.0.0.1.
        Assert.Equal(111, (await Check(new CheckTarget(IPAddress.IPv6Loopback, port))).Value);
        server.Listen();
        Assert.True((await Check(new CheckTarget(IPAddress.IPv6Loopback, port))).Passed);
        Assert.Equal(
            CheckReason.ConnectFailed, (await Check(new CheckTarget(IPAddress.Parse("127.0.0.98"), port))).Reason);
    }

    [Fact]
    public async Task Own_address_that_does_not_exist_is_named_as_the_cause()
    {
        CheckTarget target = new(IPAddress.Loopback, 1) { BindAddress = IPAddress.Parse("192.0.2.200") };

        Assert.Equal(CheckReason.BindFailed, (await Check(target)).Reason);
        Assert.Equal(
            CheckReason.BindFailed,
            (await Check(new CheckTarget(IPAddress.Loopback, 1) { BindInterface = "nosuch0" })).Reason);
    }

    [Fact]
    public async Task Connection_that_nobody_takes_ends_with_the_connect_timeout_or_when_it_is_given_up()
    {
        using FullServer full = new();
        CheckTarget target = new(IPAddress.Loopback, full.Port)
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
        };
        Assert.Equal(CheckReason.ConnectTimedOut, (await Check(target)).Reason);

        using CancellationTokenSource cancel = new();
        using TcpCheckTransport tcp = new(target with { ConnectTimeout = TimeSpan.FromMinutes(5) }, _loop);
        Task<CheckResult> check = tcp.CheckAsync(0, cancel.Token);
        Assert.False(check.IsCompleted);
        cancel.Cancel();
        Assert.False((await check.WaitAsync(TimeSpan.FromSeconds(20))).Passed);
    }

    /// <summary>
    /// A child that is being started holds copies of all descriptors for a moment: what comes of the connection that
    /// was given up must not be told to the next one with its number.
    /// </summary>
    [Fact]
    public async Task Connection_that_was_given_up_says_nothing_of_the_next_one()
    {
        using FullServer first = new(), second = new();
        using CancellationTokenSource cancel = new();
        ConnectAttempt attempt = new(_loop, Patient(first.Port));
        Task<CheckResult> earlier = attempt.Begin(cancel.Token);
        int number = attempt.Descriptor;
        int copy = dup(number);
        cancel.Cancel();
        await earlier.WaitAsync(TimeSpan.FromSeconds(20));

        // Until it has the number, other tests of this process take it.
        List<Task<CheckResult>> later = [];
        for (bool found = false; !found && later.Count < 200; found = attempt.Descriptor == number)
        {
            attempt = new(_loop, Patient(second.Port));
            later.Add(attempt.Begin(default));
        }

        // The kernel asks again after a second, and now the earlier one comes about.
        first.TakeOne();
        Assert.All(await Task.WhenAll(later), result => Assert.Equal(CheckReason.ConnectTimedOut, result.Reason));
        close(copy);

        static CheckTarget Patient(ushort port) =>
            new(IPAddress.Loopback, port) { ConnectTimeout = TimeSpan.FromSeconds(3) };
    }

    [Fact]
    public async Task Many_at_the_same_time_leave_no_descriptor_behind()
    {
        using LoopbackServer server = new((_, _) => Task.CompletedTask);
        CheckTarget target = new(IPAddress.Loopback, server.Port) { ConnectTimeout = Patience.Plenty };
        CheckTarget closed = new(IPAddress.Loopback, ClosedPorts.Tcp);
        await Check(target);
        for (int round = 0; round < 20; round++)
        {
            Task<CheckResult>[] checks = [.. Enumerable.Range(0, 50).Select(i => Check(i % 2 == 0 ? target : closed))];
            CheckResult[] results = await Task.WhenAll(checks);
            Assert.Equal(25, results.Count(result => result.Passed));
        }

        // The other ends, and those of tests beside this one, are closed when their tasks get to it: some rounds more.
        for (int round = 0; round < MoreRounds && Descriptors() >= Most; round++)
        {
            await Check(target);
        }

        Assert.InRange(Descriptors(), 1, Most);
    }

    [PrivilegedFact]
    public void Mark_and_interface_are_those_of_the_checker()
    {
        using TestNetwork network = new();
        TestNetwork.In(network.Right, () =>
        {
            TcpListener listener = new(IPAddress.Any, 4000);
            listener.Start();
            TestNetwork.In(network.Left, () =>
            {
                CheckTarget target = new(IPAddress.Parse("192.0.2.2"), 4000)
                {
                    ConnectTimeout = Patience.Plenty,
                };
                CheckTarget impatient = target with { ConnectTimeout = TimeSpan.FromSeconds(0.2) };
                Assert.True(Check(target).GetAwaiter().GetResult().Passed);
                Assert.False(Check(impatient with { BindInterface = "lo" }).GetAwaiter().GetResult().Passed);
                // Packets with the mark have no route.
                network.IpLeft("rule", "add", "fwmark", "7", "unreachable");
                Assert.True(Check(target with { Fwmark = 6 }).GetAwaiter().GetResult().Passed);
                Assert.False(Check(target with { Fwmark = 7 }).GetAwaiter().GetResult().Passed);
            });
            listener.Stop();
        });
    }

    /// <remarks>They are armed on the thread of the loop, so that none can fire before all are.</remarks>
    [Fact]
    public async Task Timers_fire_in_order_and_with_their_last_generation()
    {
        Recorder recorder = new(4);
        using IProtocolTimer late = _loop.CreateTimer(recorder, 1);
        using IProtocolTimer early = _loop.CreateTimer(recorder, 2);
        using IProtocolTimer moved = _loop.CreateTimer(recorder, 3);
        using IProtocolTimer stopped = _loop.CreateTimer(recorder, 4);
        using IProtocolTimer never = _loop.CreateTimer(recorder, 5);
        using IProtocolTimer last = _loop.CreateTimer(recorder, 6);
        using IProtocolTimer first = _loop.CreateTimer(new OnceFired(Arm), 7);

        first.Start(_loop.Now, 1);

        Assert.Equal(["2.7", "1.1", "3.2", "6.1"], await recorder.Done.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(recorder.IsNeverEarly);

        void Arm(TimeSpan now)
        {
            never.Start(now + TimeSpan.FromHours(1), 1);
            late.Start(now + TimeSpan.FromMilliseconds(60), 1);
            stopped.Start(now + TimeSpan.FromMilliseconds(10), 1);
            stopped.Stop();
            moved.Start(now + TimeSpan.FromMilliseconds(5), 1);
            moved.Start(now + TimeSpan.FromMilliseconds(90), 2);
            early.Start(now + TimeSpan.FromMilliseconds(20), 7);
            last.Start(now + TimeSpan.FromMilliseconds(120), 1);
        }
    }

    private Task<CheckResult> Check(CheckTarget target)
    {
        using TcpCheckTransport tcp = new(target, _loop);
        return tcp.CheckAsync(0, default);
    }

    private sealed class OnceFired(Action<TimeSpan> act) : IProtocolTimerTarget
    {
        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now) => act(now);
    }

    private sealed class Recorder(int expected) : IProtocolTimerTarget
    {
        private readonly List<string> _fired = [];

        public TaskCompletionSource<string[]> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsNeverEarly { get; private set; } = true;

        public void TimerFired(int id, int generation, TimeSpan dueAt, TimeSpan now)
        {
            IsNeverEarly &= now >= dueAt;
            _fired.Add($"{id}.{generation}");
            if (_fired.Count == expected)
            {
                Done.SetResult([.. _fired]);
            }
        }
    }

    [DllImport("libc")]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;
}
