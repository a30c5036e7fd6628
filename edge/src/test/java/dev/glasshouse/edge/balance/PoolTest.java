package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A pool on a clock of the test's, before servers that do as they are told. */
class PoolTest {
  private final AtomicLong clock = new AtomicLong();
  private final Recorder recorder = Recorder.start();
  private final Map<String, Origin> doing = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private int healthSeen;

  private static ServerSpec server(String name) {
    return ServerSpec.of(Url.parse("http://" + name + "/"));
  }

  private Pool pool(PoolOptions options, String... names) {
    var specs = new ArrayList<ServerSpec>();
    for (String name : names) {
      specs.add(server(name));
    }
    return new Pool(
        "shop",
        options,
        specs,
        spec ->
            (request, aside) -> {
              String name = spec.url().hostAndPort();
              asked.add(name);
              return doing
                  .getOrDefault(name, (_, _) -> Response.text(Status.OK, name))
                  .send(request, aside);
            },
        new Pool.Surroundings(clock::get, new java.util.Random(1), Trail.OFF));
  }

  private static OriginException failure(Processed processed) {
    return OriginException.of(
        ProxyError.CONNECTION_TERMINATED, processed, EdgeReason.CONNECTION_LOST, "a test");
  }

  private static Request get() {
    return Request.get(Url.parse("http://site.test/a"));
  }

  private Response ask(Pool pool, Request request) throws OriginException {
    return pool.send(request, recorder.trail());
  }

  private static String text(Response response) throws IOException {
    try (var in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aFailedRequestGoesToAnotherServer() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a", "b", "c");
    doing.put(
        "a",
        (_, _) -> {
          throw failure(Processed.PERHAPS);
        });
    assertThat(text(ask(pool, get()))).isEqualTo("b");
    assertThat(asked).containsExactly("a", "b");
    assertThat(pool.report().resent()).isEqualTo(1);
    assertThat(pool.report().underWay()).isZero();
    assertThat(recorder.journey().entries().stream().map(entry -> entry.step().kind()).toList())
        .containsExactly("OriginChosen", "OriginFailed", "RequestResent", "OriginChosen");
  }

  /** Whoever watches the figures looks for servers that fail, and clients go away all the time. */
  @Test
  void aClientThatGoesAwayIsNoServersFailure() {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    doing.put(
        "a",
        (_, _) -> {
          throw OriginException.of(
              ProxyError.CONNECTION_TERMINATED, Processed.PERHAPS, EdgeReason.CLIENT_GONE);
        });
    assertThatThrownBy(() -> ask(pool, get())).isInstanceOf(OriginException.class);
    assertThat(pool.report())
        .returns(1L, PoolReport::givenUp)
        .returns(0L, PoolReport::failed)
        .returns(0, PoolReport::underWay);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void whatMayHaveBeenDoneIsNotDoneTwice() {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    doing.put(
        "a",
        (_, _) -> {
          throw failure(Processed.PERHAPS);
        });
    Request post = Request.to(Method.POST, Url.parse("http://site.test/")).with(Body.of("x"));
    assertThatThrownBy(() -> ask(pool, post)).isInstanceOf(OriginException.class);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void contentThatWasNotTouchedGoesToAnotherServer() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    doing.put(
        "a",
        (_, _) -> {
          throw failure(Processed.NO);
        });
    doing.put(
        "b",
        (request, _) -> {
          try (var in = request.body().open()) {
            return Response.text(Status.OK, "took " + in.readAllBytes().length);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    Request post =
        Request.to(Method.POST, Url.parse("http://site.test/"))
            .with(Body.streaming(new ByteArrayInputStream(new byte[70_000])));
    assertThat(text(ask(pool, post))).isEqualTo("took 70000");
  }

  @Test
  void aServersErrorIsTriedElsewhereAndCounts() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    doing.put("a", (_, _) -> Response.text(Status.SERVICE_UNAVAILABLE, "not now"));
    for (int i = 0; i < 12; i++) {
      assertThat(text(ask(pool, get()))).isEqualTo("b");
    }
    assertThat(asked.stream().filter("a"::equals)).hasSize(5);
    assertThat(pool.report().servers().getFirst().state()).isEqualTo("ejected");
  }

  /** What was told of the health of servers since the last time, with why. */
  private List<String> healthTold() {
    List<String> told =
        recorder.journey().entries().stream()
            .filter(entry -> entry.step() instanceof EdgeStep.HealthChanged)
            .map(entry ->
                ((EdgeStep.HealthChanged) entry.step()).to() + " " + entry.because().reason())
            .toList();
    List<String> fresh = told.subList(healthSeen, told.size());
    healthSeen = told.size();
    return fresh;
  }

  /** Why a server was not chosen the last time that one was. */
  private List<String> passedOver() {
    return recorder.journey().entries().stream()
        .filter(entry -> entry.step() instanceof EdgeStep.OriginChosen)
        .toList()
        .getLast()
        .because()
        .refused()
        .stream()
        .map(its -> its.alternative() + " " + its.reason())
        .toList();
  }

  @Test
  void theBreakerOpensHalfOpensAndClosesAndTellsEach() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    Origin ill =
        (_, _) -> {
          throw failure(Processed.NO);
        };
    doing.put("a", ill);
    for (int i = 0; i < 8; i++) {
      assertThat(text(ask(pool, get()))).isEqualTo("b");
    }
    assertThat(healthTold()).as("four failures in a row are not five").isEmpty();
    assertThat(text(ask(pool, get()))).isEqualTo("b");
    assertThat(healthTold()).containsExactly("ejected FAILURES_IN_A_ROW");
    asked.clear();
    for (int i = 0; i < 5; i++) {
      assertThat(text(ask(pool, get()))).isEqualTo("b");
      assertThat(passedOver()).contains("http://a BREAKER_OPEN");
    }
    assertThat(asked).as("open: nobody asks it").doesNotContain("a");

    clock.addAndGet(Duration.ofSeconds(5).toNanos());
    until(pool, "a");
    assertThat(healthTold())
        .as("half open: one that failed opens it again")
        .containsExactly("on trial TIME_IS_OVER", "ejected TRIAL_FAILED");

    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    var meanwhile = new ArrayList<String>();
    doing.put(
        "a",
        (_, _) -> {
          try {
            meanwhile.add(text(pool.send(get(), recorder.trail())));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          meanwhile.addAll(passedOver());
          return Response.text(Status.OK, "a");
        });
    until(pool, "a");
    assertThat(meanwhile)
        .as("half open: only one tries it")
        .startsWith("b")
        .contains("http://a BREAKER_TRYING");
    assertThat(healthTold()).containsExactly("on trial TIME_IS_OVER", "starting TRIAL_OK");
  }

  /** Asks until a server was asked. */
  private void until(Pool pool, String name) throws Exception {
    asked.clear();
    for (int i = 0; i < 20 && !asked.contains(name); i++) {
      text(ask(pool, get()));
    }
    assertThat(asked).contains(name);
  }

  @Test
  void aBodyThatBreaksOffCounts() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    doing.put(
        "a",
        (_, _) ->
            Response.of(Status.OK)
                .with(
                    Body.streaming(
                        new java.io.InputStream() {
                          @Override
                          public int read() throws IOException {
                            throw new IOException("cut");
                          }
                        })));
    Response answer = ask(pool, get());
    assertThat(pool.report().underWay()).isEqualTo(1);
    assertThatThrownBy(() -> text(answer)).isInstanceOf(IOException.class);
    assertThat(pool.report().underWay()).isZero();
    assertThat(pool.report().servers().getFirst().failures()).isEqualTo(1);
  }

  @Test
  void secondTriesHaveABudget() {
    Pool pool = pool(PoolOptions.USUAL.with(patient()), "a", "b");
    Origin ill =
        (_, _) -> {
          throw failure(Processed.NO);
        };
    doing.put("a", ill);
    doing.put("b", ill);
    for (int i = 0; i < 300; i++) {
      assertThatThrownBy(() -> pool.send(get(), Trail.OFF)).isInstanceOf(OriginException.class);
    }
    // A hundred in store, and one of five requests.
    assertThat(pool.report().resent()).isBetween(150L, 161L);
  }

  /** Nobody is put out. */
  private static HealthOptions patient() {
    return new HealthOptions(
        2,
        3,
        1_000_000,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        10,
        1_000,
        101,
        Duration.ZERO);
  }

  @Test
  void tooMuchIsTurnedAway() throws Exception {
    Pool pool = pool(PoolOptions.USUAL.atMost(1, 10), "a");
    doing.put(
        "a",
        (_, _) ->
            Response.of(Status.OK)
                .with(Body.streaming(new ByteArrayInputStream(new byte[] {'x'}))));
    Response first = ask(pool, get());
    assertThatThrownBy(() -> ask(pool, get()))
        .isInstanceOfSatisfying(
            OriginException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
              assertThat(e.retryAfter()).isPresent();
            });
    assertThat(text(first)).isEqualTo("x");
    ask(pool, get()).close();
    assertThat(pool.report().shed()).isEqualTo(1);
    assertThat(pool.report().underWay()).isZero();
  }

  @Test
  void aFullServerIsPassedOver() throws Exception {
    Pool pool = pool(PoolOptions.USUAL.atMost(100, 1), "a", "b");
    Origin slow =
        (_, _) ->
            Response.of(Status.OK).with(Body.streaming(new ByteArrayInputStream(new byte[] {'x'})));
    doing.put("a", slow);
    doing.put("b", slow);
    Response one = ask(pool, get());
    Response two = ask(pool, get());
    assertThatThrownBy(() -> ask(pool, get())).isInstanceOf(OriginException.class);
    one.close();
    ask(pool, get()).close();
    two.close();
    assertThat(asked).containsExactly("a", "b", "a");
  }

  @Test
  void serversComeAndGoWhileRequestsAreUnderWay() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a");
    doing.put(
        "a",
        (_, _) ->
            Response.of(Status.OK)
                .with(Body.streaming(new ByteArrayInputStream(new byte[] {'x'}))));
    Response first = ask(pool, get());
    pool.change(List.of(server("b")), Because.of(EdgeReason.ASKED_FOR));
    assertThat(text(ask(pool, get()))).isEqualTo("b");
    assertThat(text(first)).isEqualTo("x");
    assertThat(pool.report().underWay()).isZero();
    assertThat(pool.report().servers()).extracting(ServerReport::name).containsExactly("http://b");
    assertThat(pool.report().servers().getFirst().state()).isEqualTo("starting");
  }

  @Test
  void probesTakeAServerOut() throws Exception {
    Pool pool = pool(PoolOptions.USUAL, "a", "b");
    for (int i = 0; i < 3; i++) {
      pool.probed("http://a", java.util.Optional.of("silent"), Because.HAPPENED);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(text(ask(pool, get()))).isEqualTo("b");
    }
  }

  @Test
  void aCookieLeadsBack() throws Exception {
    Pool pool = pool(PoolOptions.USUAL.with(new StickyCookie("WHO")), "a", "b", "c");
    Response first = ask(pool, get());
    String cookie = first.fields().first("Set-Cookie").orElseThrow();
    assertThat(cookie).startsWith("WHO=").doesNotContain("=a;");
    Request again = get().with("Cookie", "x=y; " + cookie.substring(0, cookie.indexOf(';')));
    for (int i = 0; i < 5; i++) {
      Response answer = ask(pool, again);
      assertThat(answer.fields().has("Set-Cookie")).isFalse();
      assertThat(text(answer)).isEqualTo("a");
    }
  }

  @Test
  void clientsCanBeSentToTheServersThemselves() throws Exception {
    Pool pool = pool(PoolOptions.USUAL.in(PoolOptions.Mode.REDIRECT), "a", "b");
    Response answer = ask(pool, get());
    assertThat(answer.status()).isEqualTo(Status.FOUND);
    assertThat(answer.fields().first("Location")).contains("http://a/a");
    assertThat(asked).isEmpty();
    assertThat(pool.report().underWay()).isZero();
  }

  @Test
  void thePlaceOfAClientDecides() throws Exception {
    Origin placed =
        new PlacedOrigin(
            List.of(
                place("10.0.0.0/8", "ten"),
                place("10.1.0.0/16", "ten-one"),
                place("::1/128", "v6")),
            (_, _) -> Response.text(Status.OK, "others"));
    assertThat(text(placed.send(from("10.2.3.4"), recorder.trail()))).isEqualTo("ten");
    assertThat(text(placed.send(from("10.1.3.4"), recorder.trail()))).isEqualTo("ten-one");
    assertThat(text(placed.send(from("::1"), recorder.trail()))).isEqualTo("v6");
    assertThat(text(placed.send(from("192.0.2.1"), recorder.trail()))).isEqualTo("others");
    assertThat(recorder.journey().entries())
        .allMatch(entry -> entry.step() instanceof EdgeStep.PoolChosen)
        .hasSize(4);
  }

  private static PlacedOrigin.Place place(String range, String answer) {
    return new PlacedOrigin.Place(
        AddressRange.of(range), (_, _) -> Response.text(Status.OK, answer));
  }

  private static Request from(String address) {
    Request its = get();
    return new Request(
        its.method(),
        its.scheme(),
        its.authority(),
        its.target(),
        its.version(),
        its.fields(),
        its.body(),
        new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral(address), 5));
  }
}
