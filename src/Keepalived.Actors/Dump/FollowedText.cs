using Keepalived.Actors.Lvs;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;

namespace Keepalived.Actors.Dump;

/// <summary>What checkers take from elsewhere: the keys of the SSL block, and the files that they follow.</summary>
internal static class FollowedText
{
    /// <summary>There if it is written, or if a checker speaks TLS.</summary>
    public static void WriteSsl(DumpText text, KeepalivedConfig config)
    {
        bool isNeeded = config.VirtualServers.Any(server => server.RealServers.Any(
            real => real.Checkers.Any(checker => checker is CheckerConfig.Http { UseTls: true })));
        if (config.Ssl is null && !isNeeded)
        {
            return;
        }

        text.Heading("SSL definitions");
        SslConfig ssl = config.Ssl ?? new SslConfig();
        if (ssl == new SslConfig())
        {
            text.Line(1, "Using autogen SSL context");
        }

        Write("Password", ssl.Password.Length > 0 ? VrrpJson.Mask : "");
        Write("CA-file", ssl.CaFile);
        Write("Certificate file", ssl.CertificateFile);
        Write("Key file", ssl.KeyFile);

        void Write(string name, string value)
        {
            if (value.Length > 0)
            {
                text.Line(1, $"{name} : {value}");
            }
        }
    }

    public static void WriteFiles(DumpText text, LvsSnapshot lvs, KeepalivedConfig config)
    {
        (string Name, string Line)[] followers = [.. lvs.VirtualServers
            .SelectMany(server => server.Config.RealServers.SelectMany(real => real.Checkers
                .OfType<CheckerConfig.File>()
                .Select(file => (
                    file.TrackFile,
                    $"{ServiceNames.Of(server.Config)} -> {ServiceNames.Of(real, server.Config)}, {Weight(file)}"))))];
        if (followers.Length > 0)
        {
            text.Heading("Checker track files");
        }

        foreach (TrackFileConfig file in config.TrackFiles.Where(
            file => followers.Any(follower => follower.Name == file.Name)))
        {
            text.Value(1, "Track file", file.Name);
            text.Value(3, "File", file.Path);
            text.Value(3, "Weight", file.Weight);
            text.Line(3, "Tracking instances :");
            foreach ((string _, string line) in followers.Where(follower => follower.Name == file.Name))
            {
                text.Line(5, line);
            }
        }
    }

    public static string Weight(CheckerConfig.File file) =>
        CheckersText.Invariant($"weight {file.Weight}{(file.Reverse ? " reverse" : "")}");
}
