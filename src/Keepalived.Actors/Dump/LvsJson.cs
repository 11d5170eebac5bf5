using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Core.Notify;

namespace Keepalived.Actors.Dump;

/// <summary>Virtual servers, real servers and checkers in keepalived_actors.json.</summary>
internal static class LvsJson
{
    public static void Write(JsonText json, LvsSnapshot lvs)
    {
        json.Key("virtual_servers").Open('[');
        foreach (VirtualServerSnapshot server in lvs.VirtualServers)
        {
            json.Open('{');
            json.Add("name", ServiceNames.Of(server.Config));
            json.Add("quorum", server.State.HasQuorum);
            json.Add("live_weight", server.State.LiveWeight);
            json.Add("sorry_server_active", server.State.SorryServerIsActive);
            json.Add("in_kernel", server.InKernel);
            json.Add("suspended", server.Suspended);
            json.Add("given_up", server.GivenUp);
            json.Key("real_servers").Open('[');
            for (int i = 0; i < server.State.Servers.Length && i < server.Config.RealServers.Count; i++)
            {
                WriteServer(json, server.Config.RealServers[i], server.State.Servers[i], server, i);
            }

            json.Close(']').Close('}');
        }

        json.Close(']');
    }

    private static void WriteServer(
        JsonText json, RealServerConfig config, RealServerState state, VirtualServerSnapshot server, int index)
    {
        json.Open('{');
        json.Add("name", ServiceNames.Of(config, server.Config));
        json.Add("up", state.IsUp);
        json.Add("weight", state.Weight);
        json.Key("checkers").Open('[');
        foreach (CheckerSnapshot checker in server.Checkers.Where(checker => checker.Server == index))
        {
            json.Open('{');
            json.Add("kind", config.Checkers[checker.Checker].Kind);
            json.Add("up", !checker.Standing.IsFailed);
            json.Add("has_run", checker.Standing.HasRun);
            json.Add("last_result", checker.LastResult.Reason.ToString());
            json.Add("value", checker.LastResult.Value);
            json.Add("passed", checker.LastResult.Passed);
            json.Add("reason", CheckReasonText.Of(checker.LastResult));
            if (checker.Attempt is { } attempt)
            {
                json.Add("duration_us", (long)attempt.Duration.TotalMicroseconds);
                json.Add("age_ms", (long)checker.Age.TotalMilliseconds);
                json.Add("attempts", attempt.Count);
                json.Add("step", attempt.Step);
                json.Add("failures_in_a_row", attempt.Retries);
            }

            json.Add("restarts", checker.Restarts);
            json.Add("last_error", checker.LastError);
            json.Close('}');
        }

        json.Close(']').Close('}');
    }
}
