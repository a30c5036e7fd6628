package dev.glasshouse.app;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From which root a resolver of ours walks, and what it trusts. */
final class RootOptions {
  @Option(
      names = "--root-hints",
      paramLabel = "FILE",
      description = {
        "with --own-resolver: begin at the root's servers that this file names; no signatures are",
        "checked then but by --anchor"
      })
  private @Nullable Path hints;

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description =
          "with --own-resolver: trust the DS and DNSKEY records of this file, not the root's keys")
  private @Nullable Path anchor;

  Optional<Path> hints() {
    return Optional.ofNullable(hints);
  }

  Optional<Path> anchor() {
    return Optional.ofNullable(anchor);
  }
}
