using System.Text;
using Keepalived.Actors.Vrrp;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Dump;

/// <summary>keepalived.stats; exporters read it by line and indentation (cli-and-runtime 4.2).</summary>
internal static class StatisticsText
{
    private static readonly (int Indent, string Name, VrrpCounter? Counter)[] Lines =
    [
        (2, "Advertisements", null),
        (4, "Received", VrrpCounter.AdvertisementsReceived),
        (4, "Sent", VrrpCounter.AdvertisementsSent),
        (2, "Became master", VrrpCounter.BecameMaster),
        (2, "Released master", VrrpCounter.ReleasedMaster),
        (2, "Packet Errors", null),
        (4, "Length", VrrpCounter.PacketLengthErrors),
        (4, "TTL", VrrpCounter.TtlErrors),
        (4, "Invalid Type", VrrpCounter.InvalidTypeReceived),
        (4, "Advertisement Interval", VrrpCounter.AdvertisementIntervalErrors),
        (4, "Address List", VrrpCounter.AddressListErrors),
        (2, "Authentication Errors", null),
        (4, "Invalid Type", VrrpCounter.InvalidAuthenticationType),
        (4, "Type Mismatch", VrrpCounter.AuthenticationTypeMismatch),
        (4, "Failure", VrrpCounter.AuthenticationFailures),
        (2, "Priority Zero", null),
        (4, "Received", VrrpCounter.PriorityZeroReceived),
        (4, "Sent", VrrpCounter.PriorityZeroSent),
    ];

    private static readonly (int Indent, string Name, VrrpCounter? Counter)[] TrailerLines =
    [
        (2, "Authentication Extension Errors", null),
        (4, "Missing", VrrpCounter.TrailersMissing),
        (4, "Malformed", VrrpCounter.TrailersMalformed),
        (4, "Unknown Key", VrrpCounter.TrailerKeysUnknown),
        (4, "Invalid HMAC", VrrpCounter.TrailerDigestsInvalid),
        (4, "Stale", VrrpCounter.TrailersStale),
        (4, "Replay", VrrpCounter.TrailersReplayed),
    ];

    // What 2.4 added stands where 2.4 has it, but only for instances that use it: readers of 2.2.7's file know theirs.
    private static IEnumerable<(int Indent, string Name, VrrpCounter? Counter)> LinesOf(
        VrrpInstanceSnapshot instance) =>
        instance.Config.Hmac is null ? Lines : [.. Lines[..^3], .. TrailerLines, .. Lines[^3..]];

    public static StringBuilder Of(IEnumerable<VrrpInstanceSnapshot> instances)
    {
        DumpText text = new();
        foreach (VrrpInstanceSnapshot instance in instances)
        {
            text.Line(0, $"VRRP Instance: {instance.Config.Name}");
            foreach ((int indent, string name, VrrpCounter? counter) in LinesOf(instance))
            {
                text.Line(indent, counter is { } c ? $"{name}: {instance.Statistics[c]}" : $"{name}:");
            }
        }

        return text.Written;
    }
}
