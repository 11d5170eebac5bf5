using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Dump;

/// <summary>One address line as the data file and the JSON file show it.</summary>
internal static class AddressText
{
    public static string Of(VirtualAddressConfig address, string device, bool isSet)
    {
        StringBuilder text = new();
        text.Append(address.Address);
        if (address.Peer is not null)
        {
            text.Append(" peer ").Append(address.Peer);
        }

        int prefix = address.Peer is null ? address.PrefixLength : address.PeerPrefixLength;
        if (prefix != (address.IsIPv6 ? 128 : 32))
        {
            text.Append('/').Append(prefix);
        }

        if (address.BroadcastKind != BroadcastKind.None && address.Broadcast is not null)
        {
            text.Append(" brd ").Append(address.Broadcast);
        }

        text.Append(" dev ").Append(device).Append(" scope ").Append(Scope(address.Scope));
        if (address.Label.Length > 0)
        {
            text.Append(" label ").Append(address.Label);
        }

        AppendFlags(text, address);
        return text.Append(isSet ? " set" : "").ToString();
    }

    /// <summary>rtnetlink.h RT_SCOPE_* by iproute2's names.</summary>
    public static string Scope(byte scope) => scope switch
    {
        0 => "global",
        200 => "site",
        253 => "link",
        254 => "host",
        255 => "nowhere",
        _ => scope.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public static bool IsSet(VirtualAddressConfig address, IEnumerable<AddressItem> installed) =>
        installed.Any(item => item.Address.PrefixLength == address.PrefixLength
            && item.Address.Address.ToString() == address.Address.ToString());

    private static void AppendFlags(StringBuilder text, VirtualAddressConfig address)
    {
        foreach ((VirtualAddressFlags flag, string word) in Words)
        {
            if (address.Flags.HasFlag(flag))
            {
                text.Append(' ').Append(word);
            }
        }

        if (address.NoTrack)
        {
            text.Append(" no_track");
        }

        if (address.TrackGroup.Length > 0)
        {
            text.Append(" track_group ").Append(address.TrackGroup);
        }

        if (address.PreferredLifetime is { } lifetime)
        {
            text.Append(" preferred_lft ").Append(lifetime);
        }
        else if (address.IsIPv6)
        {
            text.Append(" preferred_lft forever");
        }
    }

    private static readonly (VirtualAddressFlags Flag, string Word)[] Words =
    [
        (VirtualAddressFlags.Home, "home"),
        (VirtualAddressFlags.NoDad, "-nodad"),
        (VirtualAddressFlags.ManageTemporary, "mngtmpaddr"),
        (VirtualAddressFlags.NoPrefixRoute, "noprefixroute"),
        (VirtualAddressFlags.MulticastAutoJoin, "autojoin"),
    ];
}
