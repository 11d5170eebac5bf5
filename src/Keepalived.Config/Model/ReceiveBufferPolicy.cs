namespace Keepalived.Config.Model;

/// <summary>How receive buffers of advert sockets are sized.</summary>
public enum ReceiveBufferPolicy
{
    Default,
    Mtu,
    Advert,
    Bytes,
}
