package dev.glasshouse.http.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.url.Url;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both our ends of SPDY/3.1, against peers that do what serves nobody. */
@Timeout(60)
class AttacksTest {
  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private X509Bundle certificate;
  private Optional<TlsServer> tls = Optional.empty();

  @BeforeEach
  void certify() throws Exception {
    certificate =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  @AfterEach
  void close() {
    network.close();
    tls.ifPresent(TlsServer::close);
  }

  /** What one end does to the other, again and again, until it is cut off. */
  enum Flood {
    PINGS("multiplex.control") {
      @Override
      void go(RawEnd end, int i) throws IOException {
        end.bytes(RawEnd.control(RawEnd.PING, (byte) 0, (byte) 0, (byte) 1, (byte) 1));
      }
    },
    SETTINGS("multiplex.control") {
      @Override
      void go(RawEnd end, int i) throws IOException {
        end.bytes(RawEnd.control(RawEnd.SETTINGS, new byte[4]));
      }
    },
    WINDOW_UPDATES("multiplex.control") {
      @Override
      void go(RawEnd end, int i) throws IOException {
        end.bytes(RawEnd.control(RawEnd.WINDOW_UPDATE, new byte[] {0, 0, 0, 0, 0, 0, 0, 1}));
      }
    },
    EMPTY_DATA("multiplex.control") {
      @Override
      void go(RawEnd end, int i) throws IOException {
        end.bytes(RawEnd.data(1, false));
      }
    };

    private final String limit;

    Flood(String limit) {
      this.limit = limit;
    }

    abstract void go(RawEnd end, int i) throws IOException;
  }

  private HttpServer serve(Limits limits) throws Exception {
    TlsServer its =
        TlsServer.pem(
            certificate.getCertificatePathPEM(),
            certificate.getPrivateKeyPEM(),
            List.of("spdy/3.1"));
    tls = Optional.of(its);
    return HttpServer.listen(
        network,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        its,
        request -> {
          try (BodyStream body = request.body().open()) {
            return Response.text(Status.OK, "" + body.readAllBytes().length);
          }
        },
        limits,
        recorder.trail());
  }

  private static RawEnd dial(HttpServer server) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    var socket =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
    SSLParameters parameters = socket.getSSLParameters();
    RawEnd.only(parameters);
    socket.setSSLParameters(parameters);
    return new RawEnd(socket);
  }

  private boolean told(String limit) {
    return recorder.journey().entries().stream()
        .anyMatch(one ->
            one.step() instanceof JourneyStep.LimitReached reached
                && reached.limit().equals(limit));
  }

  private void awaitTold(String limit) throws InterruptedException {
    while (!told(limit)) {
      Thread.sleep(2);
    }
  }

  /** Does it until the other end has had enough. */
  private void flood(RawEnd end, Flood flood) {
    try {
      for (int i = 0; i < 20_000; i++) {
        flood.go(end, i);
      }
    } catch (IOException _) {
      // Cut off.
    }
    end.rest();
  }

  @ParameterizedTest
  @EnumSource
  void clientsCannotFlood(Flood flood) throws Exception {
    try (HttpServer server = serve(Limits.SERVER);
        RawEnd client = dial(server)) {
      client.asks(1, false);
      flood(client, flood);
      awaitTold(flood.limit);
    }
  }

  @ParameterizedTest
  @EnumSource
  void serversCannotFloodEither(Flood flood) throws Exception {
    serversAnswer(
        server -> {
          server.answers(1, false);
          flood(server, flood);
        },
        response -> {
          try (BodyStream body = response.body().open()) {
            assertThatThrownBy(body::readAllBytes)
                .isInstanceOfSatisfying(
                    LimitException.class, e -> assertThat(e.limit()).isEqualTo(flood.limit));
          }
        });
  }

  @Test
  void rapidReset() throws Exception {
    try (HttpServer server = serve(Limits.SERVER);
        RawEnd client = dial(server)) {
      try {
        for (int i = 0; i < 5000; i++) {
          client.asks(1 + 2 * i, false);
          client.send(new DefaultSpdyRstStreamFrame(1 + 2 * i, SpdyStreamStatus.CANCEL));
        }
      } catch (IOException _) {
        // Cut off.
      }
      client.rest();
      awaitTold("multiplex.resets");
    }
  }

  @Test
  void madeYouReset() throws Exception {
    try (HttpServer server = serve(Limits.SERVER);
        RawEnd client = dial(server)) {
      try {
        for (int i = 0; i < 5000; i++) {
          client.asks(1 + 2 * i, true, "content-length", "5");
        }
      } catch (IOException _) {
        // Cut off.
      }
      client.rest();
      awaitTold("multiplex.faults");
    }
  }

  @Test
  void headerBombs() throws Exception {
    try (HttpServer server = serve(Limits.SERVER)) {
      try (RawEnd client = dial(server)) {
        try {
          client.asks(1, true, bomb());
        } catch (IOException _) {
          // Cut off.
        }
        client.rest();
        awaitTold("head.section");
      }
      try (RawEnd client = dial(server)) {
        String[] many = new String[600];
        for (int i = 0; i < many.length; i += 2) {
          many[i] = "x" + i;
          many[i + 1] = "a";
        }
        client.asks(1, true, many);
        assertThat(client.await(SpdyRstStreamFrame.class).status())
            .isEqualTo(SpdyStreamStatus.PROTOCOL_ERROR);
        awaitTold("head.fields");
        client.asks(3, true);
        assertThat(client.await(SpdySynReplyFrame.class).streamId())
            .as("the others go on")
            .isEqualTo(3);
      }
    }
  }

  @Test
  void lengthsThatDoNotHoldAreSeen() throws Exception {
    try (HttpServer server = serve(Limits.SERVER);
        RawEnd client = dial(server)) {
      client.asks(1, false, "content-length", "3");
      client.bytes(RawEnd.data(1, true, new byte[5]));
      assertThat(client.await(SpdyRstStreamFrame.class).streamId()).isEqualTo(1);
    }
    serversAnswer(
        server -> {
          server.answers(1, false, "content-length", "3");
          server.bytes(RawEnd.data(1, false, new byte[5]));
        },
        response -> {
          try (BodyStream body = response.body().open()) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(ViolationException.class);
          }
        });
    serversAnswer(
        server -> {
          server.answers(1, false, "content-length", "3");
          server.bytes(RawEnd.data(1, true));
        },
        response -> {
          try (BodyStream body = response.body().open()) {
            assertThatThrownBy(body::readAllBytes)
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("3");
          }
        });
  }

  @Test
  void serversCannotSendBombs() throws Exception {
    serversAnswer(
        server -> {
          try {
            server.answers(1, false, bomb());
          } catch (IOException _) {
            // Cut off.
          }
        },
        response -> {
          throw new AssertionError("it was taken");
        },
        problem ->
            assertThat(problem)
                .isInstanceOfSatisfying(
                    LimitException.class, e -> assertThat(e.limit()).isEqualTo("head.section")));
  }

  /** Over each limit as it becomes, and a kilobyte as it comes; the codec gives up at 1 MiB. */
  private static String[] bomb() {
    String[] fields = new String[20];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = "x-bomb-" + i;
      fields[i + 1] = "a".repeat(60_000);
    }
    return fields;
  }

  private interface Saying {
    void say(RawEnd server) throws Exception;
  }

  private interface Looking {
    void look(Response response) throws Exception;
  }

  private interface Judging {
    void judge(IOException problem);
  }

  private void serversAnswer(Saying says, Looking looks) throws Exception {
    serversAnswer(
        says,
        looks,
        problem -> {
          throw new AssertionError(problem);
        });
  }

  /** A server that says this on its first stream, and what our client makes of it. */
  private void serversAnswer(Saying says, Looking looks, Judging judges) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(certificate.toKeyStore(new char[0]), new char[0]);
    tls.init(keys.getKeyManagers(), null, null);
    try (var listening =
            (SSLServerSocket)
                tls.getServerSocketFactory()
                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client =
            HttpClient.over(
                ClientFixture.dialer(network),
                Limits.CLIENT,
                ClientOptions.DEFAULT.with(VersionDemand.SPDY_3_1))) {
      SSLParameters parameters = listening.getSSLParameters();
      RawEnd.only(parameters);
      listening.setSSLParameters(parameters);
      var said =
          new FutureTask<Void>(() -> {
            try (RawEnd server = new RawEnd((SSLSocket) listening.accept())) {
              server.await(SpdySynStreamFrame.class);
              says.say(server);
              server.rest();
            }
            return null;
          });
      Thread.ofVirtual().start(said);
      Request request =
          Request.get(Url.parse("https://localhost:" + listening.getLocalPort() + "/"));
      Response response;
      try {
        response = client.send(request, Priority.HIGH, recorder.trail());
        looks.look(response);
      } catch (IOException e) {
        judges.judge(e);
      }
      client.close();
      said.get(40, TimeUnit.SECONDS);
    }
  }
}
