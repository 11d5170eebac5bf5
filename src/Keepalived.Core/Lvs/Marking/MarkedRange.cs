using Keepalived.Wire.Ip;

namespace Keepalived.Core.Lvs.Marking;

/// <summary>Packets to these addresses get the mark.</summary>
/// <param name="Protocol">IP protocol number: TCP, UDP or SCTP.</param>
/// <param name="First">The range's first address.</param>
/// <param name="Last">Its last one, of the same family.</param>
/// <param name="Port">0 = every port for which no other range has a mark.</param>
/// <param name="Mark">Not 0.</param>
public readonly record struct MarkedRange(byte Protocol, IpAddress First, IpAddress Last, ushort Port, uint Mark);
