using Keepalived.Core.Vrrp;

namespace Keepalived.Simulation;

/// <summary>One answer of one machine, after its effects were done.</summary>
public readonly ref struct MachineStep
{
    public required SimulatedInstance Instance { get; init; }

    public required VrrpEvent Event { get; init; }

    public required VrrpInstanceState Before { get; init; }

    public required VrrpInstanceState After { get; init; }

    public required ReadOnlySpan<VrrpEffect> Effects { get; init; }

    public VrrpParameters Parameters => Instance.Parameters;

    /// <summary>The router's own time.</summary>
    public TimeSpan Now => Event.Now;

    public bool Has(VrrpEffectKind kind)
    {
        foreach (ref readonly VrrpEffect effect in Effects)
        {
            if (effect.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The rounds of all effects of this kind.</summary>
    public int CountOf(VrrpEffectKind kind)
    {
        int count = 0;
        foreach (ref readonly VrrpEffect effect in Effects)
        {
            count += effect.Kind == kind ? effect.Count : 0;
        }

        return count;
    }

    public bool Sends(byte priority)
    {
        foreach (ref readonly VrrpEffect effect in Effects)
        {
            bool sends = effect.Kind == VrrpEffectKind.SendAdvertisement
                || effect is { Kind: VrrpEffectKind.Advertise, Now: true };
            if (sends && effect.Priority == priority)
            {
                return true;
            }
        }

        return false;
    }

    public bool Transits(VrrpState from, VrrpState to) =>
        Before.State == from && After.State == to && from != to;
}
