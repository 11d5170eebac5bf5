namespace Keepalived.Ipvs.Tests;

/// <summary>There is one table: who uses it does so alone.</summary>
[CollectionDefinition("the kernel's table", DisableParallelization = true)]
public sealed class KernelCollection;
