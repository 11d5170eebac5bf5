namespace Keepalived.Core.Vrrp;

/// <summary>A list of effects that the caller owns and reuses, so that the machine allocates nothing.</summary>
public sealed class VrrpEffects
{
    private VrrpEffect[] _items = new VrrpEffect[16];

    public int Count { get; private set; }

    public ref readonly VrrpEffect this[int index] => ref _items[index];

    public ReadOnlySpan<VrrpEffect> Items => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(in VrrpEffect effect)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, _items.Length * 2);
        }

        _items[Count++] = effect;
    }
}
