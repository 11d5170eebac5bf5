namespace Keepalived.Config.Model;

/// <summary>Scheduler bits of linux/ip_vs.h (persistence is set by its own settings).</summary>
[Flags]
public enum ServiceFlags
{
    None = 0,
    OnePacket = 0x04,
    Scheduler1 = 0x08,
    Scheduler2 = 0x10,
    Scheduler3 = 0x20,
}
