using Keepalived.Config;
using Keepalived.Config.Host;
using Keepalived.Config.Tests;

namespace Interop.Tests.Verdicts;

/// <summary>Our verdict on a text, on the host that <see cref="ReferenceJudge"/> gives to the reference.</summary>
internal static class OurVerdict
{
    public static ConfigResult Of(string text) =>
        ConfigLoader.Parse(text, "/nowhere/keepalived.conf", new ConfigLoaderOptions
        {
            IsTest = true,
            Environment = new TestEnvironment
            {
                Interfaces = ["eth0", "eth1"],
                Scripts = static path => SystemConfigEnvironment.Instance.CheckScript(path, "root"),
            },
        });
}
