using Keepalived.Config.Host;

namespace Keepalived.Linux.Host;

/// <summary>A user of /etc/passwd with all groups of /etc/group that list it; its own group comes first.</summary>
public sealed record UserEntry(string Name, int UserId, int GroupId, IReadOnlyList<int> Groups);

/// <summary>
/// Users and groups of /etc/passwd and /etc/group. Network directories are left out on purpose: a failover daemon must
/// not wait for a network service to learn who runs a script.
/// </summary>
public static class UserDatabase
{
    /// <summary>By name or decimal number; null if unknown.</summary>
    public static UserEntry? FindUser(string nameOrNumber)
    {
        foreach (string[] fields in Fields("/etc/passwd", 4))
        {
            if ((fields[0] == nameOrNumber || fields[2] == nameOrNumber)
                && int.TryParse(fields[2], out int user) && int.TryParse(fields[3], out int group))
            {
                return new UserEntry(fields[0], user, group, GroupsOf(fields[0], group));
            }
        }

        return null;
    }

    /// <summary>Group number by name or decimal number; null if unknown.</summary>
    public static int? FindGroup(string nameOrNumber)
    {
        foreach (string[] fields in Fields("/etc/group", 3))
        {
            if ((fields[0] == nameOrNumber || fields[2] == nameOrNumber) && int.TryParse(fields[2], out int group))
            {
                return group;
            }
        }

        return null;
    }

    private static List<int> GroupsOf(string user, int own)
    {
        List<int> groups = [own];
        foreach (string[] fields in Fields("/etc/group", 4))
        {
            if (int.TryParse(fields[2], out int group) && !groups.Contains(group)
                && fields[3].Split(',').Contains(user))
            {
                groups.Add(group);
            }
        }

        return groups;
    }

    private static IEnumerable<string[]> Fields(string path, int least)
    {
        foreach (string line in SystemFile.Lines(path))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= least && !line.StartsWith('#'))
            {
                yield return fields;
            }
        }
    }
}
