using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>One check loop for all tests that need no own one, as in the daemon.</summary>
internal static class TestLoop
{
    /// <summary>
    /// For checks of servers that answer. The default of 5 s is not long for a handshake with TLS on a busy machine.
    /// </summary>
    public static readonly TimeSpan Plenty = TimeSpan.FromSeconds(60);

    public static CheckLoop Checks { get; } = new();
}
