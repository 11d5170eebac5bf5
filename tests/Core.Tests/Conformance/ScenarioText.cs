using System.Globalization;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Conformance;

/// <summary>Words of the scenario files, both ways.</summary>
internal static class ScenarioText
{
    public static string Of(in VrrpEffect effect, in VrrpInstanceState state) => effect.Kind switch
    {
        VrrpEffectKind.Advertise =>
            $"advertise priority={effect.Priority} every={Of(effect.After)}{(effect.Now ? " now" : string.Empty)}",
        VrrpEffectKind.StopAdvertising => "stop advertising",
        VrrpEffectKind.SendAdvertisement => $"send advertisement priority={effect.Priority}",
        VrrpEffectKind.InstallAddresses => "install addresses",
        VrrpEffectKind.RemoveAddresses => "remove addresses",
        VrrpEffectKind.AnnounceElsewhere => "announce elsewhere",
        VrrpEffectKind.Announce => $"announce rounds={effect.Count}",
        VrrpEffectKind.StartTimer => $"start {effect.Timer} {Of(effect.After)}",
        VrrpEffectKind.StopTimer => $"stop {effect.Timer}",
        VrrpEffectKind.NotifyTransition => $"transition {effect.From} -> {effect.To} because={effect.Reason}",
        VrrpEffectKind.ReportToGroup => "report to group " + Of(state.GroupReport),
        VrrpEffectKind.RaiseSequence => $"raise sequence above={effect.Sequence}",
        VrrpEffectKind.NotifyLowerPriority => $"notify lower priority from={effect.Source}",
        VrrpEffectKind.NotifyPriority => $"notify priority={effect.Priority}",
        VrrpEffectKind.Increment => $"count {effect.Counter}",
        VrrpEffectKind.Log => $"log {effect.Report}",
        _ => throw new FormatException($"no word for {effect.Kind}"),
    };

    public static string Of(TimeSpan time)
    {
        decimal milliseconds = time.Ticks / (decimal)TimeSpan.TicksPerMillisecond;
        return milliseconds % 1000 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0}s")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.####}ms");
    }

    public static TimeSpan ToTime(string text)
    {
        bool isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        decimal number = decimal.Parse(text.TrimEnd('m', 's'), CultureInfo.InvariantCulture);
        long unit = isMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond;
        return TimeSpan.FromTicks((long)(number * unit));
    }

    /// <summary><c>a=1 b c=x</c> as pairs; a word alone has the value "".</summary>
    public static Dictionary<string, string> ToWords(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : string.Empty);

    private static string Of(VrrpGroupReport report) =>
        $"{report.State}{(report.ClaimsMaster ? " claims" : string.Empty)}"
        + $"{(report.HasFault ? " fault" : string.Empty)}{(report.IsPending ? " pending" : string.Empty)}";
}
