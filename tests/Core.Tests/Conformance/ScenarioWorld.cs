using System.Globalization;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Ip;

namespace Keepalived.Core.Tests.Conformance;

/// <summary>
/// One machine, its clock and its timers. <c>when</c> lines become events; what the machine asks for comes back as
/// text.
/// </summary>
internal sealed class ScenarioWorld
{
    private static readonly VrrpTimer[] Timers = Enum.GetValues<VrrpTimer>();

    private readonly VrrpEffects _effects = new();
    private readonly List<string> _then = [];
    private VrrpParameters _parameters;
    private VrrpInstanceState _state;
    private TimeSpan _now = TimeSpan.FromSeconds(1000);

    public ScenarioWorld(string given)
    {
        Dictionary<string, string> words = ScenarioText.ToWords(given);
        _parameters = Apply(new VrrpParameters { Name = "VI_1", VirtualRouterId = 51 }, words);
        _state = VrrpInstanceState.Initial(_parameters);
        Reach(Enum.Parse<VrrpState>(words.GetValueOrDefault("state", "Backup")), words.ContainsKey("uninstalled"));
    }

    /// <summary>What a conf file led to, in a state that it reaches undisturbed.</summary>
    public ScenarioWorld(VrrpParameters parameters, VrrpState state)
    {
        _parameters = parameters;
        _state = VrrpInstanceState.Initial(parameters);
        Reach(state, isUninstalled: false);
    }

    public IReadOnlyList<string> When(string text)
    {
        _then.Clear();
        string[] words = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        string rest = words.Length > 1 ? words[1] : string.Empty;
        switch (words[0])
        {
            case "wait":
                Run(_now + ScenarioText.ToTime(rest));
                break;
            case "timer":
                Run(_state.Timers[Enum.Parse<VrrpTimer>(rest)].DueAt);
                break;
            case "stall":
                // The process does not run: all timers fire late, at the end.
                _now += ScenarioText.ToTime(rest);
                FireDue(ScenarioText.ToTime(rest));
                break;
            case "parameters":
                _parameters = Apply(_parameters, ScenarioText.ToWords(rest));
                Handle(Event(VrrpEventKind.ParametersChanged));
                break;
            default:
                Handle(ToEvent(words[0], rest));
                break;
        }

        return _then.Count == 0 ? ["nothing"] : [.. _then];
    }

    private static VrrpParameters Apply(VrrpParameters parameters, Dictionary<string, string> words)
    {
        foreach ((string word, string value) in words)
        {
            parameters = word switch
            {
                "state" or "uninstalled" => parameters,
                "version" => parameters with { Version = Int(value) },
                "priority" => parameters with { Priority = (byte)Int(value) },
                "interval" => parameters with { AdvertisementInterval = ScenarioText.ToTime(value) },
                "wants" => parameters with { WantsMaster = value == "Master" },
                "preempt" => parameters with { Preempt = true },
                "nopreempt" => parameters with { Preempt = false },
                "preempt_delay" => parameters with { PreemptDelay = ScenarioText.ToTime(value) },
                "startup_delay" => parameters with { StartupDelay = ScenarioText.ToTime(value) },
                "down_timer_adverts" => parameters with { DownTimerAdverts = Int(value) },
                "higher_prio_send_advert" => parameters with { HigherPriorityForcesAdvertisement = true },
                "lower_prio_no_advert" => parameters with { LowerPriorityNoAdvertisement = true },
                "garp_master_delay" => parameters with { AnnounceDelay = ScenarioText.ToTime(value) },
                "garp_master_repeat" => parameters with { AnnounceRepeat = Int(value) },
                "garp_master_refresh" => parameters with { AnnounceRefresh = ScenarioText.ToTime(value) },
                "garp_extra_if" => parameters with { AnnounceElsewhere = ScenarioText.ToTime(value) },
                "garp_lower_prio_repeat" => parameters with { LowerPriorityAnnounceRepeat = Int(value) },
                "garp_lower_prio_delay" => parameters with { LowerPriorityAnnounceDelay = ScenarioText.ToTime(value) },
                "group" => parameters with { InSyncGroup = true },
                _ => throw new FormatException($"unknown parameter {word}"),
            };
        }

        return parameters;
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Reach(VrrpState state, bool isUninstalled)
    {
        if (state == VrrpState.Initialize)
        {
            return;
        }

        When(state == VrrpState.Fault ? "startup fault=InterfaceDown" : "startup");
        if (_parameters.InSyncGroup && state != VrrpState.Fault)
        {
            When("group Backup");
        }

        if (state == VrrpState.Master)
        {
            When("timer MasterDown");
            if (_parameters.InSyncGroup)
            {
                When("group Master");
            }

            if (!isUninstalled)
            {
                When("installed");
            }
        }

        if (_state.State != state)
        {
            throw new FormatException($"cannot reach {state} from here, only {_state.State}");
        }
    }

    private VrrpEvent Event(VrrpEventKind kind) => new() { Kind = kind, Now = _now };

    private VrrpEvent ToEvent(string word, string rest)
    {
        Dictionary<string, string> words = ScenarioText.ToWords(rest);
        return word switch
        {
            "startup" => Event(VrrpEventKind.Startup) with
            {
                Source = IpAddress.Parse(words.GetValueOrDefault("source", "192.0.2.1")),
                Fault = Enum.Parse<VrrpFaults>(words.GetValueOrDefault("fault", "None")),
                Weight = Int(words.GetValueOrDefault("weight", "0")),
            },
            "advertisement" => Event(VrrpEventKind.AdvertisementReceived) with
            {
                Source = IpAddress.Parse(words.GetValueOrDefault("from", "192.0.2.2")),
                Priority = (byte)Int(words["priority"]),
                Interval = ScenarioText.ToTime(words.GetValueOrDefault("interval", "1s")),
                Sequence = (uint)Int(words.GetValueOrDefault("sequence", "0")),
            },
            "stale" => Event(VrrpEventKind.TimerFired) with
            {
                Timer = Enum.Parse<VrrpTimer>(rest),
                Generation = _state.Timers[Enum.Parse<VrrpTimer>(rest)].Generation - 1,
            },
            "fault" => Event(VrrpEventKind.FaultRaised) with { Fault = Enum.Parse<VrrpFaults>(rest) },
            "clear" => Event(VrrpEventKind.FaultCleared) with { Fault = Enum.Parse<VrrpFaults>(rest) },
            "weight" => Event(VrrpEventKind.WeightChanged) with { Weight = Int(rest) },
            "source" => Event(VrrpEventKind.PrimaryAddressChanged) with { Source = IpAddress.Parse(rest) },
            "installed" => Event(VrrpEventKind.AddressesInstalled) with
            {
                Generation = _state.InstallGeneration - (words.ContainsKey("late") ? 1 : 0),
            },
            "refused" => Event(VrrpEventKind.KernelRefused),
            "silent" => Event(VrrpEventKind.SilenceExceeded),
            "lost" => Event(VrrpEventKind.AddressesLost),
            "group" => Event(VrrpEventKind.GroupRequires) with { RequiredState = Enum.Parse<VrrpState>(rest) },
            "shutdown" => Event(VrrpEventKind.Shutdown) with { KeepAddresses = words.ContainsKey("keep") },
            _ => throw new FormatException($"unknown event {word}"),
        };
    }

    private void Run(TimeSpan until)
    {
        while (NextDue() is { } due && due <= until)
        {
            _now = due > _now ? due : _now;
            FireDue();
        }

        _now = until > _now ? until : _now;
    }

    private TimeSpan? NextDue()
    {
        TimeSpan? next = null;
        foreach (VrrpTimer timer in Timers)
        {
            VrrpTimerSlot slot = _state.Timers[timer];
            if (slot.IsRunning && !(next <= slot.DueAt))
            {
                next = slot.DueAt;
            }
        }

        return next;
    }

    private void FireDue(TimeSpan unscheduled = default)
    {
        foreach (VrrpTimer timer in Timers)
        {
            VrrpTimerSlot slot = _state.Timers[timer];
            if (slot.IsRunning && slot.DueAt <= _now)
            {
                Handle(Event(VrrpEventKind.TimerFired) with
                {
                    Timer = timer,
                    Generation = slot.Generation,
                    Unscheduled = unscheduled,
                });
            }
        }
    }

    private void Handle(VrrpEvent e)
    {
        _effects.Clear();
        _state = VrrpStateMachine.Handle(_parameters, _state, e, _effects);
        foreach (ref readonly VrrpEffect effect in _effects.Items)
        {
            _then.Add(ScenarioText.Of(effect, _state));
        }
    }
}
