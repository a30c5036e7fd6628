package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code --qlog DIR}: what happens on a QUIC connection, in a file. */
@Timeout(120)
class QlogTest {
  /** What each record of a file begins with (RFC 7464 2.2). */
  private static final String RECORD = "\u001e";

  @TempDir private Path folder;
  private final OsNetwork network = OsNetwork.open(1);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    X509Bundle own =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    TlsServer tls =
        TlsServer.pem(own.getCertificatePathPEM(), own.getPrivateKeyPEM(), List.of("http/1.1"));
    for (int left = 20; ; left--) {
      server =
          HttpServer.listen(
              network,
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
              tls,
              _ -> Response.html(Status.OK, "<!doctype html><title>Over QUIC</title><p>Here"),
              Limits.SERVER,
              Trail.OFF);
      try {
        server = server.alsoQuic(network, tls, QuicOptions.DEFAULT);
        return;
      } catch (IOException e) {
        // What is free for TCP may be taken for UDP: then another port.
        server.close();
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  @AfterEach
  void close() {
    server.close();
    network.close();
  }

  private String url() {
    return "https://127.0.0.1:" + server.address().getPort() + "/";
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static List<Path> files(Path logs) throws Exception {
    try (Stream<Path> all = Files.list(logs)) {
      return all.toList();
    }
  }

  /** Its records, once it is whole: its end is written when the connection is freed. */
  private static List<JsonNode> records(Path file) throws Exception {
    while (true) {
      try {
        List<JsonNode> records = parsed(file);
        if (!records.isEmpty()) {
          return records;
        }
      } catch (JacksonException _) {
        // The last record is not whole yet.
      }
      if (Thread.interrupted()) {
        throw new AssertionError("it does not become whole");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static List<JsonNode> parsed(Path file) throws Exception {
    var records = new ArrayList<JsonNode>();
    var json = new ObjectMapper();
    for (String record : Files.readString(file).split(RECORD)) {
      if (!record.isBlank()) {
        records.add(json.readTree(record));
      }
    }
    return records;
  }

  private void hasPackets(Path logs) throws Exception {
    assertThat(files(logs)).as("one connection: %s", err).hasSize(1);
    List<JsonNode> records = records(files(logs).getFirst());
    assertThat(records.getFirst().path("serialization_format").asString()).isEqualTo("JSON-SEQ");
    assertThat(records)
        .extracting(record -> record.path("name").asString().replaceFirst(".*:", ""))
        .contains("packet_sent", "packet_received");
    assertThat(err.toString()).contains(files(logs).getFirst().toString());
  }

  @Test
  void aFileForTheConnectionOfAnExchange() throws Exception {
    Path logs = folder.resolve("made/when/needed");
    assertThat(run(new GetCommand(), "-k", "-v", "--http3", "--qlog", logs.toString(), url()))
        .as("%s", err)
        .isZero();
    assertThat(out.toString()).contains("Over QUIC");
    hasPackets(logs);
  }

  @Test
  void aFileForTheConnectionOfAPage() throws Exception {
    Path logs = folder.resolve("logs");
    assertThat(
            run(
                new OpenCommand(),
                "-k",
                "--private",
                "--http3",
                "--story",
                "full",
                "--png",
                folder.resolve("page.png").toString(),
                "--qlog",
                logs.toString(),
                url()))
        .as("%s", err)
        .isZero();
    err.append(out.toString());
    hasPackets(logs);
  }

  @Test
  void aFolderThatCannotBeIsWrongUse() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThat(run(new GetCommand(), "--qlog", file.resolve("logs").toString(), url()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--qlog: there is no folder");
  }
}
