using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Scenarios;

/// <summary>Lines that are only written where somebody asks for them.</summary>
public sealed class LogScenarios(ITestOutputHelper output)
{
    [NamespaceFact]
    public void Debug_traces_adverts_and_unknown_virtual_routers_are_named_where_configured()
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "10.0.0.1/24");
        LanHost b = lan.AddHost("b", "10.0.0.2/24");
        DirectorProcess peer = lan.Start(b, DirectorKind.Ours,
            new InstanceText(150).ToString()
            + new InstanceText(150) { Name = "VI_9", Vrid = 99, Addresses = ["10.0.0.109"] });
        peer.WaitFor("MASTER");
        peer.WaitFor("MASTER", "VI_9");
        DirectorProcess director = lan.Start(a, DirectorKind.Ours,
            "global_defs {\n log_unknown_vrids\n}\n" + new InstanceText(100) { More = "debug 1" });
        director.WaitForLog("(VI_1) advert from 10.0.0.2, priority 150, interval 300 ms");
        director.WaitForLog("unknown VRID from 10.0.0.2: 99");
    }
}
