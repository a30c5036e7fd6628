package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody can make our server send much to an address that did not ask (RFC 9000 8). */
@Timeout(60)
class AddressTest {
  @TempDir private Path folder;

  /** A client's first datagram, as it is on the wire. */
  private static byte[] firstDatagram() throws Exception {
    try (var sink = new DatagramSocket(new InetSocketAddress(Client.LOOPBACK, 0));
        var our = new Client(TlsOptions.DEFAULT)) {
      Thread dial =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  our.dialer.dial(
                      Target.tls(Authority.NAME, sink.getLocalPort(), List.of("h3")),
                      Deadline.in(Duration.ofSeconds(30)),
                      our.recorder.trail());
                } catch (DialException _) {
                  // It is given up below.
                }
              });
      var packet = new DatagramPacket(new byte[2000], 2000);
      sink.receive(packet);
      dial.interrupt();
      dial.join();
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  /** Sends a datagram from a socket that never answers, and counts what comes until silence. */
  private static int answered(byte[] datagram, InetSocketAddress server) throws IOException {
    try (var raw = new DatagramSocket(new InetSocketAddress(Client.LOOPBACK, 0))) {
      raw.send(new DatagramPacket(datagram, datagram.length, server));
      raw.setSoTimeout(30_000);
      int bytes = 0;
      try {
        while (true) {
          var packet = new DatagramPacket(new byte[65536], 65536);
          raw.receive(packet);
          bytes += packet.getLength();
          raw.setSoTimeout(3000);
        }
      } catch (SocketTimeoutException _) {
        return bytes;
      }
    }
  }

  private static Server server(QuicOptions options) throws Exception {
    return new Server(
        request -> Response.text(Status.OK, request.target()),
        options,
        Limits.SERVER,
        dev.glasshouse.net.Limits.DEFAULT,
        1,
        new Authority(300));
  }

  @Test
  void atMostThreeTimesWhatCame() throws Exception {
    byte[] first = firstDatagram();
    try (var server = server(QuicOptions.DEFAULT);
        var our = new Client(server.trusting(folder))) {
      assertThat(first).hasSizeGreaterThanOrEqualTo(1200);
      assertThat(server.authority.chain())
          .as("more than what may be sent")
          .hasSizeGreaterThan(9000);
      assertThat(answered(first, server.address())).isBetween(1200, 3 * first.length);
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThat(Client.text(our.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
    }
  }

  @Test
  void aProofOfAddressFirst() throws Exception {
    byte[] first = firstDatagram();
    try (var server = server(QuicOptions.DEFAULT.with(QuicOptions.AddressProof.ALWAYS));
        var our = new Client(server.trusting(folder))) {
      assertThat(answered(first, server.address())).isBetween(1, 200);
      assertThat(server.http.connections()).as("nothing is kept").isZero();
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThat(Client.text(our.send(session, Request.get(server.url("/a"))))).isEqualTo("/a");
      // Once for each of the two; a client that is kept waiting sends its first datagram again.
      assertThat(server.steps(QuicStep.AddressQuestioned.class)).hasSizeGreaterThanOrEqualTo(2);
    }
  }
}
