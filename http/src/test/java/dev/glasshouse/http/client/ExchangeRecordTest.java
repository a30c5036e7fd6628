package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep.KernelReported;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyReason;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Source;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.Url;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journey of one exchange on a standing connection has in it. */
@Timeout(120)
class ExchangeRecordTest {
  private static final int EXCHANGES = 30;

  /** How often the kernel is asked at most, for one connection. */
  private static final long ASKED_EVERY = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", "h2"})
  void everyExchangeIsToldWhole(String protocol) throws Exception {
    var reasons = new ArrayList<Reason>();
    int reused = 0;
    long begin = System.nanoTime();
    try (var site = new Site(folder);
        HttpServer server =
            site.serve(List.of(protocol), _ -> Response.text(Status.OK, "hello\n"), "a.test");
        HttpClient client = site.client()) {
      assumeTrue(site.network.kind() != OsNetwork.Kind.NIO, "no transport that has TCP_INFO");
      String url = "https://a.test:" + server.address().getPort() + "/x";
      for (int i = 0; i < EXCHANGES; i++) {
        List<Entry> told = exchange(client, url);
        Entry kernel =
            told.stream().filter(ExchangeRecordTest::isKernels).findFirst().orElseThrow();
        assertThat(kernel.source()).isEqualTo(Source.KERNEL);
        reasons.add(kernel.because().reason());
        // A server that waited for long on a loaded machine may have closed the connection.
        if (told.getFirst().step() instanceof HttpStep.ConnectionReused) {
          assertSteps(told);
          reused++;
        }
      }
    }
    assertThat(reused).isPositive();
    assertThat(reasons).startsWith(JourneyReason.NONE);
    assertThat(reasons).isSubsetOf(JourneyReason.NONE, ConnectionReason.KERNEL_ASKED_BEFORE);
    long most = (System.nanoTime() - begin) / ASKED_EVERY + 1;
    assertThat(reasons.stream().filter(JourneyReason.NONE::equals).count())
        .isLessThanOrEqualTo(most);
  }

  /** The journey of one exchange, once the kernel's word is in it: it may come a moment later. */
  private static List<Entry> exchange(HttpClient client, String url) throws Exception {
    var recorder = Recorder.start();
    Response response = client.send(Request.get(Url.parse(url)), Priority.HIGH, recorder.trail());
    try (BodyStream body = response.body().open()) {
      assertThat(body.readAllBytes()).hasSize(6);
    }
    while (recorder.journey().entries().stream().noneMatch(ExchangeRecordTest::isKernels)) {
      Thread.sleep(1);
    }
    return recorder.journey().entries();
  }

  private static boolean isKernels(Entry entry) {
    return entry.step() instanceof KernelReported;
  }

  private static void assertSteps(List<Entry> told) {
    List<Entry> ours = told.stream().filter(entry -> !isKernels(entry)).toList();
    assertThat(told).hasSize(ours.size() + 1);
    assertThat(ours)
        .extracting(entry -> entry.step().getClass().getSimpleName())
        .containsExactly("ConnectionReused", "RequestSent", "ResponseBegun", "ResponseEnded");
    assertThat(ours).isSortedAccordingTo((a, b) -> Long.compare(a.end(), b.end()));
    assertThat(told).extracting(Entry::id).doesNotHaveDuplicates();
    Entry sent = ours.get(1);
    Entry begun = ours.get(2);
    assertThat(begun.begin()).isEqualTo(sent.end());
    assertThat(ours.get(3).begin()).isEqualTo(begun.end());
    var request = (HttpStep.RequestSent) sent.step();
    assertThat(request.target()).isEqualTo("/x");
    assertThat(request.headerBytes()).isPositive();
    assertThat(request.fields()).anyMatch(line -> line.contains("a.test:"));
    var response = (HttpStep.ResponseBegun) begun.step();
    assertThat(response.fields()).anyMatch(line -> line.equalsIgnoreCase("Content-Length: 6"));
    assertThat(((HttpStep.ResponseEnded) ours.get(3).step()).wireBytes()).isEqualTo(6);
  }
}
