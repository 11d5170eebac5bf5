namespace Keepalived.Simulation;

/// <summary>Something that must hold did not.</summary>
public sealed class InvariantBroken(string message) : Exception(message)
{
    public static void Unless(bool holds, SimulatedInstance instance, string what)
    {
        if (!holds)
        {
            throw new InvariantBroken($"{instance.Name}: {what}");
        }
    }
}
