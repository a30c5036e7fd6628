package dev.glasshouse.app;

import dev.glasshouse.net.TlsOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which certificates a command takes. */
final class TlsSettings {
  @Option(
      names = {"-k", "--insecure"},
      description = "take any certificate, for tests only; the story says so")
  private boolean insecure;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "trust the certificates in this PEM file, too")
  private List<Path> authorities = List.of();

  /** How certificates are checked. */
  TlsOptions options() {
    var strict = new TlsOptions(TlsOptions.Verification.STRICT, authorities);
    return insecure ? strict.insecure() : strict;
  }

  /** Whether any certificate is taken. */
  boolean isInsecure() {
    return insecure;
  }
}
