using System.Collections.Concurrent;
using Keepalived.Actors.Bfd;
using Keepalived.Core.Ports;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Tests.Vrrp;

public sealed class BfdPathTests : ActorWorld
{
    [Theory]
    [InlineData("source_ip 192.0.2.9", "192.0.2.9", 255)]
    [InlineData("source_ip 192.0.2.9\nttl 9", "192.0.2.9", 9)]
    [InlineData("", "none", 255)]
    public void Packets_leave_with_the_source_and_the_TTL_that_were_asked_for(string lines, string source, byte ttl)
    {
        RecordingPaths paths = new();
        Bfd = () => new BfdServices(Clock, Sockets, paths)
        {
            Fraction = static () => 0.5,
            Discriminator = static () => 1,
        };

        Start(Written("track_bfd {\npeer\n}", $"bfd_instance peer {{\nneighbor_ip 192.0.2.2\n{lines}\n}}"));

        IpAddress from = source == "none" ? default : IpAddress.Parse(source);
        AwaitAssert(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(paths.Opened.TryPeek(out DatagramPathOptions? options));
            Assert.Equal((from, ttl), (options.Source, options.HopLimit));
        });
    }

    private sealed class RecordingPaths : IDatagramPathFactory
    {
        public ConcurrentQueue<DatagramPathOptions> Opened { get; } = [];

        public IDatagramPath? TryOpen(DatagramPathOptions options, out int errno, out string failure)
        {
            Opened.Enqueue(options);
            (errno, failure) = (0, "");
            return new Path();
        }

        private sealed class Path : IDatagramPath
        {
            public int Send(ReadOnlySpan<byte> payload) => 0;

            public void Dispose()
            {
            }
        }
    }
}
