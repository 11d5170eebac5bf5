using Keepalived.Wire.Bfd;

namespace Keepalived.Core.Bfd;

/// <summary>States and diagnostics in the words of RFC 5880 4.1, as logs and dumps show them.</summary>
public static class BfdDiagnosticText
{
    public static string Of(BfdDiagnostic diagnostic) => diagnostic switch
    {
        BfdDiagnostic.None => "No Diagnostic",
        BfdDiagnostic.ControlDetectionTimeExpired => "Control Detection Time Expired",
        BfdDiagnostic.EchoFunctionFailed => "Echo Function Failed",
        BfdDiagnostic.NeighborSignaledSessionDown => "Neighbor Signaled Session Down",
        BfdDiagnostic.ForwardingPlaneReset => "Forwarding Plane Reset",
        BfdDiagnostic.PathDown => "Path Down",
        BfdDiagnostic.ConcatenatedPathDown => "Concatenated Path Down",
        BfdDiagnostic.AdministrativelyDown => "Administratively Down",
        BfdDiagnostic.ReverseConcatenatedPathDown => "Reverse Concatenated Path Down",
        _ => $"reserved ({(byte)diagnostic})",
    };

    public static string Of(BfdState state) => state switch
    {
        BfdState.AdminDown => "AdminDown",
        BfdState.Down => "Down",
        BfdState.Init => "Init",
        _ => "Up",
    };
}
