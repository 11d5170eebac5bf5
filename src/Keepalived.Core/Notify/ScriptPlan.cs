using System.Collections.Immutable;
using System.Globalization;
using Keepalived.Config.Model;

namespace Keepalived.Core.Notify;

/// <summary>
/// Which scripts a change calls for: the specific one with its own words, then the generic one with four more.
/// </summary>
public static class ScriptPlan
{
    /// <summary>Scripts at stop and of <c>omega</c> get this long.</summary>
    public static TimeSpan StopLimit { get; } = TimeSpan.FromSeconds(1);

    public static ImmutableArray<ScriptStep> ForInstance(VrrpInstanceConfig config, NotifiedState state, byte priority)
    {
        NotifiedState said = Said(config, state);
        NotifyScriptConfig? specific = state == NotifiedState.Deleted && !config.NotifyDeleted
            ? null
            : Specific(config.Notify, state);
        return Steps(specific, config.Notify.Any, ("INSTANCE", config.Name, priority), said);
    }

    public static ImmutableArray<ScriptStep> ForGroup(VrrpSyncGroupConfig config, NotifiedState state)
    {
        NotifyScriptConfig? specific = state == NotifiedState.Deleted ? null : Specific(config.Notify, state);
        return Steps(specific, config.Notify.Any, ("GROUP", config.Name, 0), state);
    }

    public static ImmutableArray<ScriptStep> ForLowerPriority(VrrpInstanceConfig config) =>
        One(config.Notify.MasterReceivesLowerPriority, config.Name + " MASTER_RX_LOWER_PRI", null);

    public static ImmutableArray<ScriptStep> ForRealServer(
        VirtualServerConfig service, RealServerConfig server, bool isUp, bool stopping) =>
        One(
            isUp ? server.NotifyUp : server.NotifyDown,
            $"{ServiceNames.Of(server, service)} {(isUp ? "UP" : "DOWN")}",
            stopping ? StopLimit : null);

    public static ImmutableArray<ScriptStep> ForQuorum(VirtualServerConfig service, bool isUp, bool stopping) =>
        One(
            isUp ? service.QuorumUp : service.QuorumDown,
            $"{ServiceNames.Of(service)} {(isUp ? "UP" : "DOWN")}",
            stopping ? StopLimit : null);

    /// <summary>Without <c>notify_deleted</c> an instance that a reload removed is told as FAULT.</summary>
    public static NotifiedState Said(VrrpInstanceConfig config, NotifiedState state) =>
        state == NotifiedState.Deleted && !config.NotifyDeleted ? NotifiedState.Fault : state;

    private static ImmutableArray<ScriptStep> Steps(
        NotifyScriptConfig? specific,
        NotifyScriptConfig? any,
        (string Kind, string Name, byte Priority) who,
        NotifiedState state)
    {
        string change = $"{who.Name} {state.Word()}";
        TimeSpan? limit = state == NotifiedState.Stop ? StopLimit : null;
        string priority = who.Priority.ToString(CultureInfo.InvariantCulture);
        ImmutableArray<ScriptStep> steps = One(specific, change, limit);
        return any is null
            ? steps
            : steps.Add(new ScriptStep(any, [who.Kind, who.Name, state.Word(), priority], change, limit));
    }

    private static ImmutableArray<ScriptStep> One(NotifyScriptConfig? script, string change, TimeSpan? limit) =>
        script is null || script.Words.IsEmpty ? [] : [new ScriptStep(script, [], change, limit)];

    private static NotifyScriptConfig? Specific(NotifyScriptsConfig scripts, NotifiedState state) => state switch
    {
        NotifiedState.Backup => scripts.Backup,
        NotifiedState.Master => scripts.Master,
        NotifiedState.Fault => scripts.Fault,
        NotifiedState.Stop => scripts.Stop,
        NotifiedState.Deleted => scripts.Deleted,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
