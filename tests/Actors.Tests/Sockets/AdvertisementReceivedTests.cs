using Keepalived.Actors.Sockets;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Tests.Sockets;

public sealed class AdvertisementReceivedTests
{
    private readonly AdvertisementReceived.Place _place = new();

    [Fact]
    public void Message_that_was_given_back_carries_the_next_advertisement()
    {
        AdvertisementReceived first = Fill(100);
        first.GiveBack();
        AdvertisementReceived second = Fill(200);

        Assert.Same(first, second);
        Assert.Equal((200, VrrpReceiveReason.None), (second.Priority, second.Complaint));
    }

    [Fact]
    public void Message_that_waits_in_a_mailbox_is_not_written_again()
    {
        AdvertisementReceived first = Fill(100);
        AdvertisementReceived second = Fill(200);

        Assert.Equal((100, 200), (first.Priority, second.Priority));
    }

    private AdvertisementReceived Fill(byte priority) => _place.Fill(
        TimeSpan.FromSeconds(1),
        new VrrpReceiveVerdict(VrrpVerdict.Accept, VrrpReceiveReason.None) { Priority = priority });
}
