using Keepalived.Linux.Processes;

namespace Keepalived.Linux.Tests.Processes;

public sealed class HeapPagesTests
{
    [Fact]
    public void What_is_allocated_next_is_mapped_and_can_be_used()
    {
        const int size = 1 << 20;

        // Just before the end of what the heap has there is nothing to map: the next allocation makes it have more.
        long mapped = 0;
        for (int i = 0; i < 1000 && mapped == 0; i++)
        {
            mapped = HeapPages.MapAhead(size);
            _ = new byte[4096];
        }

        byte[][] used = [.. Enumerable.Range(0, size / 1024).Select(static n => new byte[1024])];

        Assert.InRange(mapped, 4096, size);
        Assert.All(used, static piece => Assert.All(piece, static value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Only_private_memory_without_a_file_behind_the_place_is_taken()
    {
        string[] maps =
        [
            "10000-20000 rw-p 00000000 00:00 0 ",
            "20000-30000 rw-p 00000000 00:00 0 ",
            "30000-38000 ---p 00000000 00:00 0 ",
            "38000-40000 rw-p 00000000 00:00 0 ",
            "40000-41000 rw-p 00000000 08:01 7                  /usr/lib/libc.so.6",
            "41000-42000 rw-p 00000000 00:00 0                  [stack]",
            "42000-43000 rw-s 00000000 00:00 0 ",
            "43000-44000 r-xp 00000000 00:00 0 ",
            "9f000-a0000 rw-p 00000000 00:00 0 ",
            "nonsense",
        ];

        Assert.Equal([(0x20000, 0x30000), (0x38000, 0x40000)], HeapPages.Writable(maps, 0x25000, 0x10000));
    }
}
