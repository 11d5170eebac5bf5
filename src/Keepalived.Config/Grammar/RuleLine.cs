using System.Net.Sockets;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Reads a line of virtual_rules or static_rules.</summary>
internal static class RuleLine
{
    /// <summary>The rule, or null if the line has to be skipped.</summary>
    public static RuleConfig? Read(ConfigParser p, ConfigDraft draft, ConfigLine line, bool isStatic)
    {
        LineReader r = new(p, line);
        if (r.Peek is "inet" or "inet6")
        {
            r.Family = r.Next() == "inet6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        }

        State state = new(new RuleConfig { Family = AddressFamily.InterNetwork, Source = line.Span });
        while (!r.AtEnd)
        {
            Option(r, state, r.Next());
        }

        if (!r.Failed && !state.HasAction)
        {
            r.Fail("No action specified for rule", "table N, goto N, nop, blackhole, unreachable or prohibit");
        }

        if (r.Failed)
        {
            return null;
        }

        RuleConfig rule = state.Rule with { Family = r.Family ?? AddressFamily.InterNetwork };
        if (!state.HasPriority)
        {
            rule = rule with { Priority = draft.NextRulePriority-- };
            p.Diagnostics.Error(line.Span,
                $"{p.Context}Rule has no preference specified - setting to {rule.Priority}. " +
                "This is probably not what you want.", "add: preference N");
        }

        if (rule.TrackGroup.Length > 0 && (!isStatic || rule.InputInterface.Length == 0))
        {
            p.Diagnostics.Error(line.Span, $"{p.Context}track_group needs a static rule with iif - ignoring");
            rule = rule with { TrackGroup = "" };
        }

        return rule with { TrackGroup = p.KnownTrackGroup(line, rule.TrackGroup) };
    }

    private sealed class State(RuleConfig rule)
    {
        public RuleConfig Rule { get; set; } = rule;

        public bool HasAction { get; set; }

        public bool HasPriority { get; set; }
    }

    private static void Option(LineReader r, State s, string word)
    {
        switch (word)
        {
            case "from":
                s.Rule = s.Rule with { From = r.Prefix("rule from") };
                break;
            case "to":
                s.Rule = s.Rule with { To = r.Prefix("rule to") };
                break;
            case "not":
                s.Rule = s.Rule with { Invert = true };
                break;
            case "preference" or "order" or "priority":
                s.Rule = s.Rule with { Priority = r.Number(word) ?? 0 };
                s.HasPriority = true;
                break;
            case "dev" or "iif":
                s.Rule = s.Rule with { InputInterface = r.Value(word) };
                break;
            case "oif":
                s.Rule = s.Rule with { OutputInterface = r.Value(word) };
                break;
            case "l3mdev":
                s.Rule = s.Rule with { L3Mdev = true };
                s.HasAction = true;
                break;
            case "no_track":
                s.Rule = s.Rule with { NoTrack = true };
                break;
            case "track_group":
                s.Rule = s.Rule with { TrackGroup = r.Value(word) };
                break;
            case "type":
                break;
            default:
                if (!Selector(r, s, word) && !Action(r, s, word))
                {
                    r.Fail($"Unknown rule option {word}");
                }

                break;
        }
    }

    private static bool Selector(LineReader r, State s, string word)
    {
        switch (word)
        {
            case "tos" or "dsfield":
                s.Rule = s.Rule with { Tos = r.Value(word, t => RouteNames.DsField(r.Parser, t)) ?? 0 };
                return true;
            case "fwmark":
                Fwmark(r, s);
                return true;
            case "realms":
                s.Rule = s.Rule with { Realms = r.Value(word, t => RouteNames.Realms(r.Parser, t)) ?? 0 };
                return true;
            case "suppress_prefixlength" or "sup_pl":
                s.Rule = s.Rule with { SuppressPrefixLength = (int)(r.Number(word) ?? 0) };
                return true;
            case "suppress_ifgroup" or "sup_group":
                uint? group = r.Value(word, t => RouteNames.Group(r.Parser, t));
                s.Rule = s.Rule with { SuppressGroup = (int)(group ?? 0) };
                return true;
            case "tunnel-id":
                s.Rule = s.Rule with { TunnelId = r.Number(word) };
                return true;
            case "uidrange":
                s.Rule = s.Rule with { UidRange = Range(r, word, uint.MaxValue) };
                return true;
            case "protocol":
                s.Rule = s.Rule with { Protocol = r.Value(word, t => RouteNames.Protocol(r.Parser, t)) ?? 18 };
                return true;
            case "ipproto":
                s.Rule = s.Rule with { IpProtocol = r.Value(word, t => IpProtocol(r, t)) };
                return true;
            case "sport":
                s.Rule = s.Rule with { SourcePorts = Range(r, word, ushort.MaxValue) };
                return true;
            case "dport":
                s.Rule = s.Rule with { DestinationPorts = Range(r, word, ushort.MaxValue) };
                return true;
            default:
                return false;
        }
    }

    private static byte? IpProtocol(LineReader r, string text) =>
        byte.TryParse(text, out byte number) ? number : r.Parser.Host.LookupProtocol(text);

    private static void Fwmark(LineReader r, State s)
    {
        string text = r.Value("fwmark");
        string[] parts = text.Split('/');
        uint? mark = RouteNames.Number(parts[0]);
        uint? mask = parts.Length > 1 ? RouteNames.Number(parts[1]) : null;
        if (mark is null || parts.Length > 2 || (parts.Length == 2 && mask is null))
        {
            r.Fail($"Invalid rule fwmark {text}", "N or N/MASK");
        }

        s.Rule = s.Rule with { Fwmark = mark, FwmarkMask = mask };
    }

    private static NumberRange? Range(LineReader r, string option, uint max)
    {
        string text = r.Value(option);
        string[] parts = text.Split('-');
        uint? first = RouteNames.Number(parts[0]);
        uint? last = parts.Length == 2 ? RouteNames.Number(parts[1]) : null;
        if (first is null || last is null || first > last || last > max)
        {
            r.Fail($"Invalid rule {option} {text}", "FIRST-LAST");
            return null;
        }

        return new NumberRange(first.Value, last.Value);
    }

    private static bool Action(LineReader r, State s, string word)
    {
        RuleAction? action = word switch
        {
            "table" or "lookup" => RuleAction.ToTable,
            "goto" => RuleAction.Goto,
            "nop" => RuleAction.Nop,
            "blackhole" => RuleAction.Blackhole,
            "unreachable" => RuleAction.Unreachable,
            "prohibit" => RuleAction.Prohibit,
            _ => null,
        };
        if (action is null)
        {
            return false;
        }

        if (s.HasAction && !s.Rule.L3Mdev)
        {
            r.Fail($"Rule has more than one action: {word}");
        }

        s.HasAction = true;
        s.Rule = s.Rule with { Action = action.Value };
        if (action == RuleAction.ToTable)
        {
            uint table = r.Value(word, t => RouteNames.Table(r.Parser, t)) ?? 0;
            if (table == 0)
            {
                r.Fail("Rule table must not be 0");
            }

            s.Rule = s.Rule with { Table = table };
        }
        else if (action == RuleAction.Goto)
        {
            s.Rule = s.Rule with { GotoTarget = r.Number("goto") ?? 0 };
        }

        return true;
    }
}
