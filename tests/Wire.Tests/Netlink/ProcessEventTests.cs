using System.Runtime.InteropServices;
using Keepalived.Wire.Netlink;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests.Netlink;

public sealed class ProcessEventTests(ITestOutputHelper output)
{
    [Theory]
    // Captured from Linux 6.18: the words of the event after its 16 octets, in host order.
    [InlineData(0x1u, new uint[] { 100, 100, 101, 101 }, ProcessEventKind.Fork, 101, 100, false)]
    [InlineData(0x1u, new uint[] { 101, 100, 102, 100 }, ProcessEventKind.Fork, 100, 100, true)]
    [InlineData(0x2u, new uint[] { 101, 101, 0, 0 }, ProcessEventKind.Exec, 101, 0, false)]
    [InlineData(0x200u, new uint[] { 103, 101, 1, 2, 3, 4 }, ProcessEventKind.Renamed, 101, 0, true)]
    [InlineData(0x80000000u, new uint[] { 101, 101, 0, 17 }, ProcessEventKind.Exit, 101, 0, false)]
    [InlineData(0x4u, new uint[] { 101, 101, 0, 0 }, ProcessEventKind.Other, 0, 0, false)]
    public void Reads_each_kind(uint what, uint[] words, ProcessEventKind kind, int process, int parent, bool isThread)
    {
        Assert.True(ProcessEvent.TryDecode(Packet(what, words), out ProcessEvent told, out _));

        Assert.Equal(new ProcessEvent(kind, process, parent, isThread), told);
    }

    [Fact]
    public void Refuses_what_is_short_or_of_another_connector()
    {
        byte[] packet = Packet(0x1, [1, 1, 2, 2]);
        Assert.False(ProcessEvent.TryDecode(packet.AsSpan(0, 20), out _, out DecodeError error));
        Assert.Equal(DecodeErrorKind.Truncated, error.Kind);
        Assert.False(ProcessEvent.TryDecode(packet.AsSpan(0, packet.Length - 4), out _, out error));
        Assert.Equal(DecodeErrorKind.Truncated, error.Kind);
        packet[0] = 7;
        Assert.False(ProcessEvent.TryDecode(packet, out _, out error));
        Assert.Equal(DecodeErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public void Random_and_mutated_events_never_throw()
    {
        using var inputs = new Seeded(
            output, Packet(0x1, [1, 1, 2, 2]), Packet(0x2, [1, 1]), Packet(0x80000000, [1, 1, 0, 0]));
        int decoded = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (ProcessEvent.TryDecode(inputs.Next(), out _, out DecodeError error))
            {
                decoded++;
            }
            else
            {
                Assert.NotEqual(DecodeErrorKind.None, error.Kind);
            }
        }

        Assert.InRange(decoded, inputs.Count / 20, inputs.Count - 1);
    }

    [Fact]
    public void The_subscription_is_one_control_message_of_the_kernels_layout()
    {
        byte[] message = ProcessEvent.Subscription(listen: true);

        uint[] words = MemoryMarshal.Cast<byte, uint>(message).ToArray();
        // struct nlmsghdr, struct cn_msg, enum proc_cn_mcast_op
        Assert.Equal([40u, 3u, 0u, 0u, 1u, 1u, 0u, 0u, 4u, 1u], words);
    }

    private static byte[] Packet(uint what, uint[] words)
    {
        uint[] header = [1, 1, 0, 0, (uint)(16 + (words.Length * 4)), what, 0, 0, 0];
        return MemoryMarshal.AsBytes<uint>([.. header, .. words]).ToArray();
    }
}
