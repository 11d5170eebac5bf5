using Akka.Event;

namespace Akka.TestKit;

/// <summary>The logger that configurations of tests name.</summary>
public class TestEventListener : DefaultLogger;
