using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Vrrp;
using Keepalived.Config;
using Keepalived.Config.Diagnostics;

namespace Keepalived.Actors.Configuration;

/// <summary>
/// Owns the running configuration. A reload is read beside the actors, judged, and handed on as a whole or not at all;
/// one that arrives meanwhile runs once afterwards.
/// </summary>
public sealed class ConfigurationActor(KeepalivedParts parts, IActorRef vrrp, IActorRef lvs) : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ConfigResult _running = parts.Started;
    private int _revision = 1;
    private string _lastReload = "";
    private bool _isLoading;
    private List<IActorRef> _waiting = [];
    private List<IActorRef> _requesters = [];

    public static Props Props(KeepalivedParts parts, IActorRef vrrp, IActorRef lvs) =>
        ActorProps.Of(() => new ConfigurationActor(parts, vrrp, lvs)).WithDispatcher(DispatcherNames.Slow);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReloadConfig reload:
                Reload(reload, Sender);
                break;
            case Loaded loaded:
                Judge(loaded.Result);
                break;
            case LoadFailed failed:
                Reject(failed.Text, []);
                break;
            case VrrpConfigApplied applied:
                Applied(applied);
                break;
            case GetConfig:
                Sender.Tell(new ConfigSnapshot(_revision, _running.Config, _lastReload));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Reload(ReloadConfig reload, IActorRef requester)
    {
        if (_isLoading)
        {
            _waiting.Add(requester);
            return;
        }

        _isLoading = true;
        _requesters.Add(requester);
        _log.Info("Reloading ({0})", reload.Reason);
        Func<ConfigResult> load = parts.Load;
        Task.Run(() => Read(load)).PipeTo(Self);
    }

    private static object Read(Func<ConfigResult> load)
    {
        try
        {
            return new Loaded(load());
        }
        catch (Exception e)
        {
            return new LoadFailed(e.Message);
        }
    }

    private void Judge(ConfigResult next)
    {
        string? refusal = ReloadVerdict.Refusal(_running, next, out var reasons);
        if (refusal is not null)
        {
            Reject(refusal, reasons);
            return;
        }

        foreach (ConfigDiagnostic diagnostic in next.Diagnostics)
        {
            _log.Info("{0}", diagnostic);
        }

        _running = next;
        _revision++;
        lvs.Tell(new ConfigurationChanged(next.Config, _revision));
        Context.System.EventStream.Publish(new ConfigurationChanged(next.Config, _revision));
        if (vrrp.IsNobody())
        {
            Applied(new VrrpConfigApplied(0, 0, 0, 0));
        }
        else
        {
            vrrp.Tell(new ApplyVrrpConfig(next.Config));
        }
    }

    private void Applied(VrrpConfigApplied applied)
    {
        _lastReload = $"applied as revision {_revision}";
        _log.Info(
            "Reload finished: {0} instance(s) added, {1} changed, {2} removed, {3} untouched",
            applied.Added,
            applied.Changed,
            applied.Removed,
            applied.Untouched);
        Answer(new ConfigApplied(
            _revision,
            _running,
            new ConfigChanges(applied.Added, applied.Changed, applied.Removed, applied.Untouched)));
    }

    private void Reject(string reason, System.Collections.Immutable.ImmutableArray<ConfigDiagnostic> reasons)
    {
        foreach (ConfigDiagnostic diagnostic in reasons)
        {
            _log.Error("{0}", diagnostic);
        }

        _lastReload = $"refused: {reason}";
        _log.Error("Reload refused, the running configuration is kept: {0}", reason);
        Answer(new ConfigRejected(reason, reasons));
    }

    private void Answer(IConfigurationMessage answer)
    {
        foreach (IActorRef requester in _requesters)
        {
            requester.Tell(answer);
        }

        _requesters.Clear();
        _isLoading = false;
        if (_waiting.Count > 0)
        {
            // All that asked meanwhile are answered by one more reading.
            List<IActorRef> waiting = _waiting;
            _waiting = [];
            _requesters = waiting;
            _isLoading = true;
            Func<ConfigResult> load = parts.Load;
            Task.Run(() => Read(load)).PipeTo(Self);
        }
    }

    private sealed record Loaded(ConfigResult Result);

    private sealed record LoadFailed(string Text);
}
