using Keepalived.Config.Diff;
using Keepalived.Config.Model;
using Keepalived.Core.SyncGroups;
using Keepalived.Core.Tracking;
using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation;

/// <content>What the supervisor, the group's actor and the trackers' actors do around the machines.</content>
public sealed partial class SimulatedRouter
{
    /// <summary>SIGHUP with another file, or with the same.</summary>
    public void Reload(RouterOptions options, SharedOptions shared)
    {
        (Options, Shared) = (options, shared);
        SimulatedConf before = _conf;
        _conf = new SimulatedConf(Lan.Options, shared, options, _number);
        ChangeTrackers();
        if (!IsRunning)
        {
            return;
        }

        Lan.Note(this, _conf.Text == before.Text ? "reloaded" : $"reloaded: {options}; {shared}");
        ReloadGroup(before.Group);
        bool[] told = new bool[Instances.Length];
        for (int i = 0; i < Instances.Length; i++)
        {
            told[i] = ReloadInstance(i, before);
        }

        Lan.Reloaded(this, before, told);
    }

    /// <summary>What the supervisor does with one that failed.</summary>
    public void Restart(int index)
    {
        Lan.Note(this, $"restarts its instance {index + 1}");
        Instances[index].End(() => Begin(index));
    }

    internal VrrpInstanceConfig InstanceConfig(int index) => _conf.Config.Instances[index];

    /// <summary>As the daemon has it: what is left of the start-up delay.</summary>
    internal VrrpParameters Parameters(int index)
    {
        TimeSpan left = _startedAt + _conf.Config.Global.StartupDelay - LocalNow;
        return VrrpParametersFactory.Create(
            _conf.Config.Instances[index], IsGrouped, left > TimeSpan.Zero ? left : TimeSpan.Zero) with
        {
            Rules = Lan.Rules,
        };
    }

    internal TrackVerdict Verdict(int index)
    {
        TrackVerdict verdict = default;
        foreach (TrackerParameters tracker in TrackerSelection.Of(_conf.Config.Instances[index], _conf.Group))
        {
            SimulatedTracker? found = _trackers.Find(one => one.Key == (tracker.Kind, tracker.Name));
            verdict += EffectivePriority.Judge(tracker, found?.Status ?? TrackStatus.Unknown);
        }

        return verdict;
    }

    /// <summary>The tracker is reversed and has no weight: what it watches has to fail.</summary>
    internal bool FailureIsWell(SimulatedTracker tracker) =>
        TrackerSelection.Of(_conf.Config.Instances[0], _conf.Group).Any(
            one => (one.Kind, one.Name) == tracker.Key && one is { Weight: 0, Reverse: true });

    internal void TrackerChanged()
    {
        _trackerMail++;
        Post(() =>
        {
            _trackerMail--;
            Array.ForEach(Instances, one => one.Track(Verdict(one.Index)));
        });
    }

    internal void Report(int instance, VrrpGroupReport report)
    {
        _groupMail++;
        Post(() =>
        {
            _groupMail--;
            if (IsGrouped)
            {
                Report(new SyncGroupReport(instance, report));
            }
        });
    }

    private void Report(SyncGroupReport news)
    {
        _groupEffects.Clear();
        SyncGroupState before = _group;
        _group = SyncGroupMachine.Handle(_group, news.Member, news.Report, _groupEffects);
        Lan.Decided(new GroupStep
        {
            Router = this,
            Before = before,
            After = _group,
            Member = news.Member,
            Effects = _groupEffects,
        });
        foreach (SyncGroupEffect effect in _groupEffects)
        {
            if (effect.Kind == SyncGroupEffectKind.Require)
            {
                VrrpState to = effect.To;
                Instances[effect.Member].Post(one => one.Require(to));
            }
        }
    }

    private void Begin(int index)
    {
        Instances[index] = new SimulatedInstance(this, index);
        StartInstance(Instances[index]);
    }

    private void StartInstance(SimulatedInstance instance) => instance.Startup(
        Verdict(instance.Index), IsLinkUp ? VrrpFaults.None : VrrpFaults.InterfaceDown);

    private void ReloadGroup(VrrpSyncGroupConfig? before)
    {
        if (_conf.Group is { } group && before?.Members != group.Members)
        {
            // A new actor, or one that begins again; it asks its members.
            _group = SyncGroupState.Initial(CountOfInstances);
            Array.ForEach(Instances, one => one.Post(static member => member.ReportToGroup()));
        }
    }

    /// <summary>False: nobody told the instance of the reload.</summary>
    private bool ReloadInstance(int index, SimulatedConf before)
    {
        SimulatedInstance instance = Instances[index];
        VrrpInstanceConfig now = _conf.Config.Instances[index];
        if (instance.IsEnding)
        {
            // Its successor will read the newest file.
            return false;
        }

        if (VrrpInstanceIdentity.Of(instance.Config) != VrrpInstanceIdentity.Of(now))
        {
            instance.End(() => Begin(index));
            return true;
        }

        if (before.Config.Instances[index] == now && before.Group == _conf.Group)
        {
            return false;
        }

        instance.Post(static one => one.Reload());
        return true;
    }

    /// <summary>Trackers that are no longer defined end, new ones begin.</summary>
    private void ChangeTrackers()
    {
        _trackers.RemoveAll(tracker =>
        {
            bool isGone = Options.Trackers.All(one => (one.Kind, one.Name) != tracker.Key);
            if (isGone)
            {
                tracker.End();
            }

            return isGone;
        });
        foreach (TrackerOptions wanted in Options.Trackers)
        {
            SimulatedTracker? known = _trackers.Find(one => one.Key == (wanted.Kind, wanted.Name));
            if (known is not null)
            {
                known.Learn(_conf.Config);
                continue;
            }

            SimulatedTracker tracker = new(this, wanted.Kind, wanted.Name);
            tracker.Rest(wanted, FailureIsWell(tracker));
            _trackers.Add(tracker);
            if (IsRunning)
            {
                tracker.Start(_conf.Config);
            }
        }
    }

    private readonly record struct SyncGroupReport(int Member, VrrpGroupReport Report);
}
