namespace Keepalived.Wire.Bfd;

/// <summary>
/// Why the session last left Up (RFC 5880 4.1, field Diag). Others up to 31 are reserved and may arrive.
/// </summary>
public enum BfdDiagnostic : byte
{
    None = 0,
    ControlDetectionTimeExpired = 1,
    EchoFunctionFailed = 2,
    NeighborSignaledSessionDown = 3,
    ForwardingPlaneReset = 4,
    PathDown = 5,
    ConcatenatedPathDown = 6,
    AdministrativelyDown = 7,
    ReverseConcatenatedPathDown = 8,
}
