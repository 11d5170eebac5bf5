using Keepalived.Core.Ports;

namespace Keepalived.Core.Tests.Ports;

public sealed class PacketBatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(PacketBatch.DatagramSize)]
    public void Datagrams_of_any_size_are_kept_apart_and_forgotten_with_the_batch(int size)
    {
        PacketBatch batch = new();
        for (int round = 1; round <= 2; round++)
        {
            for (int i = 0; i < PacketBatch.Capacity; i++)
            {
                batch.Add(Octets(size - (i % 2), round + i), new PacketBatch.Entry { Length = size - (i % 2) });
            }

            Assert.Equal(PacketBatch.Capacity, batch.Count);
            for (int i = 0; i < PacketBatch.Capacity; i++)
            {
                Assert.Equal(Octets(size - (i % 2), round + i), batch.Datagram(i));
            }

            batch.Clear();
            Assert.Equal(0, batch.Count);
        }
    }

    private static byte[] Octets(int count, int value) => [.. Enumerable.Repeat((byte)value, count)];
}
