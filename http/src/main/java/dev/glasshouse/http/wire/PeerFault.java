package dev.glasshouse.http.wire;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.Set;

/** What goes wrong on a connection and belongs into the journey, as a step. */
public final class PeerFault {
  private static final Set<HttpReason> TOLD =
      Set.of(HttpReason.OWN_FAULT, HttpReason.SLOW_BODY, HttpReason.SLOW_READER);

  private PeerFault() {}

  /**
   * Tells of a broken rule, of a limit that was met, of a peer that is too slow, and of a fault of
   * our own; of nothing else.
   *
   * @param connection the connection's number
   * @param client who is at its other end, on a server
   */
  public static void tell(
      Trail trail, long connection, Optional<SocketAddress> client, HttpException problem) {
    if (!trail.on()) {
      return;
    }
    String peer = client.map(PeerAddress::text).orElse("");
    if (problem instanceof ViolationException) {
      trail.mark(
          new HttpStep.ProtocolViolated(connection, peer, Texts.of(problem)), problem.because());
    } else if (problem instanceof LimitException limit) {
      trail.mark(
          limit.step("connection " + connection + (peer.isEmpty() ? "" : " of " + peer)),
          limit.because());
    } else if (problem.because().reason() instanceof HttpReason its && TOLD.contains(its)) {
      trail.mark(
          new HttpStep.ExchangeFailed(connection, peer, Texts.of(problem)), problem.because());
    }
  }
}
