using System.Globalization;
using Keepalived.Actors.Bfd;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Bfd;
using Keepalived.Core.Notify;

namespace Keepalived.Actors.Dump;

/// <summary>keepalived_bfd.data, what keepalived.data says of tracked sessions, and both in our JSON.</summary>
internal static class BfdText
{
    public static void Write(DumpText text, DumpState state)
    {
        text.Heading("BFD Data");
        foreach (BfdListener listener in state.Bfd.Listening)
        {
            string family = listener.IsV6 ? "IPv6" : "IPv4";
            text.Value(1, $"UDP port {listener.Port} ({family})", listener.Failure.Length > 0
                ? listener.Failure
                : "listening");
        }

        text.Value(1, "Refused packets", string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Bfd.Refused.Malformed} malformed, {state.Bfd.Refused.Unknown} of unknown senders, "
            + $"{state.Bfd.Refused.HopLimit} from too far"));
        text.Heading("BFD Topology");
        foreach (BfdSessionSnapshot session in state.Bfd.Sessions)
        {
            WriteConfig(text, session.Config);
            WriteState(text, session, state);
        }
    }

    /// <summary>The sessions as instances track them.</summary>
    public static void WriteTracked(DumpText text, DumpState state)
    {
        BfdInstanceConfig[] tracked = [.. state.Config.BfdInstances.Where(b => b.ForVrrp)];
        if (tracked.Length > 0)
        {
            text.Heading("VRRP Track BFDs");
        }

        foreach (BfdInstanceConfig session in tracked)
        {
            TrackerSnapshot? tracker = state.Vrrp.Trackers.FirstOrDefault(
                t => t.Kind == "bfd" && t.Name == session.Name);
            text.Value(1, "VRRP Track BFD", session.Name);
            text.Value(3, "Weight", session.Reverse ? $"{session.Weight} reverse" : $"{session.Weight}");
            text.Line(2, $"Bfd is {(tracker?.Status == "good" ? "up" : "down")}");
            InstanceText.WriteList(text, "Tracking instances :", state.Config.Instances
                .SelectMany(instance => instance.TrackBfds
                    .Where(track => track.Name == session.Name)
                    .Select(track => InstanceText.Tracked(track with { Name = instance.Name }, ", "))));
        }
    }

    /// <summary>The sessions as real servers follow them.</summary>
    public static void WriteChecked(DumpText text, KeepalivedConfig config)
    {
        BfdInstanceConfig[] followed = [.. config.BfdInstances.Where(b => b.ForCheckers)];
        if (followed.Length > 0)
        {
            text.Heading("Checker track BFDs");
        }

        foreach (BfdInstanceConfig session in followed)
        {
            text.Value(1, "Checker Track BFD", session.Name);
            text.Line(3, "Tracking RS :");
            foreach (VirtualServerConfig server in config.VirtualServers)
            {
                foreach (RealServerConfig real in server.RealServers.Where(real => real.Checkers.Any(
                    checker => checker is CheckerConfig.Bfd bfd && bfd.Session == session.Name)))
                {
                    text.Line(3, ServiceNames.Of(real, server));
                }
            }
        }
    }

    public static void Write(JsonText json, DumpState state)
    {
        if (state.Bfd.Sessions.IsEmpty)
        {
            return;
        }

        json.Key("bfd").Open('[');
        foreach (BfdSessionSnapshot session in state.Bfd.Sessions)
        {
            json.Open('{');
            json.Add("name", session.Config.Name);
            json.Add("neighbor", session.Config.Neighbor.ToString());
            json.Add("state", BfdDiagnosticText.Of(session.State.Session));
            json.Add("remote_state", BfdDiagnosticText.Of(session.State.Remote));
            json.Add("diagnostic", BfdDiagnosticText.Of(session.State.Diagnostic));
            json.Add("transmit_interval", session.State.TransmitInterval.TotalSeconds);
            json.Add("detection_time", session.State.DetectionTime.TotalSeconds);
            json.Add("packets_sent", session.Counters.Sent);
            json.Add("packets_received", session.Counters.Received);
            json.Add("send_errors", session.Counters.SendErrors);
            json.Add("came_up", session.Counters.CameUp);
            json.Add("went_down", session.Counters.WentDown);
            json.AddIf("send_failure", session.SendFailure);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void WriteConfig(DumpText text, BfdInstanceConfig config)
    {
        text.Value(1, "BFD Instance", config.Name);
        text.Value(3, "Neighbor IP", config.Neighbor.ToString());
        if (config.SourceAddress is { } source)
        {
            text.Value(3, "Source IP", source.ToString());
        }

        text.Value(3, "Required min RX interval", Microseconds(config.MinimumReceive));
        text.Value(3, "Desired min TX interval", Microseconds(config.MinimumTransmit));
        text.Value(3, "Desired idle TX interval", Microseconds(config.IdleTransmit));
        text.Value(3, "Detection multiplier", config.Multiplier);
        text.Value(3, "TTL", config.Ttl);
        text.Value(3, "max_hops", config.MaxHops);
        text.Value(3, "passive", config.Passive);
        if (config.Multihop)
        {
            text.Value(3, "multihop", config.Multihop);
        }

        text.Value(3, "send event to VRRP process", config.ForVrrp ? "Yes" : "No");
        text.Value(3, "send event to checker process", config.ForCheckers ? "Yes" : "No");
    }

    private static void WriteState(DumpText text, BfdSessionSnapshot session, DumpState dump)
    {
        BfdSessionState state = session.State;
        text.Value(3, "send error", session.SendFailure.Length > 0 ? $"true ({session.SendFailure})" : "false");
        text.Value(3, "local state", BfdDiagnosticText.Of(state.Session));
        text.Value(3, "remote state", BfdDiagnosticText.Of(state.Remote));
        text.Value(3, "local discriminator", $"0x{state.LocalDiscriminator:x}");
        text.Value(3, "remote discriminator", $"0x{state.RemoteDiscriminator:x}");
        text.Value(3, "local diag", BfdDiagnosticText.Of(state.Diagnostic));
        text.Value(3, "remote diag", BfdDiagnosticText.Of(state.RemoteDiagnostic));
        text.Value(3, "remote min tx intv", Microseconds(state.RemoteTransmit));
        text.Value(3, "remote min rx intv", Microseconds(state.RemoteReceive));
        text.Value(3, "local demand", 0);
        text.Value(3, "remote demand", state.RemoteDemand ? 1 : 0);
        text.Value(3, "remote detect multiplier", state.RemoteMultiplier);
        text.Line(3, state.Polling ? "poll, !final" : "!poll, !final");
        text.Value(3, "local tx intv", Microseconds(state.TransmitInterval));
        text.Value(3, "remote tx intv", Microseconds(state.ReceiveInterval));
        text.Value(3, "local detection time", Microseconds(state.DetectionTime));
        if (session.SinceReceived is { } since)
        {
            text.Value(3, "last seen", DumpText.Time(dump.Now - since, dump.TimeZone));
        }

        BfdCounters counters = session.Counters;
        text.Value(3, "packets", string.Create(
            CultureInfo.InvariantCulture,
            $"{counters.Sent} sent, {counters.Received} received, {counters.SendErrors} not sent"));
        text.Value(3, "transitions", string.Create(
            CultureInfo.InvariantCulture, $"{counters.CameUp} up, {counters.WentDown} down"));
    }

    private static string Microseconds(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerMicrosecond} us");
}
