package dev.glasshouse.http.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cache sends, stores and answers. */
@Timeout(60)
class HttpCacheTest {
  private final Origin origin = new Origin();
  private final HttpCache cache = origin.inMemory();

  @Test
  void answersWhileFreshAndAsksWhenStale() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60", "ETag: \"1\"");
    assertThat(origin.say(cache)).isEqualTo("200 one");
    origin.later(12);
    Response hit = origin.send(cache, Origin.get());
    assertThat(hit.fields().first("Age")).contains("12");
    assertThat(Origin.say(hit)).isEqualTo("200 one");
    origin.later(60);
    origin.replies(304, "", "ETag: \"1\"", "X: new");
    Response checked = origin.send(cache, Origin.get());
    assertThat(checked.fields().first("X")).contains("new");
    assertThat(Origin.say(checked)).isEqualTo("200 one");
    assertThat(origin.asked).hasSize(2);
    assertThat(origin.asked.get(1).fields().lines()).containsExactly("If-None-Match: \"1\"");
    assertThat(origin.say(cache)).isEqualTo("200 one");
    assertThat(origin.reasons())
        .containsExactly(
            "NOTHING_STORED", "STORE_FRESH", "FRESH", "STALE", "FRESHENED", "VALIDATED", "FRESH");
  }

  @Test
  void aNewAnswerTakesTheOldOnesPlace() throws Exception {
    origin.replies(200, "one", "ETag: \"1\"").replies(200, "two", "Cache-Control: max-age=9");
    origin.say(cache);
    assertThat(origin.say(cache)).isEqualTo("200 two");
    assertThat(origin.say(cache)).isEqualTo("200 two");
    assertThat(cache.list()).hasSize(1);
  }

  @Test
  void a304ForAnotherTagIsAskedAgain() throws Exception {
    origin.replies(200, "one", "ETag: \"1\"").replies(304, "", "ETag: \"2\"").replies(200, "two");
    origin.say(cache);
    assertThat(origin.say(cache)).isEqualTo("200 two");
    assertThat(origin.asked.get(2).fields().isEmpty()).isTrue();
  }

  @Test
  void keepsVariantsApart() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60", "Vary: Foo")
        .replies(200, "two", "Cache-Control: max-age=60", "Vary: Foo");
    assertThat(origin.say(cache, "Foo: 1")).isEqualTo("200 one");
    assertThat(origin.say(cache, "Foo: 2")).isEqualTo("200 two");
    assertThat(origin.say(cache, "Foo: 1")).isEqualTo("200 one");
    assertThat(origin.reasons()).contains("VARY_DIFFERS");
  }

  @Test
  void variantsAreBounded() throws Exception {
    for (int i = 0; i < 40; i++) {
      origin.replies(200, "x", "Cache-Control: max-age=60", "Vary: Foo");
      origin.say(cache, "Foo: " + i);
    }
    assertThat(cache.list()).hasSize(CacheLimits.DEFAULT.variants());
  }

  @Test
  void aNewerAnswerThatMayNotBeStoredPutsTheOldOneOut() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=0")
        .replies(200, "two", "Cache-Control: no-store");
    origin.say(cache);
    origin.say(cache);
    assertThat(cache.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"POST, 200, 0", "PUT, 201, 0", "DELETE, 204, 0", "M-SEARCH, 200, 0", "POST, 500, 2"})
  void unsafeMethodsPutOutWhatTheyMayHaveChanged(String method, int status, int left)
      throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60");
    origin.say(cache);
    Url other = Url.parse("http://example.com/other");
    origin.replies(200, "other", "Cache-Control: max-age=60");
    cache
        .send(
            Request.get(other),
            new Asking(other, Origin.SITE, true, CacheMode.DEFAULT, false),
            origin,
            Trail.OFF)
        .response()
        .body()
        .open()
        .readAllBytes();
    origin.replies(status, "", "Location: /other", "Content-Location: http://evil.example/");
    origin.send(cache, Origin.request(method).with(Body.of("x")));
    assertThat(cache.list()).hasSize(left);
  }

  /** The page changed it; a font or a script of it is asked for without cookies. */
  @Test
  void unsafeMethodsPutOutWhatIsForThoseWithoutCookiesToo() throws Exception {
    var bare = new Asking(Url.parse(Origin.URL), Origin.SITE, false, CacheMode.DEFAULT, false);
    origin.replies(200, "one", "Cache-Control: max-age=60");
    assertThat(Origin.say(cache.send(Origin.get(), bare, origin, Trail.OFF).response()))
        .isEqualTo("200 one");
    origin.replies(200, "");
    origin.send(cache, Origin.request("POST").with(Body.of("x")));
    origin.replies(200, "two", "Cache-Control: max-age=60");
    assertThat(Origin.say(cache.send(Origin.get(), bare, origin, Trail.OFF).response()))
        .isEqualTo("200 two");
  }

  /** RFC 9110 9.3.3. */
  @Test
  void anAnswerToPostThatIsAboutTheUrlItselfIsStored() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60", "Content-Location: /thing");
    Origin.say(origin.send(cache, Origin.request("POST").with(Body.of("x"))));
    assertThat(origin.say(cache)).isEqualTo("200 one");
  }

  /** RFC 9111 4.3.5. */
  @Test
  void headBringsUpToDateOrPutsOut() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60", "Content-Length: 3")
        .replies(200, "", "Content-Length: 3", "Cache-Control: max-age=600")
        .replies(200, "", "Content-Length: 4");
    origin.say(cache);
    assertThat(Origin.say(origin.send(cache, Origin.request("HEAD")))).isEqualTo("200 ");
    assertThat(origin.asked).hasSize(1);
    origin.later(61);
    origin.send(cache, Origin.request("HEAD"));
    assertThat(origin.say(cache)).isEqualTo("200 one");
    origin.later(601);
    origin.send(cache, Origin.request("HEAD"));
    assertThat(cache.list()).isEmpty();
  }

  /** RFC 5861 3. */
  @Test
  void checksBehindWhatIsStale() throws Exception {
    origin.replies(
        200, "one", "Cache-Control: max-age=60, stale-while-revalidate=60", "ETag: \"1\"");
    origin.say(cache);
    origin.later(70);
    var asked = new CountDownLatch(1);
    origin.replies(_ -> {
      asked.countDown();
      return Origin.response(200, "two", "Cache-Control: max-age=60");
    });
    assertThat(origin.say(cache)).isEqualTo("200 one");
    assertThat(asked.await(50, TimeUnit.SECONDS)).isTrue();
    while (!cache.list().getFirst().freshness().isFresh()) {
      Thread.sleep(1);
    }
    assertThat(origin.say(cache)).isEqualTo("200 two");
    assertThat(origin.steps(CacheStep.RevalidatedBehind.class)).hasSize(1);
  }

  /** A program that makes one request has the new answer the next time. */
  @Test
  void finishesWhatIsBehindWhenItIsClosed(@TempDir Path folder) throws Exception {
    CacheLimits patient = CacheLimits.DEFAULT.withEnding(Duration.ofSeconds(50));
    origin.replies(200, "one", "Cache-Control: max-age=60, stale-while-revalidate=60");
    var asked = new CountDownLatch(1);
    var closing = new CountDownLatch(1);
    origin.replies(_ -> {
      asked.countDown();
      try {
        closing.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Origin.response(200, "two", "Cache-Control: max-age=60");
    });
    Thread closer;
    try (HttpCache first = HttpCache.in(folder, patient, () -> origin.now)) {
      origin.say(first);
      origin.later(70);
      assertThat(origin.say(first)).isEqualTo("200 one");
      assertThat(asked.await(50, TimeUnit.SECONDS)).isTrue();
      closer = Thread.ofPlatform().start(first::close);
      while (closer.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      closing.countDown();
      closer.join();
    }
    try (HttpCache next = HttpCache.in(folder, patient, () -> origin.now)) {
      assertThat(origin.say(next)).isEqualTo("200 two");
    }
    assertThat(origin.steps(CacheStep.CacheTrouble.class)).isEmpty();
  }

  @Test
  void givesUpBehindWhatTakesTooLongWhenItIsClosed() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60, stale-while-revalidate=60");
    origin.replies(_ -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException _) {
        throw new RejectedExecutionException("event executor terminated");
      }
      return Origin.response(200, "two");
    });
    var hasty =
        HttpCache.inMemory(CacheLimits.DEFAULT.withEnding(Duration.ofMillis(1)), () -> origin.now);
    origin.say(hasty);
    origin.later(70);
    assertThat(origin.say(hasty)).isEqualTo("200 one");
    hasty.close();
    while (!origin.reasons().contains("UNCHECKED")) {
      Thread.sleep(1);
    }
    assertThat(origin.steps(CacheStep.CacheTrouble.class).getFirst().what())
        .isEqualTo("the stale answer stays");
    assertThat(origin.say(hasty)).as("and begins nothing more").isEqualTo("200 one");
    assertThat(origin.asked).hasSize(2);
  }

  @Test
  void whatIsStaleStandsInWhenTheServerFails() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60, stale-if-error=60");
    origin.say(cache);
    origin.later(70);
    origin.fails().replies(503, "sorry").replies(404, "gone");
    assertThat(origin.say(cache)).isEqualTo("200 one");
    assertThat(origin.say(cache)).isEqualTo("200 one");
    assertThat(origin.say(cache)).isEqualTo("404 gone");
    assertThat(origin.reasons()).contains("STALE_IF_ERROR");
  }

  @Test
  void whatMayNotBeUsedStaleBecomesA504() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60, must-revalidate");
    origin.say(cache);
    origin.later(70);
    origin.fails();
    assertThat(origin.say(cache)).isEqualTo("504 ");
    assertThat(origin.reasons()).contains("MAY_NOT_SERVE_STALE");
  }

  @Test
  void aPersonSeesTheFailureOfAPage() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60");
    origin.say(cache);
    origin.later(70);
    origin.fails();
    var page = new Asking(Url.parse(Origin.URL), Origin.SITE, true, CacheMode.DEFAULT, true);
    assertThatThrownBy(() -> cache.send(Origin.get(), page, origin, Trail.OFF))
        .hasMessage("connection refused");
  }

  /** RFC 9111 5.2.1.7. */
  @Test
  void onlyIfCachedIsNotAsked() throws Exception {
    assertThat(origin.say(cache, "Cache-Control: only-if-cached")).isEqualTo("504 ");
    origin.replies(200, "one", "Cache-Control: max-age=60");
    origin.say(cache);
    assertThat(origin.say(cache, "Cache-Control: only-if-cached")).isEqualTo("200 one");
    origin.later(70);
    assertThat(origin.say(cache, "Cache-Control: only-if-cached")).isEqualTo("504 ");
    Response forced = origin.send(cache, Origin.get(), CacheMode.ONLY_IF_CACHED);
    assertThat(Origin.say(forced)).isEqualTo("200 one");
  }

  /** Fetch 2.2.5 and 4.6: what is used, what is sent, what is stored. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DEFAULT     | 200 one | -                                        | 1",
        "FORCE_CACHE | 200 one | -                                        | 1",
        "NO_CACHE    | 200 two | Cache-Control: max-age=0                 | 1",
        "RELOAD      | 200 two | Pragma: no-cache/Cache-Control: no-cache | 1",
        "NO_STORE    | 200 two | Pragma: no-cache/Cache-Control: no-cache | 1",
      })
  void modes(CacheMode mode, String answer, String sent, int stored) throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60")
        .replies(200, "two", "Cache-Control: max-age=60");
    origin.say(cache);
    assertThat(Origin.say(origin.send(cache, Origin.get(), mode))).isEqualTo(answer);
    if (!sent.equals("-")) {
      assertThat(origin.asked.get(1).fields().lines()).containsExactly(sent.split("/"));
    }
    assertThat(cache.list()).hasSize(stored);
    boolean kept = mode == CacheMode.NO_CACHE || mode == CacheMode.RELOAD;
    assertThat(origin.say(cache)).isEqualTo(kept ? "200 two" : "200 one");
  }

  /** RFC 8246. */
  @Test
  void whatIsImmutableIsNotReloaded() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60, immutable");
    origin.say(cache);
    assertThat(Origin.say(origin.send(cache, Origin.get(), CacheMode.NO_CACHE)))
        .isEqualTo("200 one");
  }

  @Test
  void rangesComeFromTheWhole() throws Exception {
    origin.replies(200, "0123456789", "Cache-Control: max-age=60", "Content-Length: 10");
    origin.say(cache);
    Response part = origin.send(cache, Origin.get("Range: bytes=2-4"));
    assertThat(part.fields().first("Content-Range")).contains("bytes 2-4/10");
    assertThat(part.fields().first("Content-Length")).contains("3");
    assertThat(Origin.say(part)).isEqualTo("206 234");
    assertThat(origin.say(cache, "Range: bytes=-2")).isEqualTo("206 89");
  }

  @Test
  void partsAreStoredAndPutTogether() throws Exception {
    String fresh = "Cache-Control: max-age=60";
    origin
        .replies(206, "01234", fresh, "ETag: \"1\"", "Content-Range: bytes 0-4/10")
        .replies(206, "56789", fresh, "ETag: \"1\"", "Content-Range: bytes 5-9/10");
    assertThat(origin.say(cache, "Range: bytes=0-4")).isEqualTo("206 01234");
    assertThat(origin.say(cache, "Range: bytes=1-2")).isEqualTo("206 12");
    assertThat(origin.say(cache, "Range: bytes=5-9")).isEqualTo("206 56789");
    assertThat(origin.say(cache, "Range: bytes=3-6")).isEqualTo("206 3456");
    assertThat(origin.say(cache)).isEqualTo("200 0123456789");
    assertThat(origin.asked).hasSize(2);
  }

  @Test
  void partsOfDifferentThingsAreNotPutTogether() throws Exception {
    String fresh = "Cache-Control: max-age=60";
    origin
        .replies(206, "01234", fresh, "ETag: \"1\"", "Content-Range: bytes 0-4/10")
        .replies(206, "56789", fresh, "ETag: \"2\"", "Content-Range: bytes 5-9/10")
        .replies(200, "abcdefghij", fresh, "ETag: \"2\"");
    origin.say(cache, "Range: bytes=0-4");
    origin.say(cache, "Range: bytes=5-9");
    assertThat(origin.say(cache)).isEqualTo("200 abcdefghij");
  }

  private void givesUpAfterFour() throws IOException {
    origin.replies(
        _ -> Origin.inPieces("0123456789", 4, "Cache-Control: max-age=60", "ETag: \"1\""));
    BodyStream body = origin.send(cache, Origin.get()).body().open();
    assertThat(body.readNBytes(4)).hasSize(4);
    body.cancel();
  }

  /** As of a redirect: nobody reads its content, and it is stored all the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void aShortContentThatNobodyReadsIsStored(int piece) throws Exception {
    CacheLimits patient = CacheLimits.DEFAULT.withRest(Duration.ofSeconds(50));
    HttpCache waits = HttpCache.inMemory(patient, () -> origin.now);
    origin.replies(_ -> Origin.inPieces("0123456789", piece, "Cache-Control: max-age=60"));
    origin.send(waits, Origin.get()).close();
    assertThat(origin.say(waits)).isEqualTo("200 0123456789");
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  void whatNobodyReadAndIsLongIsNotStoredAndSaysSo() throws Exception {
    origin.replies(_ -> Origin.inPieces("x".repeat(100_000), 10, "Cache-Control: max-age=60"));
    origin.send(cache, Origin.get()).close();
    assertThat(cache.list()).isEmpty();
    assertThat(origin.reasons()).contains("NOT_READ").doesNotContain("BROKEN_OFF");
  }

  @Test
  void whatWasGivenUpHalfWayIsCompleted() throws Exception {
    givesUpAfterFour();
    assertThat(cache.list()).singleElement().matches(e -> !e.whole() && e.bytes() == 4);
    origin.replies(
        206, "456789", "Cache-Control: max-age=60", "ETag: \"1\"", "Content-Range: bytes 4-9/10");
    assertThat(origin.say(cache)).isEqualTo("200 0123456789");
    assertThat(origin.asked.get(1).fields().lines())
        .containsExactly("Range: bytes=4-", "If-Range: \"1\"");
    assertThat(origin.steps(CacheStep.CacheCompletes.class))
        .singleElement()
        .extracting(CacheStep.CacheCompletes::conditions)
        .isEqualTo(List.of("Range: bytes=4-", "If-Range: \"1\""));
    assertThat(origin.steps(CacheStep.CacheChecks.class)).isEmpty();
    assertThat(origin.say(cache)).isEqualTo("200 0123456789");
    assertThat(cache.list()).singleElement().matches(Listed::whole);
  }

  @Test
  void whatChangedMeanwhileIsNotCompleted() throws Exception {
    givesUpAfterFour();
    origin.replies(200, "abcdefghij", "Cache-Control: max-age=60", "ETag: \"2\"");
    assertThat(origin.say(cache)).isEqualTo("200 abcdefghij");
  }

  @Test
  void aPartThatDoesNotBelongToItIsNotServed() throws Exception {
    givesUpAfterFour();
    origin
        .replies(206, "efghij", "ETag: \"2\"", "Content-Range: bytes 4-9/10")
        .replies(200, "abcdefghij", "ETag: \"2\"");
    assertThat(origin.say(cache)).isEqualTo("200 abcdefghij");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y", "ETag: W/\"1\"", "ETag: \"1\""})
  void whatBrokeOffIsNeverServedAsWhole(String validator) throws Exception {
    byte[] whole = "0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    origin.replies(_ -> Origin.breaksOff(whole, 7, "Cache-Control: max-age=60", validator));
    assertThatThrownBy(() -> origin.say(cache)).hasMessage("connection reset");
    origin.replies(200, "abcdefghij", "Cache-Control: max-age=60");
    assertThat(origin.say(cache)).isEqualTo("200 abcdefghij");
    assertThat(cache.list()).singleElement().matches(Listed::whole);
  }

  @Test
  void sitesDoNotShare() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60")
        .replies(200, "two", "Cache-Control: max-age=60")
        .replies(200, "three", "Cache-Control: max-age=60");
    origin.say(cache);
    Url url = Url.parse(Origin.URL);
    var other = new Asking(url, "https://other.example", true, CacheMode.DEFAULT, false);
    assertThat(Origin.say(cache.send(Origin.get(), other, origin, Trail.OFF).response()))
        .isEqualTo("200 two");
    var bare = new Asking(url, Origin.SITE, false, CacheMode.DEFAULT, false);
    assertThat(Origin.say(cache.send(Origin.get(), bare, origin, Trail.OFF).response()))
        .isEqualTo("200 three");
    assertThat(origin.say(cache)).isEqualTo("200 one");
  }

  /**
   * Cache poisoning: a request with a part that the server may answer by, but that no key holds,
   * leaves nothing behind, and gets nothing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"host", "body", "condition", "ranges", "authorization"})
  void whatIsNotInTheKeyPoisonsNothing(String part) throws Exception {
    origin
        .replies(200, "poison", "Cache-Control: max-age=60")
        .replies(200, "sound", "Cache-Control: max-age=60")
        .replies(200, "poison", "Cache-Control: max-age=60");
    Request evil =
        switch (part) {
          case "host" -> Origin.get("Host: evil.example");
          case "body" -> Origin.get().with(Body.of("evil"));
          case "condition" -> Origin.get("If-Match: \"evil\"");
          case "ranges" -> Origin.get("Range: bytes=0-1,0-1,0-1");
          default -> Origin.get("Authorization: Basic evil");
        };
    assertThat(Origin.say(origin.send(cache, evil))).isEqualTo("200 poison");
    assertThat(origin.say(cache)).isEqualTo("200 sound");
    if (!part.equals("authorization")) {
      assertThat(Origin.say(origin.send(cache, evil))).isEqualTo("200 poison");
    }
    assertThat(origin.say(cache)).isEqualTo("200 sound");
  }

  /** A method that is told in a field changes nothing here: the field is not read. */
  @Test
  void anOverriddenMethodIsStillItself() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60");
    assertThat(origin.say(cache)).isEqualTo("200 one");
    assertThat(origin.say(cache, "X-HTTP-Method-Override: DELETE"))
        .as("it is a GET, and forgets nothing")
        .isEqualTo("200 one");
    assertThat(origin.say(cache)).isEqualTo("200 one");
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  void requestsForTheSameThingBecomeOne() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    origin.replies(_ -> {
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return Origin.response(200, "one", "Cache-Control: max-age=60");
    });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      answers.add(threads.submit(() -> origin.say(cache)));
      begun.await();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> origin.say(cache)));
      }
      go.countDown();
      for (Future<String> answer : answers) {
        assertThat(answer.get(50, TimeUnit.SECONDS)).isEqualTo("200 one");
      }
    }
    assertThat(origin.asked).hasSize(1);
  }

  /** One thread reads two answers at once: neither waits for the other. */
  @Test
  void aSharedBodyIsReadByWhoeverNeedsIt() throws Exception {
    origin.replies(200, "0123456789", "Cache-Control: max-age=60");
    Response first = origin.send(cache, Origin.get());
    Response second = origin.send(cache, Origin.get());
    assertThat(Origin.say(second)).isEqualTo("200 0123456789");
    assertThat(Origin.say(first)).isEqualTo("200 0123456789");
    assertThat(origin.asked).hasSize(1);
  }

  @Test
  void whoLeavesEarlyDoesNotHurtTheOther() throws Exception {
    origin.replies(200, "0123456789", "Cache-Control: max-age=60");
    BodyStream first = origin.send(cache, Origin.get()).body().open();
    first.readNBytes(3);
    BodyStream second = origin.send(cache, Origin.get()).body().open();
    first.cancel();
    assertThat(new String(second.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("0123456789");
    second.close();
    assertThat(cache.list()).singleElement().matches(Listed::whole);
  }

  /** The one whose request it was is interrupted while it waits for the network. */
  @Test
  void whoIsInterruptedTakesNothingFromTheOthers() throws Exception {
    var waits = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    origin.replies(_ -> pausing("01234", waits, go, "56789"));
    Response first = origin.send(cache, Origin.get());
    Response second = origin.send(cache, Origin.get());
    var problem = new AtomicReference<Throwable>();
    Thread reads =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Origin.say(first);
              } catch (IOException e) {
                problem.set(e);
              }
            });
    waits.await();
    reads.interrupt();
    reads.join();
    assertThat(problem.get()).isInstanceOf(CancelledException.class);
    go.countDown();
    assertThat(Origin.say(second)).isEqualTo("200 0123456789");
    assertThat(cache.list()).singleElement().matches(Listed::whole);
  }

  /** A body with a pause in it, which ends with an interruption or when {@code go} is counted. */
  private static Response pausing(
      String before, CountDownLatch waits, CountDownLatch go, String after) {
    var in =
        new java.io.SequenceInputStream(
            new java.io.ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8)),
            new java.io.ByteArrayInputStream(after.getBytes(StandardCharsets.UTF_8)) {
              @Override
              public synchronized int read(byte[] into, int offset, int length) {
                waits.countDown();
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return super.read(into, offset, length);
              }
            });
    return new Response(
        Status.OK,
        "",
        HttpVersion.HTTP_1_1,
        Origin.fields("Cache-Control: max-age=60"),
        Body.streaming(in, OptionalLong.of(before.length() + after.length())));
  }

  /**
   * The one whose request it was is interrupted before the answer came: another one asks for all.
   */
  @Test
  void whoIsInterruptedHandsTheRequestOver() throws Exception {
    var begun = new CountDownLatch(1);
    origin.replies(_ -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      throw new CancelledException(Because.of(FetchReason.CANCELLED));
    });
    origin.replies(200, "one", "Cache-Control: max-age=60");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Thread leader = Thread.ofVirtual().start(() -> assertGivenUp());
      begun.await();
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(threads.submit(() -> origin.say(cache)));
      }
      leader.interrupt();
      for (Future<String> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("200 one");
      }
      leader.join();
    }
    assertThat(origin.asked).hasSize(2);
  }

  /** Also who looked before the answer was stored, and asks after it was, asks nobody. */
  @Test
  void thoseWhoComeAtTheSameTimeAskOnce() throws Exception {
    int rounds = 400;
    int askers = 6;
    for (int i = 0; i < rounds; i++) {
      origin.replies(200, "one", "Cache-Control: max-age=60");
    }
    try (var threads = Executors.newFixedThreadPool(askers)) {
      for (int i = 0; i < rounds; i++) {
        String query = "?round=" + i;
        var together = new CyclicBarrier(askers);
        List<Future<String>> answers = new ArrayList<>();
        for (int n = 0; n < askers; n++) {
          answers.add(
              threads.submit(() -> {
                together.await(30, TimeUnit.SECONDS);
                try (Response response = asks(cache, query);
                    InputStream body = response.body().open()) {
                  return new String(body.readAllBytes(), StandardCharsets.UTF_8);
                }
              }));
        }
        for (Future<String> answer : answers) {
          assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("one");
        }
        assertThat(origin.asked).as("round %d", i).hasSize(i + 1);
      }
    }
  }

  /** Who waited for an answer that is for others (Vary) waits on for those like itself. */
  @Test
  void thoseWhoWaitForOneVariantAskOnceForEach() throws Exception {
    int rounds = 100;
    int askers = 12;
    List<String> languages = List.of("de", "en", "fr");
    var asked = new ConcurrentLinkedQueue<String>();
    HttpCache.Network network =
        (request, _) -> {
          String language = request.fields().first("Accept-Language").orElse("");
          asked.add(request.url() + " " + language);
          return Response.text(Status.OK, language)
              .with("Vary", "Accept-Language")
              .with("Cache-Control", "max-age=60");
        };
    try (var threads = Executors.newFixedThreadPool(askers)) {
      for (int i = 0; i < rounds; i++) {
        Url url = Url.parse(Origin.URL + "?round=" + i);
        var asking = new Asking(url, Origin.SITE, true, CacheMode.DEFAULT, false);
        var together = new CyclicBarrier(askers);
        List<Future<String>> answers = new ArrayList<>();
        for (int n = 0; n < askers; n++) {
          Request request = Request.get(url).with("Accept-Language", languages.get(n % 3));
          answers.add(
              threads.submit(() -> {
                together.await(30, TimeUnit.SECONDS);
                try (Response response =
                        cache.send(request, asking, network, Trail.OFF).response();
                    InputStream body = response.body().open()) {
                  return new String(body.readAllBytes(), StandardCharsets.UTF_8);
                }
              }));
        }
        for (int n = 0; n < askers; n++) {
          assertThat(answers.get(n).get(30, TimeUnit.SECONDS)).isEqualTo(languages.get(n % 3));
        }
        assertThat(asked).as("round %d", i).hasSize(3 * (i + 1)).doesNotHaveDuplicates();
      }
    }
  }

  private void assertGivenUp() {
    assertThatThrownBy(() -> origin.say(cache)).isInstanceOf(CancelledException.class);
  }

  private Response asks(HttpCache cache, String query) throws IOException {
    Url url = Url.parse(Origin.URL + query);
    return cache
        .send(
            Request.get(url),
            new Asking(url, Origin.SITE, true, CacheMode.DEFAULT, false),
            origin,
            origin.recorder.trail())
        .response();
  }

  @Test
  void whatDoesNotCountInAQueryIsNotAskedForAgain() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60", "No-Vary-Search: params=(\"utm\")")
        .replies(200, "two", "Cache-Control: max-age=60", "No-Vary-Search: params=(\"utm\")");
    assertThat(Origin.say(asks(cache, "?a=1&utm=x"))).isEqualTo("200 one");
    assertThat(Origin.say(asks(cache, "?utm=y&a=1"))).isEqualTo("200 one");
    assertThat(Origin.say(asks(cache, "?a=1"))).isEqualTo("200 one");
    assertThat(Origin.say(asks(cache, "?a=2"))).isEqualTo("200 two");
    assertThat(Origin.say(asks(cache, "?a=2&utm=y"))).isEqualTo("200 two");
    assertThat(origin.asked).hasSize(2);
    assertThat(cache.list()).as("lists are not shown").hasSize(2);
    assertThat(origin.reasons()).contains("SEARCH_SAME");
    assertThat(origin.steps(CacheStep.CacheMatched.class).getFirst().stored())
        .isEqualTo(Origin.URL + "?a=1&utm=x");
  }

  /** Its validators are another URL's: when it is stale, the URL that is asked for is asked. */
  @Test
  void whatIsStaleIsNotCheckedForAnotherUrl() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60", "ETag: \"1\"", "No-Vary-Search: params")
        .replies(200, "two", "Cache-Control: max-age=60", "ETag: \"2\"", "No-Vary-Search: params");
    Origin.say(asks(cache, "?a=1"));
    origin.later(61);
    assertThat(Origin.say(asks(cache, "?a=2"))).isEqualTo("200 two");
    assertThat(origin.asked.get(1).fields().has("If-None-Match")).isFalse();
    assertThat(Origin.say(asks(cache, "?a=3"))).as("the newer one").isEqualTo("200 two");
  }

  @Test
  void anUnsafeMethodPutsOutWhatIsTheSameByItsQuery() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: max-age=60", "No-Vary-Search: params")
        .replies(204, "")
        .replies(200, "two", "Cache-Control: max-age=60");
    Origin.say(asks(cache, "?a=1"));
    Url url = Url.parse(Origin.URL + "?a=2");
    cache
        .send(
            Request.to(dev.glasshouse.http.Method.of("DELETE"), url),
            new Asking(url, Origin.SITE, true, CacheMode.DEFAULT, false),
            origin,
            Trail.OFF)
        .response()
        .close();
    assertThat(cache.list()).isEmpty();
    assertThat(Origin.say(asks(cache, "?a=1"))).isEqualTo("200 two");
  }

  @Test
  void theListOfQueriesIsBoundedAndVaryStillCounts() throws Exception {
    for (int i = 0; i < 40; i++) {
      origin.replies(
          200, "" + i, "Cache-Control: max-age=60", "No-Vary-Search: params=(\"x\")", "Vary: Foo");
      Origin.say(asks(cache, "?a=" + i));
    }
    assertThat(Origin.say(asks(cache, "?x&a=39"))).isEqualTo("200 39");
    origin.replies(200, "anew", "Cache-Control: max-age=60");
    assertThat(Origin.say(asks(cache, "?x&a=1"))).as("off the list").isEqualTo("200 anew");
    origin.replies(200, "other", "Cache-Control: max-age=60");
    Url url = Url.parse(Origin.URL + "?x=2&a=39");
    assertThat(
            Origin.say(
                cache
                    .send(
                        Request.get(url).with(Origin.fields("Foo: 1")),
                        new Asking(url, Origin.SITE, true, CacheMode.DEFAULT, false),
                        origin,
                        Trail.OFF)
                    .response()))
        .isEqualTo("200 other");
  }

  @Test
  void whatMayNotBeSharedIsAskedByEach() throws Exception {
    origin
        .replies(200, "one", "Cache-Control: no-store")
        .replies(200, "two", "Cache-Control: no-store");
    Response first = origin.send(cache, Origin.get());
    Response second = origin.send(cache, Origin.get());
    assertThat(Origin.say(first) + Origin.say(second)).isEqualTo("200 one200 two");
  }

  @Test
  void aFailureIsNotShared() throws Exception {
    origin.fails().replies(200, "one", "Cache-Control: max-age=60");
    assertThatThrownBy(() -> origin.say(cache)).hasMessage("connection refused");
    assertThat(origin.say(cache)).isEqualTo("200 one");
  }

  @Test
  void whatIsTooLargeIsPassedOn() throws Exception {
    HttpCache small = HttpCache.inMemory(CacheLimits.DEFAULT.with(80_000, 0), () -> origin.now);
    String large = "x".repeat(20_000);
    origin.replies(200, large, "Cache-Control: max-age=60");
    assertThat(origin.say(small)).hasSize(20_004);
    assertThat(small.list()).isEmpty();
    // Of unknown length: it turns out while it is read.
    origin.replies(_ ->
        Origin.response(200, large, "Cache-Control: max-age=60")
            .with(
                Body.streaming(
                    new java.io.ByteArrayInputStream(
                        large.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    assertThat(origin.say(small)).hasSize(20_004);
    assertThat(small.list()).isEmpty();
    assertThat(origin.reasons()).contains("TOO_LARGE");
  }

  @Test
  void tellsWhatWouldHappen() throws Exception {
    Asking asking = Origin.asking(CacheMode.DEFAULT);
    assertThat(cache.outlook(Origin.get(), asking).what()).isEqualTo(Outlook.What.ASKED);
    origin.replies(200, "one", "Cache-Control: max-age=60", "ETag: \"1\"");
    origin.say(cache);
    assertThat(cache.outlook(Origin.get(), asking).what()).isEqualTo(Outlook.What.SERVED);
    origin.later(61);
    Outlook stale = cache.outlook(Origin.get(), asking);
    assertThat(stale.what()).isEqualTo(Outlook.What.CHECKED);
    assertThat(stale.conditions()).containsExactly("If-None-Match: \"1\"");
    var elsewhere =
        new Asking(Url.parse(Origin.URL), "https://other.example", true, CacheMode.DEFAULT, false);
    Because because = cache.outlook(Origin.get(), elsewhere).because();
    assertThat(because.reason()).isEqualTo(CacheReason.OTHER_PARTITION);
    assertThat(because.arguments()).containsExactly(Origin.SITE);
    assertThat(cache.delete(Origin.URL)).isEqualTo(1);
    assertThat(cache.list()).isEmpty();
  }

  @Test
  void tellsWhoseAnswerItWouldBe() throws Exception {
    origin.replies(200, "one", "Cache-Control: max-age=60", "No-Vary-Search: params=(\"utm\")");
    origin.say(cache);
    Url other = Url.parse(Origin.URL + "?utm=1");
    Outlook outlook =
        cache.outlook(
            Request.get(other), new Asking(other, Origin.SITE, true, CacheMode.DEFAULT, false));
    assertThat(outlook.what()).isEqualTo(Outlook.What.SERVED);
    assertThat(outlook.same().map(Outlook.Same::url)).contains(Origin.URL);
    assertThat(cache.outlook(Origin.get(), Origin.asking(CacheMode.DEFAULT)).same()).isEmpty();
  }
}
