using Interop.Tests.Harness;

namespace Interop.Tests.Twins;

/// <summary>The files of the twin runs: {dir} stands for the host's own folder.</summary>
internal static class TwinText
{
    /// <summary>The observed instance: priority 100, two addresses, every notify script.</summary>
    public static InstanceText Instance(string more = "", string name = "VI_1") => new(100)
    {
        Name = name,
        Addresses = ["10.0.0.100", "10.0.0.101/24"],
        More = Notify(name) + more,
    };

    /// <summary>The peer's side of the observed instance.</summary>
    public static InstanceText Peer(int priority) => new(priority) { Addresses = ["10.0.0.100", "10.0.0.101/24"] };

    public static string Notify(string name) => $"""
        notify "{Script} generic"
            notify_master "{Script} specific {name} master"
            notify_backup "{Script} specific {name} backup"
            notify_fault "{Script} specific {name} fault"
            notify_stop "{Script} specific {name} stop"

        """;

    private const string Script = "{dir}/notify.sh";
}
