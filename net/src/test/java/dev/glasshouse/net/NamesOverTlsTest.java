package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.dns.serve.ServerCount;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names over TLS (RFC 7858): our name server behind our TLS, asked by the JDK's TLS and kdig. */
class NamesOverTlsTest {
  private static final String NAME = "ns.site.test";
  private static final int PADDING = 12;
  private static final int BLOCK = 468;
  private static final int PATIENCE = 30_000;
  private static final String ZONE =
      """
      $TTL 300
      @ SOA ns hostmaster 7 3600 600 86400 60
      @ NS ns
      ns A 192.0.2.53
      www A 192.0.2.1
      """;

  private final OsNetwork network = OsNetwork.open(1);
  private final Authority authority = new Authority();
  private final X509Bundle bundle = authority.issue(NAME);
  private final TlsServer tls =
      TlsServer.pem(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), List.of("dot"));
  @TempDir Path folder;

  NamesOverTlsTest() throws Exception {}

  @AfterEach
  void close() {
    tls.close();
    network.close();
  }

  private NameServer serve(Duration idle) throws Exception {
    var names = new dev.glasshouse.dns.zone.Authority(ZoneLimits.DEFAULT);
    names.put(ZoneFile.read(ZONE, "site.test.", ZoneLimits.DEFAULT).zone());
    var sockets =
        new NameServer.Sockets(
            network.eventLoops(), network.datagramSockets(), network.serverSockets());
    var place =
        NameServer.Place.tls(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            () -> tls.handler(ByteBufAllocator.DEFAULT));
    return NameServer.open(
        List.of(place),
        sockets,
        NameServer.Settings.DEFAULT.with(
            ServeLimits.DEFAULT.withIdle(idle).withEnding(Duration.ofSeconds(1))),
        names);
  }

  private SSLSocket connect(NameServer server, String alpn) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] root = authority.root.getCertificatePEM().getBytes(StandardCharsets.US_ASCII);
    store.setCertificateEntry(
        "root",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(root)));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    InetSocketAddress at = server.addresses().getFirst();
    var plain = new Socket(at.getAddress(), at.getPort());
    plain.setSoTimeout(PATIENCE);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, NAME, at.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {alpn});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static byte[] question(int id, String name, int padding) throws IOException {
    var message = new Message(id);
    message.addRecord(Record.newRecord(Name.fromString(name), Type.A, DClass.IN), Section.QUESTION);
    var options =
        padding < 0
            ? List.<org.xbill.DNS.EDNSOption>of()
            : List.<org.xbill.DNS.EDNSOption>of(new GenericEDNSOption(PADDING, new byte[padding]));
    message.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
    return message.toWire();
  }

  private static void send(Socket socket, byte[] message) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    byte[] all = new byte[message.length + 2];
    all[0] = (byte) (message.length >> 8);
    all[1] = (byte) message.length;
    System.arraycopy(message, 0, all, 2, message.length);
    out.write(all);
    out.flush();
  }

  private static byte[] receive(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return message;
  }

  @Test
  void questionsAreAnsweredInsideTls() throws Exception {
    try (NameServer server = serve(Duration.ofMinutes(10));
        SSLSocket socket = connect(server, "dot")) {
      send(socket, question(1, "www.site.test.", -1));
      send(socket, question(2, "missing.site.test.", -1));
      var first = new Message(receive(socket));
      var second = new Message(receive(socket));
      assertThat(socket.getApplicationProtocol()).isEqualTo("dot");
      assertThat(first.getHeader().getID()).isEqualTo(1);
      assertThat(first.getSection(Section.ANSWER).getFirst().rdataToString())
          .isEqualTo("192.0.2.1");
      assertThat(second.getHeader().getID()).isEqualTo(2);
      assertThat(second.getRcode()).isEqualTo(3);
      assertThat(first.getOPT().getOptions(PADDING)).as("not asked for").isEmpty();
      assertThat(server.counts().of(ServerCount.STREAM_MESSAGES)).isEqualTo(2);
    }
  }

  @Test
  void paddedQuestionsHavePaddedAnswers() throws Exception {
    try (NameServer server = serve(Duration.ofMinutes(10));
        SSLSocket socket = connect(server, "dot")) {
      for (String name : List.of("www.site.test.", "missing.site.test.", "elsewhere.test.")) {
        send(socket, question(3, name, 60));
        byte[] bytes = receive(socket);
        assertThat(bytes.length).as(name).isEqualTo(BLOCK);
        assertThat(new Message(bytes).getOPT().getOptions(PADDING)).as(name).hasSize(1);
      }
    }
  }

  @Test
  void whoSaysNothingIsLetGo() throws Exception {
    try (NameServer server = serve(Duration.ofMillis(200))) {
      InetSocketAddress at = server.addresses().getFirst();
      try (Socket silent = new Socket(at.getAddress(), at.getPort())) {
        silent.setSoTimeout(PATIENCE);
        assertThat(ends(silent)).as("the server ends it").isTrue();
      }
      try (SSLSocket shaken = connect(server, "dot")) {
        assertThat(ends(shaken)).as("the server ends it").isTrue();
      }
    }
  }

  /** Whether nothing more comes; how that shows is left to the network. */
  private static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void kdigIsAnswered() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/kdig"))).as("kdig is installed").isTrue();
    Path root = authority.file(folder);
    try (NameServer server = serve(Duration.ofMinutes(10))) {
      Path said = folder.resolve("said");
      Process kdig =
          new ProcessBuilder(
                  "/usr/bin/kdig",
                  "+tls-ca=" + root,
                  "+tls-hostname=" + NAME,
                  "+padding=128",
                  "+timeout=30",
                  "+retry=0",
                  "@127.0.0.1",
                  "-p",
                  "" + server.addresses().getFirst().getPort(),
                  "www.site.test",
                  "A")
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(kdig.waitFor(60, TimeUnit.SECONDS)).as("kdig ends").isTrue();
      assertThat(Files.readString(said)).contains("192.0.2.1", "status: NOERROR", "PADDING");
    }
  }
}
