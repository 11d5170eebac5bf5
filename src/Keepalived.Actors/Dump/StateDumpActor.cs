using System.Collections.Immutable;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Keepalived.Actors.Bfd;
using Keepalived.Actors.Configuration;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Lvs;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Vrrp;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Dump;

/// <summary>What the dumping actor needs of the world.</summary>
public sealed record DumpServices(IDumpFiles Files, DumpNames Names)
{
    public IScriptResolver Scripts { get; init; } = new UncheckedScripts();

    /// <summary>How often the process stood still.</summary>
    public Func<ProtocolStalls> Stalls { get; init; } = static () => default;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What <c>reload_time_file</c> has planned.</summary>
    public Func<DateTimeOffset?> NextReload { get; init; } = static () => null;

    /// <summary>A part that has not answered by then is left out, and named.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(3);
}

/// <summary>
/// Gathers snapshots of all parts and writes the dump files. One request is served at a time; what comes meanwhile
/// waits
/// in a bounded queue, as a signal may come in bursts.
/// </summary>
public sealed class StateDumpActor : UntypedActor
{
    private const int WaitingCapacity = 16;

    // The processes of the reference, by its names for them.
    private const string ParentPart = "parent";
    private const string VrrpPart = "vrrp";
    private const string CheckersPart = "check";

    private readonly DumpServices _services;
    private readonly KeepalivedActors _actors;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<(WriteDump Request, IActorRef Asker)> _waiting = [];
    private readonly ActorAlarm _alarm;
    private Round? _round;

    private StateDumpActor(DumpServices services, KeepalivedActors actors)
    {
        _services = services;
        _actors = actors;
        _alarm = new ActorAlarm(services.Time, Self, TimeUp.Instance);
    }

    public static Props Props(DumpServices services, KeepalivedActors actors) =>
        ActorProps.Of(() => new StateDumpActor(services, actors)).WithDispatcher(DispatcherNames.Slow);

    protected override void PostStop() => _alarm.Stop();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WriteDump request when _waiting.Count < WaitingCapacity:
                _waiting.Enqueue((request, Sender));
                Begin();
                break;
            case WriteDump request:
                Sender.Tell(new DumpWritten(request.Kind, "too many dumps wait", request.Save));
                break;
            case TimeUp:
                if (_round is { } late && _alarm.Now >= late.Deadline)
                {
                    Finish(late);
                }

                break;
            default:
                Collect(message);
                break;
        }
    }

    private void Begin()
    {
        if (_round is not null || !_waiting.TryDequeue(out (WriteDump Request, IActorRef Asker) next))
        {
            return;
        }

        _round = new Round(next.Request, next.Asker, _alarm.Now + _services.AnswerTime);
        Ask("config", _actors.Configuration, new GetConfig());
        Ask("vrrp", _actors.Vrrp, new GetVrrpState());
        Ask("links", _actors.Links, new GetLinks());
        Ask("kernel", _actors.Kernel, new GetKernelState(WithStatistics: true));
        Ask("notify", _actors.Notify, new GetNotifyState());
        Ask("lvs", _actors.Lvs, new GetLvsState());
        Ask("bfd", _actors.Bfd, new GetBfdState());
        _alarm.Set(_round.Deadline);
        FinishIfComplete();
    }

    private void Ask(string part, IActorRef actor, object question)
    {
        if (!actor.IsNobody())
        {
            _round!.Open.Add(part);
            actor.Tell(question);
        }
    }

    private void Collect(object message)
    {
        if (_round is not { } round)
        {
            return;
        }

        (string part, DumpState? state) = message switch
        {
            ConfigSnapshot config => ("config", round.State with
            {
                Config = config.Config,
                Revision = config.Revision,
                LastReload = config.LastReload,
            }),
            VrrpSnapshot vrrp => ("vrrp", round.State with { Vrrp = vrrp }),
            LinksSynchronized links => ("links", round.State with { Links = links.Links }),
            KernelStateSnapshot kernel => ("kernel", round.State with { Kernel = kernel }),
            NotifySnapshot notify => ("notify", round.State with { Notify = notify }),
            LvsSnapshot lvs => ("lvs", round.State with { Lvs = lvs }),
            BfdSnapshot bfd => ("bfd", round.State with { Bfd = bfd }),
            _ => ("", null),
        };
        if (state is null)
        {
            Unhandled(message);
        }
        else if (round.Open.Remove(part))
        {
            round.State = state;
            FinishIfComplete();
        }
    }

    private void FinishIfComplete()
    {
        if (_round is { Open.Count: 0 } round)
        {
            Finish(round);
        }
    }

    private void Finish(Round round)
    {
        _round = null;
        _alarm.Set(null);
        DumpState state = round.State with
        {
            Scripts = _services.Scripts,
            Stalls = _services.Stalls(),
            Memory = MemoryFigures.Now(),
            NextReload = _services.NextReload(),
            Now = _services.Time.GetLocalNow(),
            TimeZone = _services.Time.LocalTimeZone,
            Mailboxes = Mailboxes(),
            Silent = [.. round.Open.Order(StringComparer.Ordinal)],
        };
        string failure = "";
        foreach ((string path, Func<StringBuilder> content) in Files(round.Request, state))
        {
            if (_services.Files.Write(path, content()) is { } error)
            {
                failure = $"{path}: {error}";
                _log.Warning("Cannot write {0}: {1}", path, error);
            }
        }

        if (round.Request.Kind == DumpKind.StatisticsThenClear)
        {
            _actors.Vrrp.Tell(new ClearStatistics());
        }

        round.Asker.Tell(new DumpWritten(round.Request.Kind, failure, round.Request.Save));
        Begin();
    }

    private ImmutableArray<MailboxSnapshot> Mailboxes() =>
    [
        .. new[]
            {
                _actors.Kernel, _actors.Links, _actors.Configuration, _actors.Vrrp, _actors.Lvs, _actors.Bfd,
                _actors.Notify,
            }
            .OfType<ActorRefWithCell>()
            .Select(actor => new MailboxSnapshot(
                actor.Path.ToStringWithoutAddress(), actor.Underlying.NumberOfMessages)),
    ];

    private IEnumerable<(string Path, Func<StringBuilder> Content)> Files(WriteDump request, DumpState state)
    {
        DumpNames names = _services.Names;
        Config.Model.GlobalConfig global = state.Config.Global;
        switch (request.Kind)
        {
            case DumpKind.Data when request.Save is { } save:
                string begin = $"{save.Directory}/keepalived_";
                foreach ((string part, Func<StringBuilder> text) in Parts(state))
                {
                    yield return ($"{begin}{part}.{save.Suffix}", text);
                }

                break;
            case DumpKind.Data:
                _log.Info("Printing data on signal");
                foreach ((string part, Func<StringBuilder> text) in Parts(state))
                {
                    string path = part == ParentPart ? names.ParentData(global)
                        : part == VrrpPart ? names.Data(global) : names.CheckersData(global);
                    yield return (path, text);
                }

                if (!state.Bfd.Sessions.IsEmpty)
                {
                    yield return (names.BfdData(global), () => DataText.Bfd(state));
                }

                yield return (names.ActorsJson(global), () => ActorsJson.Of(state));
                break;
            case DumpKind.Statistics or DumpKind.StatisticsThenClear:
                _log.Info("Printing VRRP stats on signal");
                yield return (names.Statistics(global), () => StatisticsText.Of(state.Vrrp.Instances));
                yield return (names.ActorsJson(global), () => ActorsJson.Of(state));
                break;
            case DumpKind.Json:
                _log.Info("Printing VRRP as json on signal");
                if (!state.Vrrp.Instances.IsEmpty)
                {
                    yield return (names.Json(global), () => VrrpJson.Of(state));
                }

                yield return (names.ActorsJson(global), () => ActorsJson.Of(state));
                break;
        }
    }

    private IEnumerable<(string Part, Func<StringBuilder> Text)> Parts(DumpState state)
    {
        yield return (ParentPart, () => DataText.Parent(state));
        if (!_actors.Vrrp.IsNobody())
        {
            yield return (VrrpPart, () => DataText.Vrrp(state));
        }

        if (!_actors.Lvs.IsNobody() && state.Config.HasLvs)
        {
            yield return (CheckersPart, () => DataText.Checkers(state));
        }
    }

    private sealed class Round(WriteDump request, IActorRef asker, TimeSpan deadline)
    {
        public WriteDump Request { get; } = request;

        public IActorRef Asker { get; } = asker;

        public TimeSpan Deadline { get; } = deadline;

        public HashSet<string> Open { get; } = [];

        public DumpState State { get; set; } = new() { Config = Config.Model.KeepalivedConfig.Empty };
    }

    private sealed class TimeUp
    {
        public static TimeUp Instance { get; } = new();
    }
}
