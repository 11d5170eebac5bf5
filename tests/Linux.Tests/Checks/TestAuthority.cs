using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>An authority of the test's own, and servers' certificates signed by it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private byte _serial;

    public TestAuthority()
    {
        CertificateRequest request = new("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(90));
    }

    public string Pem => _root.ExportCertificatePem();

    /// <param name="expired">Valid until 2020 only.</param>
    public X509Certificate2 Certify(string name, bool expired = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset from = DateTimeOffset.UnixEpoch.AddYears(45);
        DateTimeOffset until = DateTimeOffset.UnixEpoch.AddYears(expired ? 50 : 85);
        using X509Certificate2 bare = request.Create(_root, from, until, [++_serial]);
        using X509Certificate2 whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
