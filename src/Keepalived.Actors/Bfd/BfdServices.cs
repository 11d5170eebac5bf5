using Keepalived.Core.Ports;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// What sessions need of the world: a clock and sockets on a thread of their own, so that a flood of BFD delays no
/// advertisement.
/// </summary>
public sealed record BfdServices(ITimerClock Clock, IPacketSocketFactory Sockets, IDatagramPathFactory Paths)
{
    /// <summary>A random number 0..1 for the jitter of a packet (RFC 5880 6.8.7); any thread.</summary>
    public required Func<double> Fraction { get; init; }

    /// <summary>Not 0, and not to be guessed: the number of a session (RFC 5880 6.8.1).</summary>
    public required Func<uint> Discriminator { get; init; }
}
