using Keepalived.Linux.Native;
using Keepalived.Linux.Processes;
using Keepalived.Linux.Sockets;
using Linux.Tests.Sockets;

namespace Linux.Tests.Processes;

public sealed class UrgentThreadTests
{
    [Fact]
    public void A_ring_wakes_who_waits_and_is_kept_for_who_comes_later()
    {
        using var bell = new Doorbell();
        using var done = new ManualResetEventSlim();
        bell.Ring();
        bell.Ring();
        bell.Wait();
        var thread = new Thread(() =>
        {
            bell.Wait();
            done.Set();
        });
        thread.Start();
        bell.Ring();
        Assert.True(done.Wait(Waits.Long));
        thread.Join();
    }

    [Fact]
    public void A_short_slice_leaves_policy_and_nice_value_as_they_are()
    {
        SchedulingAttributes before = default;
        SchedulingAttributes after = default;
        int errno = -1;
        var thread = new Thread(() =>
        {
            before = Attributes();
            errno = RealTime.SetThreadSlice(TimeSpan.FromMicroseconds(100));
            after = Attributes();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(0, errno);
        Assert.Equal((before.Policy, before.Nice), (after.Policy, after.Nice));
        // Kernels before 6.12 say nothing of slices.
        Assert.Contains(after.RuntimeNanoseconds, new ulong[] { 0, 100_000 });
    }

    private static unsafe SchedulingAttributes Attributes()
    {
        SchedulingAttributes attributes;
        Assert.Equal(0, SchedulingCalls.Get(&attributes));
        return attributes;
    }
}
