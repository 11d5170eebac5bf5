namespace Interop.Tests;

/// <summary>What is compared between the twins of a run.</summary>
public enum TwinAspect
{
    States,
    Addresses,
    GenericNotifications,
    SpecificNotifications,
}

/// <summary>One place where we differ from Debian's keepalived 2.2.7 on purpose, and why.</summary>
internal sealed record Difference(string Case, string Step, TwinAspect Aspect, string Reason);

/// <summary>
/// Every difference that the twin runs may find. One that is not here is a failure; one that is gone should leave
/// the list. The README's section on differences is written from it.
/// </summary>
internal static class Differences
{
    public static IReadOnlyList<Difference> All { get; } = [];

    public static Difference? Find(string twinCase, string step, TwinAspect aspect) =>
        All.FirstOrDefault(known => known.Case == twinCase && known.Step == step && known.Aspect == aspect);
}
