using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Keepalived.Linux.Checks.Regex;

namespace Keepalived.Linux.Checks;

/// <summary>What a web check brings along besides its configuration.</summary>
/// <param name="ClientCertificate">Shown to the server if it asks; disposed of with the transport.</param>
/// <param name="Trust">Which servers it believes.</param>
/// <param name="Patterns">One for each url; null where it has no expression, or none that can be used.</param>
internal sealed record WebCheckSetup(
    X509Certificate2? ClientCertificate, TlsTrust Trust, ImmutableArray<PagePattern?> Patterns)
{
    /// <summary>For a checker that has none of it.</summary>
    public static WebCheckSetup Plain { get; } = new(null, TlsTrust.Anybody, []);

    /// <summary>Shown along with the client certificate.</summary>
    public X509Certificate2Collection Intermediates { get; init; } = [];
}
