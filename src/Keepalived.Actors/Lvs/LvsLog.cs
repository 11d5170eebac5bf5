using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;

namespace Keepalived.Actors.Lvs;

/// <summary>The lines themselves are made in Core, where they are tested: people grep for them.</summary>
internal static class LvsLog
{
    public static void Checker(LvsServices services, ILoggingAdapter log, CheckerSetup setup, in CheckerEffect note)
    {
        if (note.Note is CheckerNote.Activated or CheckerNote.Deactivated)
        {
            bool isActive = note.Note == CheckerNote.Activated;
            Info(services, log, LvsText.Activation(setup.VirtualServer, setup.Server, isActive));
        }
        else if (CheckerText.Line(setup.Checker, note, setup.ServerName, setup.VirtualServerName) is { } line)
        {
            Info(services, log, line);
        }
    }

    public static void VirtualServer(
        LvsServices services,
        ILoggingAdapter log,
        VirtualServerConfig config,
        in VirtualServerEffect effect,
        bool reloading)
    {
        foreach (string line in LvsText.Lines(config, effect, reloading))
        {
            Info(services, log, line);
        }
    }

    public static void VirtualServerRemoved(ILoggingAdapter log, VirtualServerConfig config) =>
        log.Info("Removing Virtual Server {0}", LvsText.Name(config));

    public static void NotBuilt(ILoggingAdapter log, CheckerSetup setup) =>
        log.Warning("{0} of service {1} is not in effect yet", setup.Checker.Kind, setup.ServerName);

    public static void CheckerGivenUp(ILoggingAdapter log, CheckerSetup setup, string reason) =>
        log.Error("{0} on service {1} broke down too often and counts as failed: {2}",
            setup.Checker.Kind, setup.ServerName, reason);

    public static void VirtualServerGivenUp(ILoggingAdapter log, string name) =>
        log.Error("Virtual server {0} broke down too often and was given up; its services stay as they are", name);

    public static void BackendWaits(ILoggingAdapter log, LvsBackend backend) => log.Warning(
        "lvs_backend {0} takes effect at the next start, because open connections would be lost now",
        backend.ToString().ToLowerInvariant());

    public static void SharedTraffic(ILoggingAdapter log, string notice) => log.Warning("nftables_ipvs: {0}", notice);

    public static void Reloaded(ILoggingAdapter log, int added, int changed, int removed, int untouched) => log.Info(
        "Virtual servers after reload: {0} added, {1} changed, {2} removed, {3} untouched",
        added, changed, removed, untouched);

    private static void Info(LvsServices services, ILoggingAdapter log, string line)
    {
        if (services.Log is not { } write)
        {
            log.Info("{0}", line);
        }
        else if (log.IsEnabled(LogLevel.InfoLevel))
        {
            write(line);
        }
    }
}
