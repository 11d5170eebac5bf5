using System.Reflection;
using System.Runtime.Loader;
using Keepalived.Core.Vrrp;
using Keepalived.Simulation.Bfd;

namespace Keepalived.Simulation.Tests.Mutants;

/// <summary>
/// The simulated LAN around a mutated core, beside the true one: both assemblies are loaded once more, in a context of
/// their own.
/// </summary>
internal sealed class MutantWorld : AssemblyLoadContext, IDisposable
{
    private static readonly string CorePath = typeof(VrrpStateMachine).Assembly.Location;
    private static readonly string SimulationPath = typeof(SwarmRun).Assembly.Location;
    private static readonly byte[] SimulationFile = File.ReadAllBytes(SimulationPath);

    private readonly byte[] _core;

    public MutantWorld(byte[] core)
        : base("mutant", isCollectible: true)
    {
        _core = core;
        Type run = LoadFromAssemblyName(typeof(SwarmRun).Assembly.GetName()).GetType(typeof(SwarmRun).FullName!)!;
        Fails = run.GetMethod(nameof(SwarmRun.Fails), [typeof(long)])!.CreateDelegate<Func<long, string?>>();
        Type bfd = run.Assembly.GetType(typeof(BfdSwarmRun).FullName!)!;
        BfdFails = bfd.GetMethod(nameof(BfdSwarmRun.Fails))!.CreateDelegate<Func<long, string?>>();
    }

    /// <summary>The true core.</summary>
    public static byte[] CoreFile { get; } = File.ReadAllBytes(CorePath);

    /// <summary><see cref="SwarmRun.Fails(long)"/> of this world.</summary>
    public Func<long, string?> Fails { get; }

    /// <summary><see cref="BfdSwarmRun.Fails"/> of this world.</summary>
    public Func<long, string?> BfdFails { get; }

    public static BranchFinder Finder() => new(CorePath);

    /// <summary>The first seed that notices, or null. An exception of any kind is noticed too.</summary>
    public static int? FirstFailure(Func<long, string?> fails, int seeds)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            try
            {
                if (fails(seed) is not null)
                {
                    return seed;
                }
            }
            catch (Exception)
            {
                return seed;
            }
        }

        return null;
    }

    public void Dispose() => Unload();

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        var name when name == Path.GetFileNameWithoutExtension(CorePath) => LoadFromStream(new MemoryStream(_core)),
        var name when name == Path.GetFileNameWithoutExtension(SimulationPath) =>
            LoadFromStream(new MemoryStream(SimulationFile)),
        _ => null,
    };
}
