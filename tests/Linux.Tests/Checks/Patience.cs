namespace Keepalived.Linux.Tests.Checks;

/// <summary>Not beside a loop: the first who asks, in a network namespace, would have it made there.</summary>
internal static class Patience
{
    /// <summary>
    /// For checks of servers that answer. The default of 5 s is not long for a handshake with TLS on a busy machine.
    /// </summary>
    public static readonly TimeSpan Plenty = TimeSpan.FromSeconds(60);
}
