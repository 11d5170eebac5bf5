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

    private const string OnlyBfd = "the reference stops because its BFD process has nothing to do; here nothing to " +
        "do is no error";

    public static readonly Dictionary<string, string> Starts = new(StringComparer.Ordinal)
    {
        ["216"] = "the reference's VRRP process crashes again and again for want of a VRID; here the start is refused",
        ["217"] = "the reference loops for ever on $IF=$IF",
        ["253"] = OnlyBfd,
        ["254"] = OnlyBfd,
    };

    private const string TrackFile = "the reference drops a track_file at start when it cannot create the file; that " +
        "is no matter of the text";
    private const string Bfd = "the reference keeps tracking a BFD session that has no neighbor and so never runs";
    private const string Undefined = "an undefined ${X} stays one word here; the reference cuts it at its braces and " +
        "loses the block";

    public static readonly Dictionary<string, string> Instances = new(StringComparer.Ordinal)
    {
        ["148"] = "an address of the other family moves to the excluded ones, as later versions do",
        ["204"] = "a unicast peer that is listed twice gets one advert",
        ["226"] = Bfd,
        ["242"] = TrackFile,
        ["249"] = TrackFile,
        ["257"] = TrackFile,
        ["258"] = Undefined,
        ["259"] = Undefined,
        ["260"] = TrackFile,
        ["261"] = TrackFile,
        ["262"] = TrackFile,
        ["278"] = "\\# in a definition is a plain # here; the reference takes the backslash for a line that goes on",
        ["286"] = Bfd,
    };

    public static readonly Dictionary<string, string> Servers = new(StringComparer.Ordinal);
}
