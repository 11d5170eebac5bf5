namespace Keepalived.Config.Model;

/// <summary>The global rule by which receive buffers of advert sockets are sized.</summary>
/// <param name="Bytes">For <see cref="ReceiveBufferPolicy.Bytes"/>.</param>
/// <param name="Multiplier">Adverts that fit, for the other policies; 1 or more.</param>
public sealed record ReceiveBufferRule(ReceiveBufferPolicy Policy, uint Bytes, uint Multiplier)
{
    public static ReceiveBufferRule KernelDefault { get; } = new(ReceiveBufferPolicy.Default, 0, 1);
}
