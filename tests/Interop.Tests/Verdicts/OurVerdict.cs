using Keepalived.Config;

namespace Interop.Tests.Verdicts;

/// <summary>Our verdict on a text, on the host that <see cref="ReferenceJudge"/> gives to the reference.</summary>
internal static class OurVerdict
{
    public static ConfigResult Of(string text) =>
        ConfigLoader.Parse(text, "/nowhere/keepalived.conf", new ConfigLoaderOptions
        {
            IsTest = true,
            Environment = new JudgedHost(ReferenceJudge.Interfaces),
        });
}
