namespace Keepalived.Core.Ports;

/// <summary>
/// Monotonic time and one-shot timers with absolute deadlines. Methods may be called from any thread and never block
/// for long.
/// </summary>
public interface ITimerClock
{
    /// <summary>CLOCK_MONOTONIC.</summary>
    TimeSpan Now { get; }

    IProtocolTimer CreateTimer(IProtocolTimerTarget target, int id);
}
