using System.Globalization;
using Keepalived.Actors.Tracking;
using Keepalived.Actors.Vrrp;
using Keepalived.Config.Model;
using Keepalived.Core.Tracking;

namespace Keepalived.Actors.Dump;

/// <summary>Tracked processes, in the data file and in <c>json_version</c> 2 (cli-and-runtime 4.1, 4.3).</summary>
internal static class ProcessText
{
    public static void Write(DumpText text, DumpState state)
    {
        if (!state.Config.TrackProcesses.IsEmpty)
        {
            text.Heading("VRRP Track processes");
        }

        foreach (TrackProcessConfig process in state.Config.TrackProcesses)
        {
            Write(text, process, Find(state, process));
            InstanceText.WriteList(text, "Tracking instances :", state.Config.Instances
                .SelectMany(instance => instance.TrackProcesses
                    .Where(track => track.Name == process.Name)
                    .Select(track => InstanceText.Tracked(track with { Name = instance.Name }, ", "))));
        }
    }

    public static void Write(JsonText json, DumpState state)
    {
        json.Key("track_process").Open('[');
        foreach (TrackProcessConfig process in state.Config.TrackProcesses)
        {
            TrackerSnapshot? tracker = Find(state, process);
            json.Open('{');
            json.Add("process", process.ProcessPath);
            json.AddIf("parameters", string.Join(' ', process.Parameters));
            json.Add("param_match", MatchOf(process).ToString().ToLowerInvariant());
            json.Add("min_processes", process.Quorum);
            if (process.QuorumMax is { } most)
            {
                json.Add("max_processes", most);
            }

            json.Add("current_processes", tracker?.Processes?.Count ?? 0);
            json.Add("have_quorum", tracker?.Status == "good");
            json.Add("weight", process.Reverse ? -process.Weight : process.Weight);
            json.Add("terminate_delay", process.TerminateDelay.TotalSeconds);
            json.Add("fork_delay", process.ForkDelay.TotalSeconds);
            json.Add("fork_delay_timer_running", tracker?.Processes?.Delay == TrackProcessDelay.Fork);
            json.Add("terminate_delay_timer_running", tracker?.Processes?.Delay == TrackProcessDelay.Terminate);
            json.Add("full_command", ProcessPattern.Of(process).FullCommand);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void Write(DumpText text, TrackProcessConfig process, TrackerSnapshot? tracker)
    {
        text.Value(1, "VRRP Track process", process.Name);
        text.Value(3, "Process", process.ProcessPath);
        if (!process.Parameters.IsEmpty)
        {
            text.Value(3, "Parameters", string.Join(' ', process.Parameters));
        }

        switch (MatchOf(process))
        {
            case ProcessParameterMatch.None:
                break;
            case ProcessParameterMatch.Exact:
                text.Line(3, "Param match");
                break;
            case ProcessParameterMatch match:
                text.Value(3, "Param match", match.ToString().ToLowerInvariant());
                break;
        }

        text.Value(3, "Min processes", process.Quorum);
        if (process.QuorumMax is { } most)
        {
            text.Value(3, "Max processes", most);
        }

        TrackProcessDelay delay = tracker?.Processes?.Delay ?? TrackProcessDelay.None;
        text.Value(3, "Current processes", tracker?.Processes?.Count ?? 0);
        text.Value(3, "Have quorum", tracker?.Status == "good" ? "true" : "false");
        string weight = process.Weight.ToString(CultureInfo.InvariantCulture);
        text.Value(3, "Weight", process.Reverse ? weight + " reverse" : weight);
        text.Value(3, "Terminate delay", Seconds(process.TerminateDelay));
        text.Value(3, "Fork delay", Seconds(process.ForkDelay));
        text.Line(3, $"Fork delay timer {Running(delay == TrackProcessDelay.Fork)}");
        text.Line(3, $"Terminate delay timer {Running(delay == TrackProcessDelay.Terminate)}");
        text.Value(3, "Full command", ProcessPattern.Of(process).FullCommand ? "true" : "false");
    }

    // Parameters without a word on how they are compared are compared exactly.
    private static ProcessParameterMatch MatchOf(TrackProcessConfig process) =>
        process.ParameterMatch == ProcessParameterMatch.None && !process.Parameters.IsEmpty
            ? ProcessParameterMatch.Exact
            : process.ParameterMatch;

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F6}s");

    private static string Running(bool isRunning) => isRunning ? "running" : "not running";

    private static TrackerSnapshot? Find(DumpState state, TrackProcessConfig process) =>
        state.Vrrp.Trackers.FirstOrDefault(t => t.Kind == "process" && t.Name == process.Name);
}
