using BenchmarkDotNet.Attributes;
using Keepalived.Config;
using Keepalived.Config.Host;

namespace Benchmarks.Micro;

/// <summary>A whole file, from text to the validated model.</summary>
[MemoryDiagnoser]
public class ConfigParseBenchmark
{
    private readonly ConfigLoaderOptions _options = new() { Environment = new AssumedConfigEnvironment() };
    private string _text = "";

    [Params(1, 255)]
    public int Instances { get; set; }

    [Params(1, 1000)]
    public int RealServers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _text = Samples.Config(Instances, RealServers);
        if (Parse() != Instances)
        {
            throw new InvalidOperationException("The file was not understood.");
        }
    }

    [Benchmark]
    public int Parse() => ConfigLoader.Parse(_text, options: _options).Config.Instances.Length;
}
