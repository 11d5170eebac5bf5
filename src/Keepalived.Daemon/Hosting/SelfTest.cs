using Keepalived.Config.Model;
using Keepalived.Linux.Host;

namespace Keepalived.Daemon.Hosting;

/// <summary>One line for each capability that is missing and what does not work without it.</summary>
internal static class SelfTest
{
    private static readonly (Capability Capability, bool ForVrrp, bool IsEssential, string Purpose)[] Needs =
    [
        (Capability.NetAdmin, true, true, "virtual addresses, routes and IPVS cannot be set"),
        (Capability.NetRaw, true, true, "VRRP and ARP packets cannot be sent"),
        (Capability.NetBroadcast, true, false, "gratuitous ARP may be refused"),
        (Capability.SetUserId, false, false, "scripts cannot run as another user"),
        (Capability.SetGroupId, false, false, "scripts cannot run with another group"),
        (Capability.Kill, false, false, "scripts of other users cannot be ended"),
    ];

    /// <summary>Lines for people; <paramref name="mayRun"/> is false when an essential one is missing.</summary>
    public static IReadOnlyList<string> Run(KeepalivedConfig config, bool runsVrrp, out bool mayRun)
    {
        mayRun = true;
        List<string> lines = [];
        foreach ((Capability capability, bool forVrrp, bool isEssential, string purpose) in Needs)
        {
            bool needed = forVrrp ? (runsVrrp && config.HasVrrp) || config.HasLvs : UsesOtherUsers(config);
            if (!needed || Capabilities.Has(capability))
            {
                continue;
            }

            mayRun &= !(isEssential && runsVrrp && config.HasVrrp);
            lines.Add($"{Capabilities.NameOf(capability)} is missing: {purpose}");
        }

        return lines;
    }

    private static bool UsesOtherUsers(KeepalivedConfig config) => config.Global.ScriptUser is not ("" or "root");
}
