using Keepalived.Config.Model;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Notify;

/// <summary>Subject and body of one mail.</summary>
public sealed record MailText(string Subject, string Body)
{
    /// <summary>
    /// Subjects are those of the reference daemon: people filter by them. Bodies say why, between its marks.
    /// </summary>
    public static MailText ForInstance(
        string routerId, string name, NotifiedState state, byte priority, VrrpReason reason) =>
        new(
            $"[{routerId}] VRRP Instance {name} - {Event(state)}",
            Marked(state switch
            {
                NotifiedState.Master =>
                    $"{name} is Master here with priority {priority}: {VrrpReasonText.Of(reason)}",
                NotifiedState.Backup => $"{name} is Backup here: {VrrpReasonText.Of(reason)}",
                NotifiedState.Fault => $"{name} cannot take part here: {VrrpReasonText.Of(reason)}",
                NotifiedState.Stop => $"{name} ends here: the daemon stops",
                _ => $"{name} was removed by a reload",
            }));

    public static MailText ForGroup(string routerId, string name, NotifiedState state) =>
        new(
            $"[{routerId}] VRRP Group {name} - {Event(state)}",
            Marked(state is NotifiedState.Stop or NotifiedState.Deleted
                ? $"group {name} ends here"
                : $"every instance of group {name} is in {state.Word()}"));

    public static MailText ForRealServer(
        string routerId, RealServerConfig server, VirtualServerConfig service, bool isUp, string reason) =>
        new(
            $"[{routerId}] Realserver {ServiceNames.Of(server, service)} of virtual server {ServiceNames.Of(service)}"
            + $" - {(isUp ? "UP" : "DOWN")}",
            Marked(reason));

    /// <param name="routerId">The name of this router.</param>
    /// <param name="service">The service that gained or lost its quorum.</param>
    /// <param name="isUp">Gained.</param>
    /// <param name="total">Sum of the weights of the servers that are up.</param>
    /// <param name="stopping">The daemon stops.</param>
    public static MailText ForQuorum(
        string routerId, VirtualServerConfig service, bool isUp, long total, bool stopping)
    {
        long quorum = service.Quorum;
        long hysteresis = service.Hysteresis;
        string text = stopping ? "Shutting down"
            : isUp ? $"Gained quorum {quorum}+{hysteresis}={quorum + hysteresis} <= {total}"
            : $"Lost quorum {quorum}-{hysteresis}={quorum - hysteresis} > {total}";
        string state = isUp && !stopping ? "UP" : "DOWN";
        return new MailText($"[{routerId}] Virtualserver {ServiceNames.Of(service)} - {state}", Marked(text));
    }

    private static string Event(NotifiedState state) => state switch
    {
        NotifiedState.Stop => "Stopping",
        NotifiedState.Deleted => "Deleted",
        _ => $"Entering {state.Word()} state",
    };

    private static string Marked(string text) => $"=> {text} <=\n";
}
