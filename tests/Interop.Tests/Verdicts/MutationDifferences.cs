using Keepalived.Config.Grammar;

namespace Interop.Tests.Verdicts;

/// <summary>Texts that Debian's keepalived 2.2.7 refuses and we take on purpose, told by what is in them.</summary>
internal static class MutationDifferences
{
    private static readonly string[] _newer =
        [.. GrammarTables.All.Where(static row => row.Since.Length > 0 || row.IsAddition || row.IsOldDialect)
            .Select(static row => row.Name).Distinct()];

    private static readonly (Func<string, string, bool> Applies, string Reason)[] _all =
    [
        (static (_, said) => _newer.Any(name => said.Contains($"Unknown keyword '{name}'", StringComparison.Ordinal)),
            "the keyword is newer than 2.2.7, or an addition of ours"),
        (static (_, said) => said.Contains("Invalid http_protocol version 2", StringComparison.Ordinal),
            "HTTP/2 is an addition of ours"),
        (static (text, _) => text.Contains("${X}", StringComparison.Ordinal),
            "an undefined ${X} stays one word here; the reference cuts it at its braces and loses the block"),
        (static (text, _) => text.Contains("${_PWD}", StringComparison.Ordinal),
            "the two read the text in different folders"),
        (static (_, said) => said.Contains("iptables not supported", StringComparison.Ordinal),
            "Debian's build has no iptables"),
        (static (_, said) => said.Contains("Invalid peer address", StringComparison.Ordinal),
            "a prefix length of a peer address is newer than 2.2.7"),
        (static (_, said) => said.Contains("Route must have a destination", StringComparison.Ordinal)
            || said.Contains("Unknown rule option", StringComparison.Ordinal),
            "inet and inet6 at the start of a route or rule swallow the next word there"),
        (static (_, said) => said.Contains("Invalid smtp server", StringComparison.Ordinal),
            "a port of smtp_server may be the name of a service, as later versions have it"),
        (static (_, said) => said.Contains("Unknown keyword '@", StringComparison.Ordinal),
            "a condition right after a brace is a condition here wherever it stands"),
        (static (_, said) => said.Contains("has empty label", StringComparison.Ordinal),
            "a label of one character counts as an empty one there"),
        (static (text, said) => said.Contains("Unknown interface!", StringComparison.Ordinal)
            && text.Contains("unicast_src_ip", StringComparison.Ordinal),
            "an instance with unicast peers and their source address needs no interface in later versions"),
        (static (_, said) => said.Contains("SECURITY VIOLATION", StringComparison.Ordinal),
            "a directory counts as a script there"),
    ];

    /// <summary>The reason, or null if there is none.</summary>
    public static string? Explain(string text, string referenceSaid) =>
        _all.FirstOrDefault(known => known.Applies(text, referenceSaid)).Reason;
}
