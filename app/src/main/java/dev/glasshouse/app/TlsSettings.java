package dev.glasshouse.app;

import dev.glasshouse.net.TlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /**
   * How certificates are checked.
   *
   * @throws ParameterException when a file of authorities is not there
   */
  TlsOptions options() {
    for (Path file : authorities) {
      if (spec != null && !Files.isReadable(file)) {
        throw new ParameterException(spec.commandLine(), "there is no file " + file);
      }
    }
    var strict = new TlsOptions(TlsOptions.Verification.STRICT, authorities);
    return insecure ? strict.insecure() : strict;
  }

  /** Whether any certificate is taken. */
  boolean isInsecure() {
    return insecure;
  }
}
