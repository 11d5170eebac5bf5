using Akka.Actor;
using Keepalived.Core.Ports;
using Keepalived.Wire;
using Keepalived.Wire.Bfd;
using Keepalived.Wire.Ip;

namespace Keepalived.Actors.Bfd;

/// <summary>
/// Hands the packets of one port to their sessions, on the clock's thread. The neighbour's address decides, for each
/// has one session; a discriminator of ours that came from elsewhere is worth nothing.
/// </summary>
internal sealed class BfdReceiver(ushort port, bool isV6, BfdDirectory directory, IActorRef supervisor)
    : IPacketReceiver
{
    /// <summary>RFC 5881 4 and RFC 5883 5: the ports of single-hop and multihop sessions.</summary>
    public const ushort SingleHopPort = 3784;
    public const ushort MultihopPort = 4784;

    public ushort Port => port;

    public bool IsV6 => isV6;

    public void Received(PacketBatch batch)
    {
        using (batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                Take(batch.Datagram(i), batch[i]);
            }
        }
    }

    public void SocketFailed(int errno) =>
        supervisor.Tell(new BfdListenerFailed(this, errno), ActorRefs.NoSender);

    private void Take(ReadOnlySpan<byte> datagram, in PacketBatch.Entry entry)
    {
        if (directory.Find(entry.Source) is not { } run || run.Port != port || !IsOurs(run.Source, entry.Destination))
        {
            directory.CountUnknown();
        }
        else if (!BfdControlPacket.TryDecode(datagram, out BfdControlPacket packet, out DecodeError _))
        {
            directory.CountMalformed();
        }
        else if (!run.IsNear(entry.HopLimit))
        {
            directory.CountHopLimit();
        }
        else
        {
            run.Received(packet);
        }
    }

    private static bool IsOurs(IpAddress configured, IpAddress destination) =>
        configured.IsNone || configured == destination;
}
