using System.Net;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <summary>Reads IP [min_ttl N] [max_ttl N] of unicast_peer.</summary>
internal static class UnicastPeerLine
{
    public static UnicastPeerConfig? Read(ConfigParser p, ConfigLine line)
    {
        if (!ConfigParser.ParseHostAddress(line.Keyword, out IPAddress address))
        {
            string name = p.Context.Trim().Trim('(', ')');
            p.Diagnostics.Error(line.Span,
                $"Configuration error: VRRP instance[{name}] malformed unicast peer address[{line.Keyword}]. " +
                    $"Skipping...");
            return null;
        }

        UnicastPeerConfig peer = new(address);
        for (int i = 1; i < line.Words.Length; i++)
        {
            string option = line.Words[i].Text;
            string value = i + 1 < line.Words.Length ? line.Words[i + 1].Text : "";
            if (option is not ("min_ttl" or "max_ttl"))
            {
                p.Diagnostics.Error(line.SpanOf(i), $"{p.Context}unknown unicast_peer option {option} - ignoring",
                    "min_ttl N, max_ttl N");
                continue;
            }

            i++;
            if (p.TryInteger(value, line.SpanOf(i), 0, 255, out long ttl))
            {
                peer = option == "min_ttl" ? peer with { MinTtl = (byte)ttl } : peer with { MaxTtl = (byte)ttl };
            }
        }

        return peer;
    }
}
