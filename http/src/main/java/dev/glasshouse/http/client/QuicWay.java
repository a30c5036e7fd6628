package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Target;
import java.io.IOException;
import java.util.Optional;

/** Makes HTTP/3 sessions over QUIC. */
interface QuicWay extends AutoCloseable {
  /** Why it cannot on this machine; empty when it can. */
  Optional<String> problem();

  /** Makes one. Blocks; interrupting the thread gives it up. */
  Connector.Made dial(
      Target target, VersionVerdict.Quic where, Names names, Deadline deadline, Trail trail)
      throws IOException;

  @Override
  void close();
}
