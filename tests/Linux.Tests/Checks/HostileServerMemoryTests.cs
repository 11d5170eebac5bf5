using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Linux.Tests.Support;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>Whatever a real server sends is not kept. Alone: only the whole process's memory can be measured.</summary>
[Collection(Alone.Name)]
public sealed class HostileServerMemoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endless_body_is_hashed_without_being_kept(bool onLoop)
    {
        byte[] piece = new byte[64 * 1024];
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(piece, stop);
            }
        });
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(CheckReason.TookTooLong, (await HostileChecks.Exchange(server, onLoop))?.Reason);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 4 * 1024 * 1024);
    }

    [Fact]
    public async Task Compressed_bomb_is_not_unpacked()
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream zip = new(packed, System.IO.Compression.CompressionLevel.Optimal, true))
        {
            for (int i = 0; i < 256; i++)
            {
                zip.Write(new byte[1024 * 1024]);
            }
        }

        byte[] page = packed.ToArray();
        using LoopbackServer server = LoopbackServer.Answering(
            [.. "HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n"u8, .. page]);
        HttpUrlConfig url = new("/") { Digest = [.. System.Security.Cryptography.MD5.HashData(page)] };
        long before = GC.GetTotalAllocatedBytes();

        Assert.Equal(CheckReason.Digest, (await HostileChecks.Run(server, HostileChecks.Plenty, url)).Reason);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 16 * 1024 * 1024);
    }
}
