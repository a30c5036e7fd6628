package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.setup.Edge;
import dev.glasshouse.edge.setup.EdgeSettings;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * h2spec, the suite for servers of HTTP/2, against our server's end, and against the edge before a
 * server.
 */
@Timeout(300)
class Http2SuiteTest {
  private static final String PROGRAM = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

  @TempDir private Path folder;

  @Test
  void h2spec() throws Exception {
    judge("h2spec", (network, small) -> listen(network, small));
  }

  @Test
  void h2specBeforeAServer() throws Exception {
    judge(
        "h2spec-edge",
        (network, small) -> {
          HttpServer behind = listen(network, small);
          var names = new Resolver(Resolver.Parts.system(network.nameTransport()));
          ServerSpec spec =
              ServerSpec.of(Url.parse("http://127.0.0.1:" + behind.address().getPort() + "/"));
          Edge edge = Edge.open(EdgeSettings.of("small", List.of(spec)), network, names, _ -> {});
          return listen(network, edge.handler());
        });
  }

  /** Makes what is judged; all that it opens ends with its network. */
  private interface Judged {
    HttpServer open(OsNetwork network, Handler small) throws IOException;
  }

  private static HttpServer listen(OsNetwork network, Handler handler) throws IOException {
    return HttpServer.listen(
        network,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        handler,
        Limits.SERVER,
        Trail.OFF);
  }

  private void judge(String name, Judged judged) throws Exception {
    Suite suite = Suite.named(name);
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "suite " + name + " skipped: its program is for Linux on amd64");
    Path program = folder.resolve("h2spec");
    try (InputStream packed = Http2SuiteTest.class.getResourceAsStream(PROGRAM)) {
      assertThat(packed).as("the plugin's jar that brings h2spec").isNotNull();
      unpack(packed, "h2spec", program);
    }
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path report = folder.resolve("report.xml");
    try (var network = OsNetwork.open(1);
        HttpServer server = judged.open(network, _ -> Response.text(Status.OK, "a small answer"))) {
      Process run =
          new ProcessBuilder(
                  program.toString(),
                  "-h",
                  "127.0.0.1",
                  "-p",
                  Integer.toString(server.address().getPort()),
                  "-o",
                  "5",
                  "-j",
                  report.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      assertThat(run.waitFor(240, TimeUnit.SECONDS)).as("h2spec came to its end").isTrue();
    }
    read(suite, report);
    suite.finish();
  }

  /** Takes one file out of a tar file (POSIX.1 ustar: blocks of 512 bytes, sizes in octal). */
  private static void unpack(InputStream packed, String name, Path to) throws IOException {
    var in = new DataInputStream(new GZIPInputStream(packed));
    byte[] header = new byte[512];
    while (true) {
      in.readFully(header);
      String entry = text(header, 0, 100);
      if (entry.isEmpty()) {
        throw new EOFException("there is no " + name + " in it");
      }
      int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
      byte[] content = in.readNBytes(size);
      if (entry.equals(name)) {
        Files.copy(new ByteArrayInputStream(content), to);
        return;
      }
      in.skipNBytes((512 - size % 512) % 512);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.US_ASCII);
  }

  private static void read(Suite suite, Path report) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    NodeList cases = document.getElementsByTagName("testcase");
    var seen = new HashMap<String, Integer>();
    for (int i = 0; i < cases.getLength(); i++) {
      Element one = (Element) cases.item(i);
      NodeList failures = one.getElementsByTagName("failure");
      String id = one.getAttribute("package") + " " + one.getAttribute("classname");
      int times = seen.merge(id, 1, Integer::sum);
      suite.check(
          times == 1 ? id : id + " (" + times + ")",
          () -> {
            if (failures.getLength() > 0) {
              throw new AssertionError(failures.item(0).getTextContent().strip());
            }
          });
    }
  }
}
