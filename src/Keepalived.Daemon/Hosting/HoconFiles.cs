using Akka.Configuration;
using AkkaConfig = Akka.Configuration.Config;

namespace Keepalived.Daemon.Hosting;

/// <summary>A HOCON file that cannot be used; the text names the file and, where known, the line.</summary>
internal sealed class HoconException(string message) : Exception(message);

/// <summary>The defaults beside the program, then <c>/etc/keepalived/akka.conf</c>, then <c>--hocon FILE</c>.</summary>
internal static class HoconFiles
{
    public const string SiteFile = "/etc/keepalived/akka.conf";

    private static readonly string[] Defaults =
        ["keepalived.hocon", "dispatchers.hocon", "supervision.hocon", "logging.hocon"];

    /// <summary>
    /// Nobody wrote settings of their own: what there is was delivered together with the program.
    /// </summary>
    public static bool AreDelivered(string? ownFile, string siteFile = SiteFile) =>
        ownFile is null && !File.Exists(siteFile) && Array.TrueForAll(Defaults, name => File.Exists(PathOf(name)));

    public static AkkaConfig Load(string? ownFile, string siteFile = SiteFile)
    {
        AkkaConfig config = AkkaConfig.Empty;
        foreach (string name in Defaults)
        {
            config = Parse(PathOf(name)).WithFallback(config);
        }

        if (File.Exists(siteFile))
        {
            config = ParseOwn(siteFile).WithFallback(config);
        }

        if (ownFile is not null)
        {
            config = ParseOwn(ownFile).WithFallback(config);
        }

        HoconSettings.Check(config, ownFile ?? (File.Exists(siteFile) ? siteFile : "hocon"));
        return config;
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "hocon", name);

    private static AkkaConfig ParseOwn(string path)
    {
        AkkaConfig own = Parse(path);
        HoconMailboxes.Check(own, path);
        return own;
    }

    private static AkkaConfig Parse(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HoconException($"{path}: {e.Message}");
        }

        // The parser forgives an open brace and tells no line for the rest: the structure is checked first.
        if (HoconStructure.Complaint(text) is { } complaint)
        {
            throw new HoconException($"{path}:{complaint}");
        }

        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (Exception e)
        {
            throw new HoconException($"{path}: {e.Message}");
        }
    }
}

internal static class HoconExtensions
{
    /// <summary>The command line decides how much the actors say.</summary>
    public static AkkaConfig WithLogLevel(this AkkaConfig config, string level) =>
        ConfigurationFactory.ParseString($"akka.loglevel = {level}").WithFallback(config);
}
