package dev.glasshouse.app;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code glass name} walks from the root itself. */
final class TraceOptions {
  @Option(
      names = "--trace",
      description = {
        "walk from the root to the name's owner, and tell each question, server, referral and",
        "verdict; of type A when none is said. --server begins at another server than the root's"
      })
  private boolean trace;

  @Option(
      names = "--dnssec",
      description = "with --trace: check the signatures, and tell the chain of trust")
  private boolean dnssec;

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description =
          "with --dnssec or --own-resolver: trust the DS and DNSKEY records of this file, not the"
              + " root's")
  private @Nullable Path anchor;

  @Option(
      names = "--root-hints",
      paramLabel = "FILE",
      description = {
        "with --trace or --own-resolver: begin at the root's servers that this file names; no",
        "signatures are checked then but by --anchor"
      })
  private @Nullable Path hints;

  @Option(names = "--svg", paramLabel = "FILE", description = "with --trace: draw the walk, as SVG")
  private @Nullable Path svg;

  @Option(names = "--full", description = "with --trace: tell every step of it as well")
  private boolean full;

  boolean trace() {
    return trace;
  }

  boolean dnssec() {
    return dnssec;
  }

  boolean full() {
    return full;
  }

  Optional<Path> anchor() {
    return Optional.ofNullable(anchor);
  }

  Optional<Path> hints() {
    return Optional.ofNullable(hints);
  }

  Optional<Path> svg() {
    return Optional.ofNullable(svg);
  }

  /**
   * An option that means nothing without another one, with that one; empty when all is well.
   *
   * @param own whether a resolver of ours is asked, which begins at a root, too
   */
  Optional<String> missing(boolean own) {
    if (!trace && (dnssec || svg != null || full || hints != null && !own)) {
      String which = dnssec ? "--dnssec" : full ? "--full" : svg != null ? "--svg" : "--root-hints";
      return Optional.of(which + " belongs to --trace");
    }
    return anchor != null && !dnssec && !own
        ? Optional.of("--anchor belongs to --dnssec")
        : Optional.empty();
  }
}
