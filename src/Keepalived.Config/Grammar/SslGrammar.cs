using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The SSL block.</summary>
internal static class SslGrammar
{
    public static readonly BlockGrammar<ConfigDraft> Table = Build();

    private static BlockGrammar<ConfigDraft> Build()
    {
        BlockGrammar<ConfigDraft> b = new("SSL");
        Row(b, "password", "STRING", "Opens the private key.", static s => s.Password, static (s, v) =>
            s with { Password = v });
        Row(b, "ca", "FILE", "Authorities, in PEM.", static s => s.CaFile, static (s, v) => s with { CaFile = v });
        Row(b, "certificate", "FILE", "Client certificate, in PEM.", static s => s.CertificateFile,
            static (s, v) => s with { CertificateFile = v });
        Row(b, "key", "FILE", "Private key, in PEM.", static s => s.KeyFile, static (s, v) => s with { KeyFile = v });
        return b;
    }

    private static void Row(
        BlockGrammar<ConfigDraft> b,
        string name,
        string argument,
        string meaning,
        Func<SslConfig, string> get,
        Func<SslConfig, string, SslConfig> set) =>
        b.Custom(name, argument, meaning, (p, d) =>
        {
            SslConfig ssl = d.Ssl ?? new SslConfig();
            if (get(ssl).Length > 0)
            {
                p.Error($"SSL {name} already specified - replacing");
            }

            d.Ssl = set(ssl, p.Word(1));
        }).Needs(1);
}
