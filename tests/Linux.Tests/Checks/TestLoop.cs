using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>One check loop for all tests that need no own one, as in the daemon.</summary>
internal static class TestLoop
{
    public static CheckLoop Checks { get; } = new();
}
