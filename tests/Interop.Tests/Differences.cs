namespace Interop.Tests;

/// <summary>What is compared between the twins of a run.</summary>
public enum TwinAspect
{
    States,
    Addresses,
    GenericNotifications,
    SpecificNotifications,

    /// <summary>The lines that a reader of the notify FIFO gets.</summary>
    FifoLines,

    /// <summary>Changes of an effective priority, as the log tells them.</summary>
    Priorities,

    /// <summary>Which adverts each host sent on the first segment, in order; repetitions count once.</summary>
    Adverts,

    /// <summary>Routes and rules as they come and go.</summary>
    RouteChanges,

    /// <summary>What the kernel holds at the end of a step, see <see cref="Twins.KernelText"/>.</summary>
    Kernel,
}

/// <summary>One place where we differ from Debian's keepalived 2.2.7 on purpose, and why.</summary>
internal sealed record Difference(string Case, string Step, TwinAspect Aspect, string Reason);

/// <summary>
/// Every difference that the twin runs may find. One that is not here is a failure; one that is gone should leave
/// the list. The README's section on differences is written from it.
/// </summary>
internal static class Differences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
        .. Same(
            "own address",
            "own address deleted",
            "With the own address the kernel deletes the virtual ones of its subnet. The reference acts on the first "
            + "message, goes to BACKUP and then to FAULT; we judge what is left at once.",
            TwinAspect.States, TwinAspect.GenericNotifications, TwinAspect.SpecificNotifications,
            TwinAspect.FifoLines, TwinAspect.Adverts),
        .. Same(
            "failed script",
            "start to FAULT",
            "The reference notifies its scripts of this first FAULT but logs no line about it; we do both.",
            TwinAspect.States),
        .. Each(
            "static routes",
            "What others delete of the static items is put back by us, as later versions of the reference do.",
            "a static route deleted", "a static rule deleted", "eth1 set down", "eth1 set up"),
        .. Each(
            "static routes",
            TwinAspect.RouteChanges,
            "What was put back comes once more, and is there to be removed at the end.",
            "a static route deleted", "a static rule deleted", "eth1 set up", "orderly stop"),
        .. Each(
            "virtual routes",
            TwinAspect.RouteChanges,
            "A lost item is put back at once and only then the instance leaves Master: it comes and goes once more.",
            "a route deleted", "a rule deleted"),
        .. new[] { "vmac", "vmac_xmit_base", "address vmacs", "vmac peer", "no_accept" }.SelectMany(twinCase => Each(
            twinCase,
            "The reference takes the switches that it has just set for those that it found, and leaves them behind.",
            "orderly stop")),
        .. Each(
            "address vmacs",
            "The reference keeps group reports off the wire only if some instance runs on a VMAC interface itself.",
            "start to MASTER", "cable of eth1 pulled", "cable of eth1 plugged"),
        .. new[] { "start to MASTER", "the process dies" }.SelectMany(step => Same(
            "process there",
            step,
            "The kernel tells of processes in the initial network namespace only. Anywhere else the reference counts "
            + "none, whatever runs; we look again and again.",
            TwinAspect.GenericNotifications, TwinAspect.FifoLines, TwinAspect.Priorities, TwinAspect.Adverts)),
        .. RoutesThroughNoInterface,
    ];

    private static IEnumerable<Difference> RoutesThroughNoInterface
    {
        get
        {
            const string reason =
                "A route through no interface is tracked by neither (2.4 does), but ours is put back.";
            return Each(
                "virtual routes", reason,
                "a rejecting route deleted", "an untracked route deleted", "an untracked rule deleted")
                .Concat(Each(
                    "virtual routes", TwinAspect.RouteChanges, reason,
                    "a rejecting route deleted", "orderly stop"));
        }
    }

    private static IEnumerable<Difference> Each(string twinCase, string reason, params string[] steps) =>
        Each(twinCase, TwinAspect.Kernel, reason, steps);

    private static IEnumerable<Difference> Each(
        string twinCase, TwinAspect aspect, string reason, params string[] steps) =>
        steps.Select(step => new Difference(twinCase, step, aspect, reason));

    private static IEnumerable<Difference> Same(
        string twinCase, string step, string reason, params TwinAspect[] aspects) =>
        aspects.Select(aspect => new Difference(twinCase, step, aspect, reason));

    public static Difference? Find(string twinCase, string step, TwinAspect aspect) =>
        All.FirstOrDefault(known => known.Case == twinCase && known.Step == step && known.Aspect == aspect);
}
