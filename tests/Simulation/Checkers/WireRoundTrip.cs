using System.Net.Sockets;
using Keepalived.Wire;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation.Checkers;

/// <summary>What is sent can be read again and says what was meant.</summary>
internal sealed class WireRoundTrip : ILanChecker
{
    public void Sent(
        SimulatedInstance sender, byte priority, ReadOnlySpan<byte> datagram, IpAddress destination)
    {
        bool isIpv6 = sender.Parameters.Family == AddressFamily.InterNetworkV6;
        var from = new ReceivedFrom(sender.Source.SourceAddress, destination, VrrpCodec.RequiredTimeToLive);
        bool isRead = VrrpCodec.TryDecode(
            datagram,
            sender.Parameters.Family,
            isIpv6 ? from : default,
            out VrrpAdvertisement read,
            out DecodeError error);
        InvariantBroken.Unless(isRead, sender, $"sent something unreadable: {error}");
        bool isSame = read.Priority == priority
            && read.VirtualRouterId == sender.Parameters.VirtualRouterId
            && read.Version == sender.Parameters.Version
            && read.Source == sender.Source.SourceAddress
            && read.AddressCount == sender.Parameters.Addresses.Length
            && read.IntervalCentiseconds * 10 == (int)sender.Parameters.AdvertisementInterval.TotalMilliseconds;
        InvariantBroken.Unless(isSame, sender, $"sent {read}, meant priority {priority}");
    }
}
