using System.Text;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Actors.Dump;

/// <summary>
/// keepalived.json, <c>json_version</c> 1 and 2 (cli-and-runtime 4.3): same keys, same order, one line.
/// </summary>
internal static class VrrpJson
{
    public const string Mask = "********";

    private static readonly (string Key, VrrpCounter Counter)[] Statistics =
    [
        ("advert_rcvd", VrrpCounter.AdvertisementsReceived),
        ("advert_sent", VrrpCounter.AdvertisementsSent),
        ("become_master", VrrpCounter.BecameMaster),
        ("release_master", VrrpCounter.ReleasedMaster),
        ("packet_len_err", VrrpCounter.PacketLengthErrors),
        ("advert_interval_err", VrrpCounter.AdvertisementIntervalErrors),
        ("ip_ttl_err", VrrpCounter.TtlErrors),
        ("invalid_type_rcvd", VrrpCounter.InvalidTypeReceived),
        ("addr_list_err", VrrpCounter.AddressListErrors),
        ("invalid_authtype", VrrpCounter.InvalidAuthenticationType),
        ("authtype_mismatch", VrrpCounter.AuthenticationTypeMismatch),
        ("auth_failure", VrrpCounter.AuthenticationFailures),
        ("auth_ext_missing", VrrpCounter.TrailersMissing),
        ("auth_ext_malformed", VrrpCounter.TrailersMalformed),
        ("auth_ext_unknown_key", VrrpCounter.TrailerKeysUnknown),
        ("auth_ext_invalid_hmac", VrrpCounter.TrailerDigestsInvalid),
        ("auth_ext_stale", VrrpCounter.TrailersStale),
        ("auth_ext_replay", VrrpCounter.TrailersReplayed),
        ("pri_zero_rcvd", VrrpCounter.PriorityZeroReceived),
        ("pri_zero_sent", VrrpCounter.PriorityZeroSent),
    ];

    public static StringBuilder Of(DumpState state)
    {
        JsonText json = new();
        bool second = state.Config.Global.JsonVersion == 2;
        if (second)
        {
            json.Open('{').Key("vrrp");
        }

        json.Open('[');
        foreach (VrrpInstanceSnapshot instance in state.Vrrp.Instances)
        {
            json.Open('{').Key("data").Open('{');
            WriteData(json, instance, state.Config);
            json.Close('}').Key("stats").Open('{');
            WriteStatistics(json, instance);

            json.Close('}').Close('}');
        }

        json.Close(']');
        if (second && !state.Config.TrackProcesses.IsEmpty)
        {
            ProcessText.Write(json, state);
        }

        return (second ? json.Close('}') : json).Line().Written;
    }

    private static void WriteStatistics(JsonText json, VrrpInstanceSnapshot instance)
    {
        bool signs = instance.Config.Hmac is not null;
        foreach ((string key, VrrpCounter counter) in Statistics)
        {
            if (signs || counter is < VrrpCounter.TrailersMissing or > VrrpCounter.TrailersReplayed)
            {
                json.Add(key, instance.Statistics[counter]);
            }
        }
    }

    private static void WriteData(JsonText json, VrrpInstanceSnapshot instance, KeepalivedConfig whole)
    {
        VrrpInstanceConfig config = instance.Config;
        json.Add("iname", config.Name);
        json.Add("dont_track_primary", Number(config.DontTrackPrimary));
        json.Add("skip_check_adv_addr", Number(config.SkipCheckAdvertAddress));
        json.Add("strict_mode", Number(config.Strict));
        json.Add("vmac_ifname", config.Vmac?.InterfaceName ?? "");
        json.AddIf("ifp_ifname", config.Interface);
        json.Add("master_priority", instance.State == VrrpState.Master ? 0 : instance.MasterPriority);
        json.Key("last_transition").Raw(DumpText.UnixTime(instance.LastTransition));
        WriteAnnouncing(json, config);
        json.Add("vrid", config.VirtualRouterId);
        json.Add("base_priority", config.Priority);
        json.Add("effective_priority", instance.EffectivePriority);
        json.Add("vipset", !instance.Installed.IsEmpty);
        json.Add("promote_secondaries", config.PromoteSecondaries);
        json.Add("adver_int", config.AdvertisementInterval.TotalSeconds);
        json.Add("master_adver_int", MasterInterval(instance).TotalSeconds);
        json.Add("accept", Number(config.Accept));
        json.Add("nopreempt", !config.Preempt);
        json.Add("preempt_delay", (long)config.PreemptDelay.TotalSeconds);
        json.Add("state", (int)instance.State);
        json.Add("wantstate", (int)instance.WantedState);
        json.Add("version", config.Version);
        json.Add("smtp_alert", config.SmtpAlert);
        json.Add("notify_deleted", config.NotifyDeleted);
        WriteScripts(json, config.Notify);
        WriteItems(json, instance, whole);
        json.Add("auth_type", (int)config.AuthenticationType);
        if (config.AuthenticationType != AuthenticationType.None)
        {
            json.Add("auth_data", Mask);
        }
    }

    private static TimeSpan MasterInterval(VrrpInstanceSnapshot instance) =>
        instance.MasterInterval > TimeSpan.Zero ? instance.MasterInterval : instance.Config.AdvertisementInterval;

    private static void WriteAnnouncing(JsonText json, VrrpInstanceConfig config)
    {
        json.Add("garp_delay", config.Garp.MasterDelay.TotalSeconds);
        json.Add("garp_refresh", (long)config.Garp.MasterRefresh.TotalSeconds);
        json.Add("garp_rep", config.Garp.MasterRepeat);
        json.Add("garp_refresh_rep", config.Garp.MasterRefreshRepeat);
        json.Add("garp_lower_prio_delay", (long)config.Garp.LowerPriorityDelay.TotalSeconds);
        json.Add("garp_lower_prio_rep", config.Garp.LowerPriorityRepeat);
        json.Add("lower_prio_no_advert", Number(config.LowerPriorityNoAdvert));
        json.Add("higher_prio_send_advert", Number(config.HigherPrioritySendAdvert));
    }

    private static void WriteScripts(JsonText json, NotifyScriptsConfig scripts)
    {
        WriteScript(json, "script_backup", scripts.Backup);
        WriteScript(json, "script_master", scripts.Master);
        WriteScript(json, "script_fault", scripts.Fault);
        WriteScript(json, "script_stop", scripts.Stop);
        WriteScript(json, "script_deleted", scripts.Deleted);
        WriteScript(json, "script", scripts.Any);
        WriteScript(json, "script_master_rx_lower_pri", scripts.MasterReceivesLowerPriority);
    }

    private static void WriteScript(JsonText json, string key, NotifyScriptConfig? script)
    {
        if (script is not null)
        {
            json.Add(key, ScriptText.Words(script));
        }
    }

    private static void WriteItems(JsonText json, VrrpInstanceSnapshot instance, KeepalivedConfig whole)
    {
        VrrpInstanceConfig config = instance.Config;
        json.AddIfAny("vips", config.VirtualAddresses.Select(Address));
        json.AddIfAny("evips", config.ExcludedAddresses.Select(Address));
        json.AddIfAny("vroutes", config.Routes.Select(RouteText.Of));
        json.AddIfAny("vrules", config.Rules.Select(RouteText.Of));
        json.AddIfAny("track_ifp", config.TrackInterfaces.Select(track => track.Name));
        json.AddIfAny("track_script", config.TrackScripts.Select(track => Command(track.Name, whole)));
        json.AddIfAny("track_process", config.TrackProcesses.Select(track => track.Name));

        string Address(VirtualAddressConfig address) => AddressText.Of(
            address, InstanceText.Device(address, config), AddressText.IsSet(address, instance.Installed));
    }

    // The reference shows the command here, not the script's name.
    private static string Command(string name, KeepalivedConfig whole) =>
        whole.Scripts.FirstOrDefault(script => script.Name == name) is { } found
            ? ScriptText.Words(found.Script)
            : name;

    private static int Number(bool value) => value ? 1 : 0;
}
