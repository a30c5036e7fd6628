package dev.glasshouse.edge.cache;

import static dev.glasshouse.edge.cache.Scene.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.cache.Scene.Seen;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.CacheNodeStep;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shared cache does, clause by clause. */
class SharedCacheTest {

  /** RFC 9111 3, 3.5, 5.2.2, 7.3; RFC 9213 2.2: what the second request finds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Cache-Control: max-age=60            | -                       | true
          Cache-Control: s-maxage=60, max-age=0| -                       | true
          Cache-Control: s-maxage=0, max-age=60| -                       | false
          Cache-Control: private, max-age=60   | -                       | false
          Cache-Control: no-store              | -                       | false
          Cache-Control: no-cache              | -                       | false
          Cache-Control: private="X", max-age=9| -                       | true
          Cache-Control: max-age=60            | Authorization: Basic x  | false
          Cache-Control: public, max-age=60    | Authorization: Basic x  | true
          Cache-Control: s-maxage=60           | Authorization: Basic x  | true
          Cache-Control: must-revalidate, max-age=60 | Authorization: Basic x | true
          CDN-Cache-Control: max-age=60        | -                       | true
          CDN-Cache-Control: max-age=60; Cache-Control: no-store | -     | true
          CDN-Cache-Control: no-store; Cache-Control: max-age=60 | -     | false
          CDN-Cache-Control: max-age="60"; Cache-Control: max-age=60 | - | false
          CDN-Cache-Control: &&; Cache-Control: max-age=60       | -     | true
          CDN-Cache-Control: private; Expires: Fri, 01 Jan 2100 00:00:00 GMT | - | false
          Glasshouse-Cache-Control: max-age=60; CDN-Cache-Control: no-store | - | true
          Cache-Control: max-age=60; Set-Cookie: a=b             | -     | false
          Cache-Control: public, max-age=60; Set-Cookie: a=b     | -     | true
          CDN-Cache-Control: max-age=60; Set-Cookie: a=b         | -     | true
          Last-Modified: Thu, 01 Jan 2020 00:00:00 GMT           | -     | true
          Last-Modified: Thu, 01 Jan 2020 00:00:00 GMT | Cookie: a=b     | false
          Cache-Control: max-age=60            | Cookie: a=b             | true
          Cache-Control: max-age=60; Vary: *   | -                       | false
          """)
  void isStored(String fields, String request, boolean hit) throws IOException {
    String[] sent = request == null ? new String[0] : new String[] {request};
    try (var scene = new Scene(Scene.always("text", fields.split("; (?=[A-Z])")))) {
      assertThat(scene.get("/a", sent).hit()).isFalse();
      assertThat(scene.get("/a", sent).hit()).isEqualTo(hit);
    }
  }

  @Test
  void anAuthorizedAnswerIsForOthersOnlyWhereItSaysSo() throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: max-age=60"))) {
      scene.get("/a");
      assertThat(scene.get("/a", "Authorization: Basic x").hit()).isFalse();
      assertThat(scene.get("/a").hit()).isTrue();
    }
  }

  /** RFC 9211 2: what is said of each, and Age. */
  @Test
  void saysWhatItDid() throws IOException {
    Function<Request, Response> page =
        Scene.always("text", "Cache-Control: max-age=60", "ETag: \"1\"");
    try (var scene = new Scene(page)) {
      assertThat(scene.get("/a").cacheStatus())
          .isEqualTo("node-1; fwd=uri-miss; fwd-status=200; stored");
      scene.later(Duration.ofSeconds(20));
      Seen second = scene.get("/a");
      assertThat(second.cacheStatus()).isEqualTo("node-1; hit; ttl=40");
      assertThat(second.fields().first("Age")).contains("20");
      assertThat(scene.get("/a", "Cache-Control: no-cache").cacheStatus()).contains("fwd=request");
      assertThat(scene.send(Method.POST, "/b").cacheStatus()).contains("fwd=method");
      assertThat(scene.get("/c", "X-Original-URL: /admin").cacheStatus()).contains("fwd=bypass");
      assertThat(scene.get("/c").hit()).isFalse();
    }
  }

  @Test
  void asksWhetherWhatIsStaleHolds() throws IOException {
    try (var scene =
        new Scene(request ->
            request.fields().has("If-None-Match")
                ? Response.of(Status.NOT_MODIFIED).with("Cache-Control", "max-age=60")
                : Scene.always("text", "Cache-Control: max-age=60", "ETag: \"1\"")
                    .apply(request))) {
      scene.get("/a");
      scene.later(Duration.ofSeconds(100));
      Seen second = scene.get("/a");
      assertThat(second.cacheStatus()).isEqualTo("node-1; fwd=stale; fwd-status=304; ttl=60");
      assertThat(second.text()).isEqualTo("text");
      assertThat(scene.get("/a").hit()).isTrue();
    }
  }

  /** RFC 5861 4; RFC 9111 4.2.4, 5.2.2.2, 5.2.2.8, 5.2.2.10. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-age=10, stale-if-error=100                   | 50  | 200
          max-age=10, stale-if-error=100                   | 500 | 503
          max-age=10                                       | 50  | 503
          max-age=10, stale-if-error=100, must-revalidate  | 50  | 503
          max-age=10, stale-if-error=100, proxy-revalidate | 50  | 503
          s-maxage=10, stale-if-error=100                  | 50  | 503
          """)
  void whatIsStaleStandsInForAFailure(String control, long after, int status) throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: " + control))) {
      scene.get("/a");
      scene.later(Duration.ofSeconds(after));
      scene.answers(_ -> Response.of(Status.SERVICE_UNAVAILABLE));
      assertThat(scene.get("/a").status()).isEqualTo(status);
    }
  }

  /** RFC 5861 3: a failure behind an answer in use, kept to spare the server, ends no use of it. */
  @Test
  void aFailureThatIsKeptDoesNotTakeTheGoodAnswersPlace() throws IOException {
    try (var scene =
        new Scene(
            Scene.always(
                "good", "Cache-Control: max-age=10, stale-while-revalidate=100", "ETag: \"1\""))) {
      scene.get("/a");
      scene.later(Duration.ofSeconds(20));
      scene.answers(_ -> Response.of(Status.SERVICE_UNAVAILABLE));
      // A client that wants it confirmed gets what the server says, which is kept for a second.
      assertThat(scene.get("/a", "Cache-Control: no-cache").status()).isEqualTo(503);
      int asked = scene.asked.size();
      Seen meanwhile = scene.get("/a");
      assertThat(meanwhile.status()).isEqualTo(200);
      assertThat(meanwhile.cacheStatus()).isEqualTo("node-1; hit; ttl=-10");
      assertThat(scene.asked).as("the server is spared").hasSize(asked);
      assertThat(scene.refused()).contains(CacheReason.FAILED_JUST_NOW);
      scene.later(Duration.ofSeconds(100));
      assertThat(scene.get("/a").status()).as("stale for too long").isEqualTo(503);
      scene.later(Duration.ofSeconds(2));
      scene.answers(request ->
          Response.of(
              request.fields().has("If-None-Match")
                  ? Status.NOT_MODIFIED
                  : Status.INTERNAL_SERVER_ERROR));
      Seen again = scene.get("/a");
      assertThat(again.text()).isEqualTo("good");
      assertThat(again.cacheStatus()).contains("fwd=stale; fwd-status=304");
    }
  }

  /** RFC 5861 4, of a request; a failure varies by nothing, and what is good does. */
  @Test
  void aGoodAnswerIsUsedInAKeptFailuresPlaceWhereARequestAllowsIt() throws IOException {
    try (var scene =
        new Scene(
            Scene.always("good", "Cache-Control: max-age=10", "ETag: \"1\"", "Vary: Accept"))) {
      scene.get("/a", "Accept: text/html");
      scene.later(Duration.ofSeconds(20));
      scene.answers(_ -> Response.of(Status.SERVICE_UNAVAILABLE));
      assertThat(scene.get("/a", "Accept: text/html").status()).isEqualTo(503);
      int asked = scene.asked.size();
      Seen kept = scene.get("/a", "Accept: text/html");
      assertThat(kept.status()).isEqualTo(503);
      assertThat(kept.hit()).isTrue();
      Seen used = scene.get("/a", "Accept: text/html", "Cache-Control: stale-if-error=60");
      assertThat(used.text()).isEqualTo("good");
      assertThat(used.cacheStatus()).isEqualTo("node-1; hit; ttl=-10");
      assertThat(scene.asked).hasSize(asked);
    }
  }

  /** RFC 9211 2.5: of what may turn out to be too large it cannot be known when it begins. */
  @Test
  void saysThatItIsStoredWhereThatIsKnown() throws IOException {
    CacheOptions options = CacheOptions.named("node-1").sized(1_600, 0);
    try (var scene =
        new Scene(options, Scene.always("x".repeat(300), "Cache-Control: max-age=60"))) {
      assertThat(scene.get("/large").cacheStatus())
          .isEqualTo("node-1; fwd=uri-miss; fwd-status=200");
      scene.answers(unannounced("x".repeat(300)));
      assertThat(scene.get("/a").cacheStatus())
          .isEqualTo("node-1; fwd=uri-miss; fwd-status=200; stored; detail=length-unknown");
      assertThat(scene.get("/a").hit()).isFalse();
      var left = new ArrayList<String>();
      assertThat(scene.cache.warm(List.of(HOST + "/b"), Trail.OFF, left::add)).isZero();
      assertThat(left).containsExactly(HOST + "/b was answered 200, and is not kept");
      scene.answers(unannounced("text"));
      assertThat(scene.cache.warm(List.of(HOST + "/c"), Trail.OFF)).isEqualTo(1);
      assertThat(scene.get("/c").hit()).isTrue();
    }
  }

  private static Function<Request, Response> unannounced(String text) {
    return _ ->
        Response.of(Status.OK)
            .with("Cache-Control", "max-age=60")
            .with(Body.streaming(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void aGoodAnswerTakesAFailuresPlace() throws IOException {
    try (var scene =
        new Scene(_ -> Response.of(Status.BAD_GATEWAY).with("Cache-Control", "max-age=60"))) {
      assertThat(scene.get("/a").status()).isEqualTo(502);
      scene.later(Duration.ofSeconds(1));
      scene.answers(Scene.always("good", "Cache-Control: max-age=60"));
      assertThat(scene.get("/a").status()).as("it says itself for how long").isEqualTo(502);
      assertThat(scene.get("/a", "Cache-Control: no-cache").text()).isEqualTo("good");
      assertThat(scene.get("/a").text()).isEqualTo("good");
      assertThat(scene.cache.sizes().keys()).isEqualTo(1);
    }
  }

  @Test
  void failuresAndWhatIsNotThereAreKeptForAWhile() throws IOException {
    try (var scene = new Scene(_ -> Response.text(Status.NOT_FOUND, "none"))) {
      Seen first = scene.get("/a");
      assertThat(first.cacheStatus()).contains("stored");
      assertThat(first.fields().has("Glasshouse-Cache-Control")).isFalse();
      assertThat(scene.get("/a").hit()).isTrue();
      scene.later(Duration.ofSeconds(11));
      assertThat(scene.get("/a").hit()).isFalse();
      assertThat(scene.steps(CacheNodeStep.LifetimeGiven.class)).hasSize(2);
      assertThat(scene.recorder.journey().entries())
          .anySatisfy(entry ->
              assertThat(entry.because().arguments())
                  .contains("Glasshouse-Cache-Control: max-age=10"));
      scene.answers(_ -> Response.of(Status.BAD_GATEWAY));
      scene.get("/b");
      assertThat(scene.get("/b").hit()).isTrue();
      scene.answers(_ -> Response.of(Status.NOT_FOUND).with("Cache-Control", "no-store"));
      scene.get("/c");
      assertThat(scene.get("/c").hit()).isFalse();
      scene.get("/d", "Authorization: Basic x");
      assertThat(scene.get("/d").hit()).isFalse();
    }
  }

  /** RFC 9111 4.1: browsers that take the same codings share one variant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          gzip, deflate, br, zstd     | br;q=1.0, gzip;q=0.8, zstd, *;q=0.1 | true
          gzip, deflate               | x-gzip                              | true
          gzip                        | gzip;q=0                            | false
          br                          | gzip                                | false
          identity                    | -                                   | true
          gzip;q=0.5                  | GZIP                                | true
          """)
  void codingsThatMakeNoDifferenceAreOneVariant(String first, String second, boolean hit)
      throws IOException {
    try (var scene =
        new Scene(Scene.always("text", "Cache-Control: max-age=60", "Vary: Accept-Encoding"))) {
      scene.get("/a", "Accept-Encoding: " + first);
      Seen seen = second == null ? scene.get("/a") : scene.get("/a", "Accept-Encoding: " + second);
      assertThat(seen.hit()).isEqualTo(hit);
    }
  }

  @Test
  void variantsAreBounded() throws IOException {
    try (var scene =
        new Scene(Scene.always("text", "Cache-Control: max-age=60", "Vary: User-Agent"))) {
      for (int i = 0; i < 40; i++) {
        scene.get("/a", "User-Agent: " + i);
      }
      assertThat(scene.get("/a", "User-Agent: 39").hit()).isTrue();
      assertThat(scene.get("/a", "User-Agent: 0").hit()).isFalse();
    }
  }

  /** RFC 9111 4.3.2. */
  @Test
  void answersTheClientsConditionsItself() throws IOException {
    try (var scene =
        new Scene(Scene.always("text", "Cache-Control: max-age=60", "ETag: \"1\"", "X: y"))) {
      Seen first = scene.get("/a", "If-None-Match: \"1\"");
      assertThat(first.status()).isEqualTo(304);
      assertThat(scene.asked.getFirst().fields().has("If-None-Match")).isFalse();
      // The content that this client did not need is stored beside.
      while (!scene.get("/a").hit()) {
        Thread.onSpinWait();
      }
      Seen second = scene.get("/a", "If-None-Match: \"0\", W/\"1\"");
      assertThat(second.status()).isEqualTo(304);
      assertThat(second.fields().first("ETag")).contains("\"1\"");
      assertThat(second.fields().has("Content-Length")).isFalse();
      assertThat(second.hit()).isTrue();
      assertThat(scene.get("/a", "If-None-Match: \"2\"").text()).isEqualTo("text");
      assertThat(scene.steps(CacheNodeStep.ConditionAnswered.class)).hasSize(2);
    }
  }

  @Test
  void whatCannotBeSharedIsAskedForWithTheClientsOwnConditions() throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: private", "ETag: \"1\""))) {
      scene.get("/a");
      scene.get("/a", "If-None-Match: \"1\"");
      assertThat(scene.asked.getLast().fields().first("If-None-Match")).contains("\"1\"");
    }
  }

  /** RFC 9110 14; RFC 9111 3.3. */
  @Test
  void cutsRangesOutOfTheWhole() throws IOException {
    try (var scene =
        new Scene(Scene.always("0123456789", "Cache-Control: max-age=60", "ETag: \"1\""))) {
      scene.get("/a");
      Seen part = scene.get("/a", "Range: bytes=2-4");
      assertThat(part.phrase()).isEqualTo("Partial Content");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.text()).isEqualTo("234");
      assertThat(part.fields().first("Content-Range")).contains("bytes 2-4/10");
      assertThat(part.hit()).isTrue();
      assertThat(scene.get("/a", "Range: bytes=-3", "If-Range: \"1\"").text()).isEqualTo("789");
      assertThat(scene.get("/a", "Range: bytes=-3", "If-Range: \"0\"").text()).hasSize(10);
      assertThat(scene.asked).hasSize(1);
    }
  }

  /** RFC 9110 14.2, 15.3.7.2: out of memory, and out of a file that is read once. */
  @ParameterizedTest
  @CsvSource({"false, 500", "true, 3000000"})
  void cutsSeveralRangesOutOfTheWhole(boolean disk, int length, @TempDir Path folder)
      throws IOException {
    CacheOptions memory = CacheOptions.named("node-1").sized(1 << 20, 64 << 20);
    CacheOptions options = disk ? memory.in(folder) : memory;
    String text = "0123456789".repeat(length / 10);
    try (var scene =
        new Scene(
            options,
            Scene.always(
                text, "Cache-Control: max-age=60", "ETag: \"1\"", "Content-Type: text/a"))) {
      assertThat(scene.get("/new", "Range: bytes=0-1, 200-201").text())
          .as("not stored: it goes on as it is")
          .hasSize(length);
      assertThat(scene.asked.getLast().fields().has("Range")).isTrue();
      scene.get("/a");
      int asked = scene.asked.size();
      Seen parts = scene.get("/a", "Range: bytes=301-303, 0-1,200-204", "If-Range: \"1\"");
      assertThat(parts.status()).isEqualTo(206);
      assertThat(parts.hit()).isTrue();
      String type = parts.fields().first("Content-Type").orElseThrow();
      assertThat(type).startsWith("multipart/byteranges; boundary=");
      String line = "\r\n--" + type.substring(type.indexOf('=') + 1);
      String field = "\r\nContent-Type: text/a\r\nContent-Range: bytes ";
      String one = line + field + "301-303/" + length + "\r\n\r\n123";
      String others =
          line
              + field
              + "0-1/"
              + length
              + "\r\n\r\n01"
              + line
              + field
              + "200-204/"
              + length
              + "\r\n\r\n01234";
      assertThat(parts.text())
          .isEqualTo((disk ? others + one : one + others) + line + "--\r\n")
          .hasSize(Integer.parseInt(parts.fields().first("Content-Length").orElseThrow()));
      Seen joined = scene.get("/a", "Range: bytes=0-4, 10-14");
      assertThat(joined.text()).as("what lies close becomes one").isEqualTo("012345678901234");
      assertThat(joined.fields().first("Content-Range")).contains("bytes 0-14/" + length);
      Seen beyond = scene.get("/a", "Range: bytes=9000000-9000001,9000005-");
      assertThat(beyond.status()).isEqualTo(416);
      assertThat(beyond.fields().first("Content-Range")).contains("bytes */" + length);
      assertThat(scene.get("/a", "Range: bytes=0-1,200-201", "If-Range: \"0\"").text())
          .hasSize(length);
      assertThat(scene.get("/a", "Range: bytes=0-1,x").text()).hasSize(length);
      assertThat(scene.asked).hasSize(asked);
    }
  }

  /** RFC 9111 4.4. */
  @Test
  void aChangeForgetsWhatIsStored() throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: max-age=60"))) {
      scene.get("/a?b=%7e");
      scene.get("/other");
      scene.answers(_ -> Response.of(Status.NO_CONTENT).with("Location", "/other"));
      scene.send(Method.PUT, "/a?b=%7e");
      scene.answers(Scene.always("new", "Cache-Control: max-age=60"));
      assertThat(scene.get("/a?b=%7e").text()).isEqualTo("new");
      assertThat(scene.get("/other").text()).isEqualTo("new");
    }
  }

  /** RFC 8586 2. */
  @Test
  void noticesACircle() throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: max-age=60"))) {
      scene.get("/a", "CDN-Loop: other-cdn; v=1");
      assertThat(scene.asked.getFirst().fields().combined("CDN-Loop"))
          .contains("other-cdn; v=1, node-1");
      assertThat(scene.get("/a", "CDN-Loop: other, Node-1;abc").status()).isEqualTo(508);
      assertThat(scene.asked).hasSize(1);
    }
  }

  /** Two tiers: the shield answers the edge, and clients see none of the fields between them. */
  @Test
  void anEdgeStandsBeforeAShield() throws IOException {
    try (var shield =
            new Scene(
                CacheOptions.named("shield"),
                Scene.always("text", "CDN-Cache-Control: max-age=60", "Cache-Tag: a"));
        var edge = SharedCache.before(shield.cache, CacheOptions.named("edge"), shield.clock())) {
      Request request = Request.get(Url.parse(Scene.HOST + "/a"));
      Seen.of(edge.send(request, Trail.OFF));
      Seen second = Seen.of(edge.send(request, Trail.OFF));
      assertThat(second.cacheStatus())
          .isEqualTo("shield; fwd=uri-miss; fwd-status=200; stored, edge; hit; ttl=60");
      assertThat(second.fields().has("Cache-Tag")).isFalse();
      edge.purge(Purge.tag("a"), "a test", Trail.OFF);
      assertThat(Seen.of(edge.send(request, Trail.OFF)).cacheStatus())
          .startsWith("shield; hit; ttl=60, edge; fwd=miss");
      assertThat(shield.asked).hasSize(1);
    }
  }

  @Test
  void isThereAfterAStart(@TempDir Path folder) throws IOException {
    CacheOptions options = CacheOptions.named("node").in(folder);
    try (var scene = new Scene(options, Scene.always("text", "Cache-Control: max-age=60"))) {
      scene.get("/a");
      scene.get("/b");
      scene.cache.purge(Purge.url(Scene.HOST + "/b"), "a test", Trail.OFF);
    }
    try (var scene = new Scene(options, Scene.always("new", "Cache-Control: max-age=60"))) {
      assertThat(scene.get("/a").text()).isEqualTo("text");
      assertThat(scene.get("/b").text()).isEqualTo("new");
    }
  }

  /** What leads a client to its server again is that client's, and nothing that others get. */
  @Test
  void theCookieThatTheOriginSetsByItselfIsNotStored() throws IOException {
    try (var scene =
            new Scene(
                Scene.always(
                    "text", "Cache-Control: public, max-age=60", "Set-Cookie: SRV=1; Path=/"));
        SharedCache cache = scene.before("SRV")) {
      Request request = Request.get(Url.parse(Scene.HOST + "/a"));
      Seen first = Seen.of(cache.send(request.with("Cookie", "x=1; SRV=9"), Trail.OFF));
      assertThat(first.fields().all("Set-Cookie")).containsExactly("SRV=1; Path=/");
      assertThat(scene.asked.getFirst().fields().all("Cookie")).containsExactly("x=1; SRV=9");
      Seen second = Seen.of(cache.send(request, Trail.OFF));
      assertThat(second.hit()).isTrue();
      assertThat(second.fields().has("Set-Cookie")).isFalse();
    }
  }

  /** Neither it, nor that the client has it, says anything of the answer. */
  @Test
  void theCookieThatTheOriginSetsByItselfKeepsNothingFromBeingStored() throws IOException {
    try (var scene =
            new Scene(
                Scene.always("text", "Cache-Control: max-age=60", "Set-Cookie: SRV=1; Path=/"));
        SharedCache cache = scene.before("SRV")) {
      Request request = Request.get(Url.parse(Scene.HOST + "/a")).with("Cookie", "SRV=9");
      assertThat(Seen.of(cache.send(request, Trail.OFF)).hit()).isFalse();
      assertThat(Seen.of(cache.send(request, Trail.OFF)).hit()).isTrue();
      scene.answers(_ -> Response.text(Status.NOT_FOUND, ""));
      Request gone = Request.get(Url.parse(Scene.HOST + "/b")).with("Cookie", "SRV=9");
      assertThat(Seen.of(cache.send(gone, Trail.OFF)).hit()).isFalse();
      assertThat(Seen.of(cache.send(gone, Trail.OFF)).hit()).isTrue();
      scene.answers(Scene.always("of the site", "Cache-Control: max-age=60", "Set-Cookie: a=b"));
      Request own = Request.get(Url.parse(Scene.HOST + "/c"));
      assertThat(Seen.of(cache.send(own, Trail.OFF)).hit()).isFalse();
      assertThat(Seen.of(cache.send(own, Trail.OFF)).hit()).isFalse();
    }
  }

  @Test
  void isWarmedFromAList() throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: max-age=60"))) {
      List<String> left = new ArrayList<>();
      assertThat(scene.cache.warm(List.of(Scene.HOST + "/a", "nonsense", ""), Trail.OFF, left::add))
          .isEqualTo(1);
      assertThat(scene.get("/a").hit()).isTrue();
      scene.answers(_ -> Response.text(Status.NOT_FOUND, ""));
      scene.cache.warm(List.of(Scene.HOST + "/b"), Trail.OFF, left::add);
      scene.answers(Scene.always("text", "Cache-Control: no-store"));
      scene.cache.warm(List.of(Scene.HOST + "/c"), Trail.OFF, left::add);
      assertThat(left)
          .containsExactly(
              "nonsense is no URL of HTTP",
              Scene.HOST + "/b was answered 404",
              Scene.HOST + "/c was answered 200, and is not kept");
    }
  }

  @Test
  void answersAtOnceOnlyWhatIsFreshAndInMemory() throws IOException {
    try (var scene = new Scene(Scene.always("text", "Cache-Control: max-age=60", "ETag: \"1\""))) {
      Request request = Request.get(Url.parse(Scene.HOST + "/a"));
      assertThat(scene.cache.atOnce(request, Trail.OFF)).isEmpty();
      scene.get("/a");
      assertThat(Seen.of(scene.cache.atOnce(request, Trail.OFF).orElseThrow()).hit()).isTrue();
      assertThat(scene.cache.atOnce(request.with("If-None-Match", "\"1\""), Trail.OFF))
          .hasValueSatisfying(r -> assertThat(r.status()).isEqualTo(Status.NOT_MODIFIED));
      assertThat(scene.cache.atOnce(request.with("Cache-Control", "no-cache"), Trail.OFF))
          .isEmpty();
      assertThat(scene.cache.atOnce(request.with(Body.of("x")), Trail.OFF)).isEmpty();
      scene.later(Duration.ofSeconds(61));
      assertThat(scene.cache.atOnce(request, Trail.OFF)).isEmpty();
      assertThat(scene.cache.counts().hits()).isEqualTo(2);
    }
  }

  /** Its folder has gone, as when a disk is full: who asks gets all of it, and is told no lie. */
  @Test
  void whatCannotBeWrittenIsPassedOnAndToldSo(@TempDir Path folder) throws IOException {
    String large = "0123456789".repeat(300_000);
    Path place = folder.resolve("copies");
    CacheOptions options = CacheOptions.named("node-1").in(place).sized(1 << 20, 64 << 20);
    try (var scene = new Scene(options, Scene.always(large, "Cache-Control: max-age=60"))) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      for (int i = 0; i < 2; i++) {
        Seen seen = scene.get("/a");
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.text()).isEqualTo(large);
        assertThat(seen.hit()).isFalse();
      }
      assertThat(scene.recorder.journey().entries())
          .filteredOn(entry -> entry.step() instanceof CacheStep.CacheNotStored)
          .extracting(entry -> entry.because().reason())
          .containsExactly(CacheReason.NOT_WRITTEN, CacheReason.NOT_WRITTEN);
    }
  }
}
