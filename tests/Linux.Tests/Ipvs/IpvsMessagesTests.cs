using Keepalived.Core.Lvs;
using Keepalived.Linux.Ipvs;
using Keepalived.Wire.Ip;

namespace Linux.Tests.Ipvs;

public sealed class IpvsMessagesTests
{
    [Theory]
    [InlineData(24, 0u, 0xFFFFFF00u)]
    [InlineData(0, 0u, 0u)]
    [InlineData(16, 0xFF00FF00u, 0xFF00FF00u)]
    public void The_mask_of_clients_goes_to_the_kernel_and_comes_back(int bits, uint holes, uint mask)
    {
        IpvsService service = new(IpvsServiceKey.ForAddress(6, IpAddress.Parse("192.0.2.1"), 80))
        {
            Scheduler = "rr", Flags = IpvsService.Persistent, TimeoutSeconds = 9,
            NetmaskBits = bits, MaskWithHoles = holes,
        };

        Assert.Equal(mask, IpvsMessages.From(service).Netmask);
        Assert.Equal(service, IpvsMessages.ToService(IpvsMessages.From(service)));
    }
}
