using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>Checkers that speak a protocol: HTTP, DNS and plain UDP.</summary>
internal static partial class CheckerGrammar
{
    private static readonly string[] DnsTypes = ["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY"];

    private static readonly string[] RegexOptions =
    [
        "allow_empty_class", "alt_bsux", "auto_callout", "caseless", "dollar_endonly", "dotall", "dupnames", "extended",
        "firstline", "match_unset_backref", "multiline", "never_ucp", "never_utf", "no_auto_capture", "no_auto_possess",
        "no_dotstar_anchor", "no_start_optimize", "ucp", "ungreedy", "utf", "never_backslash_c", "alt_circumflex",
        "alt_verbnames", "use_offset_limit",
    ];

    private static void Http(BlockGrammar<CheckerDraft> b, bool tls)
    {
        Network(b);
        b.Custom("nb_get_retry", "N", "Old spelling of retry.", static (p, d) =>
        {
            p.Deprecated("nb_get_retry is deprecated - please use 'retry'");
            if (p.TryInteger(1, 0, uint.MaxValue, out long value))
            {
                d.Defaults.Retry = (uint)value;
            }
        }).Needs(1).Deprecated();
        b.Word("virtualhost", "NAME", "Host header.", (d, v) => d.VirtualHost = v)
            .Default("real server, virtual server");
        b.Custom("http_protocol", "1.0 or 1.0C or 1.0c or 1.1 or 2", "Version that requests use.", HttpProtocol)
            .Needs(1).Default("1.0");
        b.Bool("enable_sni", "Name the host in the TLS handshake.", (d, v) => d.EnableSni = v);
        b.Custom("sni_name", "[NAME]", "The name for that.", (p, d) =>
        {
            d.EnableSni = true;
            d.SniName = p.Word(1);
        }).Since("2.3").Default("the Host header");
        b.Bool("fast_recovery", "After a success test all other pages at once.", (d, v) => d.FastRecovery = v);
        if (tls)
        {
            b.Bool("tls_compliant", "A connection that ends without close_notify fails.", (d, v) => d.TlsCompliant = v)
                .Since("2.3");
            b.Bool("verify_certificate", "The certificate has to be valid for the name asked for.",
                (d, v) => d.VerifyCertificate = v).Default("off").Addition();
        }

        BlockGrammar<UrlDraft> url = new(b.Path + "/url");
        Url(url, tls);
        Built.Add(url);
        b.Block("url", "", "One page.", url, static (p, _) => new UrlDraft(p.Line.Span), static (p, d, u) =>
        {
            if (Validation.UrlRules.Complete(p, u))
            {
                d.Urls.Add(u);
            }
        });
    }

    private static void HttpProtocol(ConfigParser p, CheckerDraft d)
    {
        HttpProtocolVersion? version = p.Word(1) switch
        {
            "1.0" => HttpProtocolVersion.Http10,
            "1.0C" => HttpProtocolVersion.Http10Close,
            "1.0c" => HttpProtocolVersion.Http10CloseLower,
            "1.1" => HttpProtocolVersion.Http11,
            "2" => HttpProtocolVersion.Http2,
            _ => null,
        };
        if (version is null)
        {
            p.ErrorAt(1, $"http_protocol {p.Word(1)} unrecognised", "1.0, 1.0C, 1.0c, 1.1 or 2");
            return;
        }

        d.Protocol = version.Value;
    }

    private static void Url(BlockGrammar<UrlDraft> b, bool tls)
    {
        b.Word("path", "STRING", "Path asked for.", (d, v) => d.Path = v).Default("none: mandatory");
        b.Custom("digest", "MD5HEX", "MD5 that the page must have.", Digest).Needs(1).Range("32 hexadecimal digits");
        b.Custom("status_code", "N or N-M ...", "Status codes that are good.", StatusCodes)
            .Needs(1).Range("100..599").Default("200-299");
        b.Word("virtualhost", "NAME", "Host header for this page.", (d, v) => d.VirtualHost = v)
            .Default("that of the checker");
        b.Custom("regex", "PATTERN", "Regular expression that the page must match.", (p, d) =>
            d.Pattern = RestOfLine(p)).Needs(1);
        b.Flag("regex_no_match", "The page must not match.", d => d.NoMatch = true);
        b.Custom("regex_options", "OPTION ...", "How the expression is compiled.", (p, d) =>
        {
            for (int i = 1; i <= p.Line.ArgumentCount; i++)
            {
                if (RegexOptions.Contains(p.Word(i)))
                {
                    d.Options.Add(p.Word(i));
                }
                else
                {
                    p.ErrorAt(i, $"Unknown regex option {p.Word(i)}", string.Join(" ", RegexOptions));
                }
            }
        }).Needs(1);
        b.Int("regex_min_offset", 0, int.MaxValue, "A match begins here or later.", (d, v) => d.MinOffset = v)
            .Default("0");
        b.Int("regex_max_offset", 1, int.MaxValue, "A match begins before this.", (d, v) => d.MaxOffset = v)
            .Default("end");
        b.Custom("regex_stack", "START MAX", "Memory for compiled matching, in bytes.", (p, d) =>
        {
            if (p.TryInteger(1, 1, uint.MaxValue, out long start) && p.TryInteger(2, 1, uint.MaxValue, out long max))
            {
                (d.StackStart, d.StackMax) = ((uint)start, (uint)max);
            }
        }).Needs(2);
        if (tls)
        {
            b.Bool("tls_compliant", "As in the checker, for this page.", (d, v) => d.TlsCompliant = v).Since("2.3");
        }
    }

    // A pattern may hold blanks only in quotes; the words after it are not looked at.
    private static string RestOfLine(ConfigParser p)
    {
        List<string> words = Text.ShellWords.Split(p.Line.Text, out _);
        return words.Count > 1 ? words[1] : p.Word(1);
    }

    private static void Digest(ConfigParser p, UrlDraft d)
    {
        const int length = 32;
        string text = p.Word(1);
        if (text.Length != length)
        {
            p.ErrorAt(1, $"digest '{text}' character length should be {length} rather than {text.Length}");
            return;
        }

        if (!text.All(char.IsAsciiHexDigit))
        {
            p.ErrorAt(1, $"digest '{text}' is not a hexadecimal number");
            return;
        }

        d.Digest = Convert.FromHexString(text);
    }

    private static void StatusCodes(ConfigParser p, UrlDraft d)
    {
        for (int i = 1; i <= p.Line.ArgumentCount; i++)
        {
            string[] ends = p.Word(i).Split('-');
            bool good = ends.Length <= 2 & int.TryParse(ends[0], out int first) & int.TryParse(ends[^1], out int last);
            if (!good || first < 100 || last > 599 || first > last)
            {
                p.ErrorAt(i, $"Invalid HTTP_GET status code '{p.Word(i)}'", "100..599 or a range of them");
                continue;
            }

            d.Codes.Add(new StatusRange(first, last));
        }
    }

    private static void Dns(BlockGrammar<CheckerDraft> b)
    {
        Network(b);
        b.Custom("type", "TYPE", "Type of the question.", (p, d) =>
        {
            string type = p.Word(1).ToUpperInvariant();
            if (!DnsTypes.Contains(type))
            {
                p.ErrorAt(1, $"Unknown DNS check type {p.Word(1)} - defaulting to SOA", string.Join(" ", DnsTypes));
                type = "SOA";
            }

            d.QueryType = type;
        }).Needs(1).Default("SOA").Range(string.Join(" ", DnsTypes));
        b.Custom("name", "NAME", "Name asked for.", (p, d) =>
        {
            const int maxName = 255;
            const int maxLabel = 63;
            string name = p.Word(1);
            if (name.Length > maxName || name.Split('.').Any(static label => label.Length > maxLabel))
            {
                p.ErrorAt(1, $"DNS_CHECK name '{name}' is too long - ignoring",
                    $"{maxName} in all, {maxLabel} a label");
                return;
            }

            d.Name = name;
        }).Needs(1).Default(".");
    }

    private static void Udp(BlockGrammar<CheckerDraft> b)
    {
        Network(b);
        b.Custom("payload", "HEX", "Octets that are sent.", (p, d) =>
        {
            string digits = string.Concat(p.Words(1));
            if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            {
                p.ErrorAt(1, $"Invalid payload '{digits}'", "pairs of hexadecimal digits");
                return;
            }

            d.Payload = Convert.FromHexString(digits);
        }).Needs(1).Default("32 printable characters");
        b.Custom("require_reply", "[PATTERN]", "A reply is needed, and begins like this; X matches any digit.",
            RequireReply)
            .Default("off");
        b.Int("min_reply_length", 0, 65535, "Shortest good reply.", (d, v) => d.MinReply = (int)v).Default("0");
        b.Int("max_reply_length", 0, 65535, "Longest good reply.", (d, v) => d.MaxReply = (int)v).Default("255");
    }

    private static void RequireReply(ConfigParser p, CheckerDraft d)
    {
        d.RequireReply = true;
        string digits = string.Concat(p.Words(1));
        if (digits.Length % 2 != 0 || !digits.All(static c => char.IsAsciiHexDigit(c) || c is 'X' or 'x'))
        {
            p.ErrorAt(1, $"Invalid require_reply pattern '{digits}'", "pairs of hexadecimal digits or X");
            return;
        }

        d.ReplyPattern = Convert.FromHexString(digits.Replace('X', '0').Replace('x', '0'));
        d.ReplyMask = Convert.FromHexString(string.Concat(digits.Select(static c => c is 'X' or 'x' ? '0' : 'F')));
    }
}
