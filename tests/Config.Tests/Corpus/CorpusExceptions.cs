namespace Keepalived.Config.Tests.Corpus;

/// <summary>Where we differ from the reference on purpose, file by file, with the reason.</summary>
internal static class CorpusExceptions
{
    private const string Iptables = "vrrp_iptables is accepted here; that build of the reference has no iptables";

    public static readonly Dictionary<string, string> Verdicts = new(StringComparer.Ordinal)
    {
        ["205"] = Iptables,
        ["246"] = Iptables,
        ["267"] = Iptables,
        ["270"] = Iptables,
        ["277"] = Iptables,
        ["278"] = Iptables,
        ["289"] = Iptables,
        ["291"] = Iptables,
        ["217"] = "$IF=$IF makes the reference loop for ever; here replacing is bounded",
        ["271"] = "the reference stops at net_namespace and never sees the rest",
    };
}
