namespace Keepalived.Core.Ports;

/// <summary>
/// The protocol clock's thread was not scheduled for a second or more after something was due: nothing was sent and
/// nobody was heard meanwhile.
/// </summary>
/// <param name="Count">Since the start of the process.</param>
/// <param name="Longest">The longest of them.</param>
public readonly record struct ProtocolStalls(long Count, TimeSpan Longest);
