package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.HttpStep;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chromium, whose QUIC is Google's own, against our server. */
@Timeout(300)
class ChromiumTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir private Path folder;
  private final List<String> served = new CopyOnWriteArrayList<>();

  private Response handle(Request request) {
    served.add(request.target() + " " + request.version());
    return switch (request.target()) {
      case "/" ->
          Response.html(
              Status.OK,
              "<!doctype html><title>Over QUIC</title><script src=/script.js></script><p>"
                  + "word ".repeat(40_000));
      case "/script.js" ->
          Response.text(Status.OK, "document.title += ' with a script';")
              .with("Content-Type", "text/javascript");
      default -> Response.of(Status.NOT_FOUND);
    };
  }

  /** How Chromium is told of a key that it may trust. */
  private static String fingerprint(Authority authority) throws Exception {
    var certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(authority.chain().getBytes(StandardCharsets.US_ASCII)));
    byte[] key = certificate.getPublicKey().getEncoded();
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
  }

  @Test
  void readsAPage() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not on this machine");
    try (var server = new Server(this::handle)) {
      String site = Authority.NAME + ":" + server.port();
      Path printed = folder.resolve("printed");
      Process chromium =
          new ProcessBuilder(
                  CHROMIUM.toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--user-data-dir=" + folder.resolve("profile"),
                  "--host-resolver-rules=MAP " + Authority.NAME + " 127.0.0.1",
                  "--enable-quic",
                  "--origin-to-force-quic-on=" + site,
                  "--ignore-certificate-errors-spki-list=" + fingerprint(server.authority),
                  "--dump-dom",
                  "https://" + site + "/")
              .redirectOutput(printed.toFile())
              .redirectError(folder.resolve("said").toFile())
              .start();
      try {
        assertThat(chromium.waitFor(240, TimeUnit.SECONDS)).as("it comes to its end").isTrue();
      } finally {
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly().waitFor();
      }
      assertThat(Files.readString(printed))
          .as(Files.readString(folder.resolve("said")))
          .contains("<title>Over QUIC with a script</title>")
          .hasSizeGreaterThan(200_000);
      assertThat(served).contains("/ " + HttpVersion.HTTP_3, "/script.js " + HttpVersion.HTTP_3);
      assertThat(served).allMatch(line -> line.endsWith(HttpVersion.HTTP_3.toString()));
      assertThat(server.steps(HttpStep.ProtocolViolated.class)).isEmpty();
    }
  }
}
