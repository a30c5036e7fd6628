package dev.glasshouse.server.web;

import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.server.config.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Makes certificates for sites that name none. */
@FunctionalInterface
public interface CertificateMaker {
  /** Who makes them, for which settings. */
  @FunctionalInterface
  interface Source {
    /** Nobody does. */
    Source NOBODY = _ -> Optional.empty();

    /**
     * Who makes them for these; empty for nobody.
     *
     * @throws IOException when that is said, and cannot be had
     */
    Optional<CertificateMaker> of(ServerSettings settings) throws IOException;
  }

  /**
   * A certificate for these names and addresses; there is one of either at least.
   *
   * @throws IOException when none can be made
   */
  ServerCertificate make(List<String> names, Collection<InetAddress> addresses) throws IOException;
}
