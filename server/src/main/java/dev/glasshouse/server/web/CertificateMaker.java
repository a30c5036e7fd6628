package dev.glasshouse.server.web;

import dev.glasshouse.net.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/** Makes certificates for sites that name none. */
@FunctionalInterface
public interface CertificateMaker {
  /**
   * A certificate for these names and addresses; there is one of either at least.
   *
   * @throws IOException when none can be made
   */
  ServerCertificate make(List<String> names, Collection<InetAddress> addresses) throws IOException;
}
