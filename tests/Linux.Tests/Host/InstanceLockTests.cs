using System.Net.Sockets;
using Keepalived.Linux.Host;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

/// <summary>Alone: a child that is being started holds copies of all descriptors, and with them every lock.</summary>
[Collection(Alone.Name)]
public sealed class InstanceLockTests
{
    [Fact]
    public void One_virtual_router_is_run_by_one_copy()
    {
        using InstanceLock? first = InstanceLock.TryTake(77, AddressFamily.InterNetwork, 51);
        Assert.NotNull(first);
        Assert.Null(InstanceLock.TryTake(77, AddressFamily.InterNetwork, 51));
        using InstanceLock? other = InstanceLock.TryTake(77, AddressFamily.InterNetworkV6, 51);
        Assert.NotNull(other);
        first.Dispose();
        using InstanceLock? again = InstanceLock.TryTake(77, AddressFamily.InterNetwork, 51);
        Assert.NotNull(again);
    }
}
