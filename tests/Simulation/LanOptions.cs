using System.Collections.Immutable;
using System.Text;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Vrrp;

namespace Keepalived.Simulation;

/// <summary>Everything that one run is drawn from. The seed decides it all.</summary>
public sealed record LanOptions
{
    public long Seed { get; init; }

    public ImmutableArray<RouterOptions> Routers { get; init; } = [];

    /// <summary>What all routers agree on. A reload can change it, one router after the other.</summary>
    public SharedOptions Shared { get; init; } = new();

    /// <summary>2 or 3, the same for all: the others would not be heard.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Every second virtual router speaks the other version.</summary>
    public bool HasBothVersions { get; init; }

    /// <summary>Version 3 over IPv6.</summary>
    public bool IsIpv6 { get; init; }

    public VrrpAuthenticationType Authentication { get; init; }

    /// <summary><c>auth_hmac</c>, enforced.</summary>
    public bool IsSigned { get; init; }

    public bool IsUnicast { get; init; }

    /// <summary>
    /// Virtual routers on the LAN; with <see cref="SharedOptions.HasGroups"/> each router has them in one sync group.
    /// </summary>
    public int VirtualRouters { get; init; } = 1;

    public int LossPercent { get; init; }

    public int DuplicationPercent { get; init; }

    public int CorruptionPercent { get; init; }

    public TimeSpan SmallestDelay { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Above the smallest interval between packets this also changes their order.</summary>
    public TimeSpan LargestDelay { get; init; } = TimeSpan.FromMicroseconds(200);

    /// <summary>The LAN is clogged: a datagram waits up to this long now and then.</summary>
    public TimeSpan ClogDelay { get; init; }

    /// <summary>From an event of the operating system to the instance that answers it.</summary>
    public TimeSpan MailDelay { get; init; } = TimeSpan.FromMicroseconds(20);

    public TimeSpan KernelDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    public int KernelRefusesPercent { get; init; }

    /// <summary>What goes wrong, and mean time between two such events.</summary>
    public ImmutableArray<LanFault> Faults { get; init; } = [];

    public TimeSpan FaultInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After healing, two halves of the LAN still do not hear each other.</summary>
    public bool StaysSplit { get; init; }

    /// <summary>Of the virtual router with this number, from 0.</summary>
    public int VersionOf(int virtualRouter) => HasBothVersions && virtualRouter % 2 == 1 ? 5 - Version : Version;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"seed {Seed}: version {Version}{(HasBothVersions ? " and the other" : string.Empty)}")
            .Append($"{(IsIpv6 ? " over IPv6" : string.Empty)}, {Authentication}")
            .Append(IsSigned ? " signed" : string.Empty)
            .Append($", {(IsUnicast ? "unicast" : "multicast")}, {VirtualRouters} virtual routers, ")
            .Append($"loss {LossPercent}%, duplication {DuplicationPercent}%, corruption {CorruptionPercent}%, ")
            .Append($"delay {SmallestDelay.TotalMilliseconds}..{LargestDelay.TotalMilliseconds} ms, ")
            .Append($"clog {ClogDelay.TotalMilliseconds} ms, mail {MailDelay.TotalMilliseconds} ms, ")
            .Append($"kernel {KernelDelay.TotalMilliseconds} ms refuses {KernelRefusesPercent}%")
            .AppendLine($"{(StaysSplit ? ", stays split" : string.Empty)}")
            .AppendLine($"  faults [{string.Join(' ', Faults)}] each {FaultInterval.TotalSeconds} s")
            .AppendLine("  " + Shared);
        foreach (RouterOptions router in Routers)
        {
            text.AppendLine("  " + router);
        }

        return text.ToString();
    }
}
