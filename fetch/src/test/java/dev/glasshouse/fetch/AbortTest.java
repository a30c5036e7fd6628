package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches that are given up at any moment, that outlive their page, and that are made to harm. */
@Timeout(60)
class AbortTest {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /** Holds the server where the path says, until the test is over. */
  private Response answer(Request request) throws IOException {
    String stage = request.path().substring(1);
    boolean first = request.method().equals(Method.OPTIONS);
    if ((stage.equals("preflight") && first) || (stage.equals("head") && !first)) {
      hold();
    }
    Response open = Response.text(Status.OK, "x").with("Access-Control-Allow-Origin", "*");
    return switch (stage) {
      case "redirect" -> Response.of(Status.FOUND).with("Location", "/head");
      case "401" ->
          request.fields().has("Authorization")
              ? held(open)
              : Response.of(new Status(401)).with("WWW-Authenticate", "Basic realm=r");
      case "body", "integrity" -> open.with(Body.streaming(new Slow()));
      default -> open;
    };
  }

  private Response held(Response response) throws IOException {
    hold();
    return response;
  }

  private void hold() throws IOException {
    reached.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A piece, and then nothing. */
  private final class Slow extends InputStream {
    private int sent;

    @Override
    public int read() throws IOException {
      if (sent++ < 2000) {
        return 'x';
      }
      hold();
      return -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int c = read();
      if (c < 0) {
        return -1;
      }
      into[offset] = (byte) c;
      return 1;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preflight", "head", "redirect", "401", "body", "integrity"})
  void aFetchIsGivenUp(String stage) throws Exception {
    try (var lab = new Lab(this::answer)) {
      FetchRequest.Builder builder = FetchRequest.of(lab.url("b.test", "/" + stage));
      switch (stage) {
        case "preflight" ->
            builder
                .mode(FetchRequest.Mode.CORS)
                .method(Method.PUT)
                .referrer(lab.url("a.test", "/"));
        case "401" -> builder.terms(Terms.NONE.with(dev.glasshouse.net.auth.Login.parse("u:p")));
        case "integrity" -> builder.terms(Terms.NONE.withIntegrity("sha256-AAAA"));
        default -> {}
      }
      var problem = new AtomicReference<Throwable>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try (FetchResponse response =
                    lab.fetcher.fetch(builder.build(), lab.recorder.trail())) {
                  response.body().readAllBytes();
                } catch (IOException e) {
                  problem.set(e);
                }
              });
      reached.await();
      thread.interrupt();
      thread.join();
      assertThat(problem.get()).as("it ends, though the server does not").isNotNull();
      assertThat(lab.steps(FetchStep.Fetched.class).getFirst().outcome()).isEqualTo("cancelled");
      assertThat(lab.steps(FetchStep.FetchFailed.class)).isEmpty();
      release.countDown();
    }
  }

  @Test
  void beaconsOutliveTheirPageWithinTheirQuota() throws Exception {
    var seen = new CopyOnWriteArrayList<String>();
    var two = new CountDownLatch(2);
    try (var lab =
        new Lab(request -> {
          int bytes = request.body().open().readAllBytes().length;
          seen.add(request.path() + " " + bytes);
          two.countDown();
          if (request.path().equals("/big")) {
            hold();
          }
          return Response.of(Status.NO_CONTENT);
        })) {
      FetchRequest.Builder beacon =
          FetchRequest.of(lab.url("a.test", "/big"))
              .method(Method.POST)
              .referrer(lab.url("a.test", "/page"));
      var trail = lab.recorder.trail();
      assertThat(lab.fetcher.beacon(beacon.body(Body.of(new byte[60_000])).build(), trail))
          .isTrue();
      beacon.url(lab.url("a.test", "/small"));
      assertThat(lab.fetcher.beacon(beacon.body(Body.of(new byte[6000])).build(), trail))
          .as("together they are more than 64 KiB")
          .isFalse();
      assertThat(lab.steps(JourneyStep.LimitReached.class)).hasSize(1);
      assertThat(lab.fetcher.beacon(beacon.body(Body.of(new byte[5000])).build(), trail)).isTrue();
      Body stream = Body.streaming(new ByteArrayInputStream(new byte[1]));
      assertThat(lab.fetcher.beacon(beacon.body(stream).build(), trail)).isFalse();
      assertThat(lab.entries(PolicyStep.RequestBlocked.class))
          .extracting(e -> e.because().reason())
          .containsExactly(PolicyReason.KEEPALIVE_QUOTA, PolicyReason.KEEPALIVE_STREAM);
      two.await();
      release.countDown();
    }
    assertThat(seen).containsExactlyInAnyOrder("/big 60000", "/small 5000");
  }

  /** Fetch, "HTTP-network-or-cache fetch": 64 KiB under way, of one page. */
  @Test
  void whatWasAnsweredTakesNoQuota() throws Exception {
    try (var lab =
        new Lab(request -> {
          request.body().open().readAllBytes();
          return Response.of(Status.NO_CONTENT);
        })) {
      FetchRequest.Builder kept =
          FetchRequest.of(lab.url("a.test", "/"))
              .method(Method.POST)
              .referrer(lab.url("a.test", "/page"))
              .terms(Terms.NONE.keptAlive());
      FetchRequest whole = kept.body(Body.of(new byte[64 << 10])).build();
      for (int i = 0; i < 3; i++) {
        Lab.text(lab.fetcher.fetch(whole, lab.recorder.trail()));
      }
      FetchRequest more = kept.body(Body.of(new byte[(64 << 10) + 1])).build();
      assertThatThrownBy(() -> lab.fetcher.fetch(more, lab.recorder.trail()))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("65536");
      FetchRequest usual = more.but().terms(Terms.NONE).build();
      Lab.text(lab.fetcher.fetch(usual, lab.recorder.trail()));
      assertThat(lab.steps(PolicyStep.KeptAlive.class)).hasSize(3);
    }
  }

  @Test
  void nobodyWritesFieldsIntoARequest() throws Exception {
    for (String bad : List.of("a\r\nX-Injected: 1", "a\nb", "a\rb", "a\0b")) {
      assertThatThrownBy(() -> Fields.of("X", bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Fields.of(bad, "x")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Method(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    var seen = new CopyOnWriteArrayList<Request>();
    try (var lab =
        new Lab(request -> {
          seen.add(request);
          return request.path().equals("/1")
              ? Response.of(Status.FOUND)
                  .with("Location", "/2%0d%0aX-Injected:%201?\u00e4%00#\u00fc")
              : Response.text(Status.OK, "x");
        })) {
      Lab.text(lab.page(lab.url("a.test", "/1")));
      assertThat(seen.get(1).target()).startsWith("/2%0d%0aX-Injected:%201?");
      assertThat(seen.get(1).fields().has("X-Injected")).isFalse();
    }
  }
}
