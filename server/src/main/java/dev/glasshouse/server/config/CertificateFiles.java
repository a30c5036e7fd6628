package dev.glasshouse.server.config;

import dev.glasshouse.net.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** The certificate and the key that a site names. */
public final class CertificateFiles {
  private CertificateFiles() {}

  /**
   * Reads them.
   *
   * @param values of a site that names both
   * @throws ConfigException with everything that is wrong with them
   */
  public static ServerCertificate read(Values values) throws ConfigException {
    List<Fault> missing =
        Stream.of("certificate", "key")
            .flatMap(option -> NamedFiles.unreadable(values, option).stream())
            .toList();
    if (!missing.isEmpty()) {
      throw new ConfigException(missing);
    }
    try {
      return ServerCertificate.pem(
          Files.readString(values.path("certificate").orElseThrow()),
          Files.readString(values.path("key").orElseThrow()));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(values.fault("certificate", String.valueOf(e.getMessage()))));
    }
  }
}
