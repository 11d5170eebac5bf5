namespace Interop.Tests.Twins;

/// <summary>The steps that many twin cases share.</summary>
internal static class TwinSteps
{
    public static TwinStep StartToMaster { get; } = StartTo("MASTER");

    public static TwinStep StartTo(string state) =>
        new($"start to {state}", world => world.StartSubject(), world => Calls(world, state));

    public static TwinStep StartPeer(int priority, string more = "") => new(
        $"a peer with priority {priority} appears",
        world =>
        {
            world.StartPeer((TwinText.Peer(priority) with { More = more }).ToString());
            world.Peer.WaitFor("BACKUP");
        },
        world => true);

    public static TwinStep Pull(string link, string state) => new(
        $"cable of {link} pulled", world => world.A.SetCable(link, plugged: false), world => Calls(world, state));

    public static TwinStep Plug(string link, string state) => new(
        $"cable of {link} plugged", world => world.A.SetCable(link, plugged: true), world => Calls(world, state));

    public static TwinStep Ip(string name, string state, params string[] arguments) =>
        new(name, world => world.A.Ip(arguments), world => Calls(world, state));

    public static TwinStep WriteFile(string name, string text, string state) => new(
        $"\"{text}\" in the file {name}",
        world => File.WriteAllText(world.FileOf(name), text + "\n"),
        world => Calls(world, state));

    public static TwinStep DeleteFile(string name, string state) =>
        new($"the file {name} deleted", world => File.Delete(world.FileOf(name)), world => Calls(world, state));

    public static TwinStep Stop { get; } =
        new("orderly stop", world => Assert.Equal(0, world.Subject.Stop()), world => true);

    private static bool Calls(TwinWorld world, string state) => world.Called($"INSTANCE VI_1 {state} 100");
}
