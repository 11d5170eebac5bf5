using System.Globalization;
using System.Text;
using Keepalived.Linux.Host;
using Tmds.Linux;

namespace Keepalived.Linux.Processes;

/// <summary>Ends the scripts that a killed daemon left running, and nothing else.</summary>
public static class ScriptLeftovers
{
    private const int MaxBytes = 1 << 20;
    private const int Kill = 9;

    /// <summary>
    /// Kills each recorded process group that still is the recorded one; returns how many. The death signal has asked
    /// the leaders politely before. The file is removed.
    /// </summary>
    public static int EndAll(string path)
    {
        int ended = 0;
        if (SafeFile.TryReadOwn(path, MaxBytes) is { } content)
        {
            foreach (string line in Encoding.ASCII.GetString(content).Split('\n'))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 3
                    && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int group)
                    && ulong.TryParse(words[1], out ulong start) && int.TryParse(words[2], out int session)
                    && group > 1 && IsTheSame(group, start, session) && LibC.kill(-group, Kill) == 0)
                {
                    ended++;
                }
            }
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The record of this run replaces it.
        }

        return ended;
    }

    /// <summary>
    /// The leader lives and was started when the record says; or it is gone, and members remain, which then keep the
    /// number from being given away: these must be of the recorded session and not older than the record.
    /// </summary>
    private static bool IsTheSame(int group, ulong start, int session)
    {
        ulong leaderStart = ProcessFacts.StartTimeOf(group);
        if (leaderStart != 0)
        {
            return leaderStart == start && start != 0 && ProcessFacts.GroupOf(group) == group;
        }

        bool found = false;
        foreach (int pid in ProcessFacts.All())
        {
            if (ProcessFacts.GroupOf(pid) != group)
            {
                continue;
            }

            if (ProcessFacts.SessionOf(pid) != session || ProcessFacts.StartTimeOf(pid) < start)
            {
                return false;
            }

            found = true;
        }

        return found;
    }
}
