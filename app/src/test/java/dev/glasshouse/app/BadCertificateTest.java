package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are wrong, and TLS that is cut, through the program. */
@Timeout(180)
class BadCertificateTest {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n<!doctype html><p>Over TLS";

  @TempDir Path folder;
  private X509Bundle root;
  private Path trusted;

  @BeforeEach
  void authority() throws Exception {
    root = base().subject("CN=Test Root").setIsCertificateAuthority(true).buildSelfSigned();
    trusted = Files.writeString(folder.resolve("root.pem"), root.getCertificatePEM());
  }

  private static CertificateBuilder base() {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .notBefore(now.minus(10, ChronoUnit.DAYS))
        .notAfter(now.plus(10, ChronoUnit.DAYS));
  }

  private static CertificateBuilder server(String name) {
    return base().subject("CN=" + name).addSanDnsName(name).addExtendedKeyUsageServerAuth();
  }

  private static SSLContext context(X509Bundle certificate) throws Exception {
    KeyStore store = certificate.toKeyStore("secret".toCharArray());
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static void answer(OutputStream out, Socket socket) throws Exception {
    out.write(ANSWER.formatted("Content-Length: 26\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    socket.shutdownOutput();
  }

  private BadInputTest.Run open(X509Bundle certificate, String... more) throws Exception {
    try (var server =
        BadServer.playing(context(certificate), (_, out, socket) -> answer(out, socket))) {
      var all = new ArrayList<>(List.of("open", "--private", "--no-png"));
      all.addAll(List.of(more));
      all.add("https://localhost:" + server.port() + "/");
      return BadInputTest.run(all.toArray(String[]::new));
    }
  }

  private void assertRefused(X509Bundle certificate, String... saying) throws Exception {
    BadInputTest.Run run = open(certificate, "--cacert", trusted.toString());
    assertThat(run.status()).as(run.all()).isEqualTo(Glass.FAILED);
    assertThat(run.out()).contains(saying);
    BadInputTest.Run taken = open(certificate, "--insecure");
    assertThat(taken.status()).as(taken.all()).isEqualTo(Glass.OK);
    assertThat(taken.out()).contains("THE CERTIFICATE IS WRONG, which was ignored");
  }

  @Test
  void aGoodOneIsTaken() throws Exception {
    BadInputTest.Run run =
        open(server("localhost").buildIssuedBy(root), "--cacert", trusted.toString());
    assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
  }

  @Test
  void oneThatExpired() throws Exception {
    Instant before = Instant.now().minus(2, ChronoUnit.DAYS);
    assertRefused(server("localhost").notAfter(before).buildIssuedBy(root), "expired");
  }

  @Test
  void oneForAnotherName() throws Exception {
    assertRefused(server("other.example").buildIssuedBy(root), "other.example");
  }

  @Test
  void oneOfAnUnknownIssuer() throws Exception {
    X509Bundle stranger =
        base().subject("CN=A Stranger").setIsCertificateAuthority(true).buildSelfSigned();
    assertRefused(server("localhost").buildIssuedBy(stranger), "A Stranger");
  }

  @Test
  void oneThatSignedItself() throws Exception {
    assertRefused(server("localhost").setIsCertificateAuthority(true).buildSelfSigned(), "signed");
  }

  @Test
  void aServerThatSpeaksNoTls() throws Exception {
    try (var server = BadServer.saying("220 hello\r\n")) {
      BadInputTest.Run run =
          BadInputTest.run(
              "open",
              "--private",
              "--no-png",
              "--timeout",
              "5",
              "https://localhost:" + server.port() + "/");
      assertThat(run.status()).as(run.all()).isEqualTo(Glass.FAILED);
      assertThat(run.out()).contains("TLS");
    }
  }

  @Test
  void aBodyThatIsCutUnderTls() throws Exception {
    X509Bundle certificate = server("localhost").buildIssuedBy(root);
    try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      SSLContext context = context(certificate);
      Thread.ofVirtual().start(() -> cut(server, context));
      BadInputTest.Run run =
          BadInputTest.run(
              "open",
              "--private",
              "--no-png",
              "--cacert",
              trusted.toString(),
              "https://localhost:" + server.getLocalPort() + "/");
      assertThat(run.status()).as(run.all()).isEqualTo(Glass.FAILED);
      assertThat(run.out()).contains("without the close_notify of TLS");
    }
  }

  /** Answers until the close, and closes the connection under TLS. */
  private static void cut(ServerSocket server, SSLContext context) {
    try (Socket raw = server.accept();
        Socket tls = context.getSocketFactory().createSocket(raw, null, false)) {
      var in =
          new BufferedReader(
              new InputStreamReader(tls.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        // The head is read to its end.
      }
      tls.getOutputStream().write(ANSWER.formatted("").getBytes(StandardCharsets.US_ASCII));
      tls.getOutputStream().flush();
      raw.close();
    } catch (IOException e) {
      // The client gave up, which the test finds.
    }
  }
}
