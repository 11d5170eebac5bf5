using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Keepalived.Linux.Checks;

/// <summary>Which certificates a check takes: any, or those that an authority vouches for (our addition).</summary>
/// <param name="Verify"><c>verify_certificate</c>.</param>
/// <param name="Authorities">The <c>ca</c> of the SSL block; null: those of the system.</param>
internal sealed record TlsTrust(bool Verify, X509Certificate2Collection? Authorities)
{
    public static TlsTrust Anybody { get; } = new(false, null);

    /// <summary>
    /// Sets what the handshake asks; <paramref name="refused"/> hears of a certificate that is not taken.
    /// </summary>
    /// <param name="name">Name that the certificate has to be for; empty: the address.</param>
    [SuppressMessage(
        "Security",
        "CA5359",
        Justification =
            "Documented behaviour of SSL_GET: real servers are addressed by IP and often have no valid name.")]
    public void Apply(SslClientAuthenticationOptions options, string name, IPAddress address, Action<string> refused)
    {
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        if (!Verify)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            return;
        }

        if (Authorities is not null)
        {
            X509ChainPolicy policy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(Authorities);
            options.CertificateChainPolicy = policy;
        }

        string wanted = name.Length > 0 ? name : address.ToString();
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            string? flaw = Flaw(certificate, chain, errors, wanted);
            if (flaw is not null)
            {
                refused(flaw);
            }

            return flaw is null;
        };
    }

    private static string? Flaw(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string wanted)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return "the server shows no certificate";
        }

        // The framework compares with the name that was sent, if one was; ours is compared here in any case.
        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            string[] reasons = [.. (chain?.ChainStatus ?? []).Select(status => status.StatusInformation.Trim())];
            return $"certificate {shown.Subject}: {string.Join("; ", reasons)}";
        }

        return shown.MatchesHostname(wanted) ? null : $"certificate {shown.Subject} is not for {wanted}";
    }
}
