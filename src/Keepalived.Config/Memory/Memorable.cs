using Keepalived.Config.Diagnostics;
using Keepalived.Config.Grammar;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Memory;

/// <summary>Which virtual servers of a reading the next one may take as they are.</summary>
internal static class Memorable
{
    /// <param name="drafts">In the order of the servers that were made of them.</param>
    /// <param name="config">What was read.</param>
    /// <param name="diagnostics">What was said of it.</param>
    public static IEnumerable<KnownServer> Of(
        IReadOnlyList<VirtualServerDraft> drafts, KeepalivedConfig config, DiagnosticBag diagnostics)
    {
        if (diagnostics.IsFull || drafts.Count != config.VirtualServers.Count)
        {
            yield break;
        }

        Dictionary<string, List<int>> told = Told(diagnostics);
        for (int i = 0; i < drafts.Count; i++)
        {
            VirtualServerConfig server = config.VirtualServers[i];
            if (drafts[i].Block is { } block && !IsTold(told, block) && StandsAlone(server))
            {
                yield return new KnownServer(block, server);
            }
        }
    }

    /// <summary>The lines that something was said of, in ascending order.</summary>
    private static Dictionary<string, List<int>> Told(DiagnosticBag diagnostics)
    {
        Dictionary<string, List<int>> told = new(StringComparer.Ordinal);
        foreach (SourceSpan span in diagnostics.Items.Select(static d => d.Span))
        {
            if (!told.TryGetValue(span.File, out List<int>? lines))
            {
                told.Add(span.File, lines = []);
            }

            lines.Add(span.Line);
        }

        foreach (List<int> lines in told.Values)
        {
            lines.Sort();
        }

        return told;
    }

    private static bool IsTold(Dictionary<string, List<int>> told, BlockText block)
    {
        if (!told.TryGetValue(block.File, out List<int>? lines))
        {
            return false;
        }

        int at = lines.BinarySearch(block.FirstLine);
        at = at < 0 ? ~at : at;
        return at < lines.Count && lines[at] <= block.LastLine;
    }

    /// <summary>Scripts are looked at each time; groups, files and sessions are defined elsewhere.</summary>
    private static bool StandsAlone(VirtualServerConfig server)
    {
        if (server.Key is VirtualServerKey.Group || server.SnmpName.Length > 0
            || server.QuorumUp is not null || server.QuorumDown is not null)
        {
            return false;
        }

        foreach (RealServerConfig real in server.RealServers)
        {
            if (real.NotifyUp is not null || real.NotifyDown is not null || real.SnmpName.Length > 0
                || !ChecksStandAlone(real))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ChecksStandAlone(RealServerConfig server)
    {
        foreach (CheckerConfig checker in server.Checkers)
        {
            if (checker is CheckerConfig.Misc or CheckerConfig.File or CheckerConfig.Bfd)
            {
                return false;
            }
        }

        return true;
    }
}
