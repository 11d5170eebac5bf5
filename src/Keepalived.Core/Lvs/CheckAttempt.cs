namespace Keepalived.Core.Lvs;

/// <summary>The last attempt of a checker, for the dumps.</summary>
/// <param name="Result">Its outcome and the reason.</param>
/// <param name="Duration">From its start to its end.</param>
/// <param name="EndedAt">Monotonic time.</param>
/// <param name="Count">Attempts so far, this one included.</param>
/// <param name="Step">The url or host that was asked.</param>
/// <param name="Retries">Failures in a row before the next attempt.</param>
public sealed record CheckAttempt(
    CheckResult Result, TimeSpan Duration, TimeSpan EndedAt, long Count, int Step, uint Retries);
