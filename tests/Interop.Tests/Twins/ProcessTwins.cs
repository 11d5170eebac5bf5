using Interop.Tests.Harness;
using Xunit.Abstractions;
using static Interop.Tests.Twins.TwinSteps;

namespace Interop.Tests.Twins;

/// <summary>Twin runs whose faults are processes that start and end.</summary>
public sealed class ProcessTwins(ITestOutputHelper output)
{
    private const string Process = "kat{twin}";

    private const string Tracker = $$"""
        vrrp_track_process one {
            process {{Process}}
            full_command
            weight 20
        }

        """;

    /// <summary>
    /// The kernel tells the reference of processes in the initial network namespace only, and there is no interface
    /// for tests there: the instance waits for one that never comes, and what is compared is its priority.
    /// </summary>
    [NamespaceFact]
    public void A_process_starts_and_dies() =>
        new TwinCase(
            "process",
            "global_defs {\ndynamic_interfaces\n}\n" + Tracker
            + (TwinText.Instance("track_process {\none\n}") with { Interface = "kat0", Addresses = ["10.0.0.100"] }),
            new TwinStep(
                "started without the process",
                world =>
                {
                    world.LeaveNamespace();
                    world.StartSubject();
                },
                world => world.Called("INSTANCE VI_1 FAULT 100")),
            Priority("the process starts", world => world.StartProcess(Process), 120),
            Priority("the process dies", world => world.EndProcess(Process), 100),
            Priority("the process starts again", world => world.StartProcess(Process), 120),
            Stop).Run(output);

    [NamespaceFact]
    public void A_process_that_is_there_at_the_start_counts() =>
        new TwinCase(
            "process there", Tracker + TwinText.Instance("track_process {\none\n}"),
            new TwinStep("the process starts", world => world.StartProcess(Process), _ => true),
            new TwinStep(
                "start to MASTER",
                world => world.StartSubject(),
                world => world.Subject.Is("MASTER") && world.A.Addresses.Has("10.0.0.100")),
            // The reference has nothing to say, see the list of differences.
            new TwinStep(
                "the process dies",
                world => world.EndProcess(Process),
                world => world.Subject.Kind == DirectorKind.Reference
                    || world.Subject.Log.Any(line => line.EndsWith(" from 120 to 100", StringComparison.Ordinal))),
            Stop).Run(output);

    private static TwinStep Priority(string name, Action<TwinWorld> action, int priority) => new(
        name,
        action,
        world => world.Subject.Log.Last(line => line.Contains("(VI_1)", StringComparison.Ordinal))
            .EndsWith($" to {priority}", StringComparison.Ordinal));
}
