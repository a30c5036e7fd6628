package dev.glasshouse.app;

import dev.glasshouse.fetch.Tracing;
import dev.glasshouse.lab.BuiltInInternet;
import picocli.CommandLine.Option;

/** Which servers are told which journey a request belongs to. */
final class TracingOption {
  @Option(
      names = "--traceparent",
      description = {
        "tell every server which step of which journey asks (W3C Trace Context),",
        "so that its records can be joined; the built-in servers are told always"
      })
  private boolean everybody;

  /** The built-in servers, and where it is wanted all others. */
  Tracing tracing(BuiltInInternet builtIn) {
    return builtIn.tracing().or(everybody ? Tracing.EVERYBODY : Tracing.NOBODY);
  }
}
