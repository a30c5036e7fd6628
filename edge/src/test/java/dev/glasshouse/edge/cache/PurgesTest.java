package dev.glasshouse.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cache.Upkeep.Standing;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.Stored;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurgesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private Instant now = NOON;

  private static Stored asked(Instant when, String... fields) {
    Fields all = Scene.fields(fields);
    return Stored.of(Status.OK, "", all, Fields.EMPTY, when, when, Part.whole(4), Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hard URL http://a.test/x    | GONE
          soft URL http://a.test/x    | STALE
          hard URL http://a.test/     | GOOD
          hard PREFIX http://a.test/  | GONE
          hard PREFIX http://b.test/  | GOOD
          soft TAG red                | STALE
          hard TAG blue               | GONE
          hard TAG green              | GONE
          hard TAG re                 | GOOD
          hard ALL                    | GONE
          soft ALL                    | STALE
          """)
  void whatIsMeantIsWhatWasAskedForUntilThen(String order, Standing standing) throws IOException {
    Purges purges = Purges.inMemory(() -> now);
    Stored before = asked(NOON, "Cache-Tag: red,blue", "Surrogate-Key: green");
    assertThat(purges.of("http://a.test/x", before)).isEqualTo(Standing.GOOD);
    purges.take(Purge.parse(order));
    assertThat(purges.of("http://a.test/x", before)).isEqualTo(standing);
    Stored after = asked(NOON.plusNanos(1), "Cache-Tag: red,blue", "Surrogate-Key: green");
    assertThat(purges.of("http://a.test/x", after)).isEqualTo(Standing.GOOD);
    assertThat(Purge.parse(order).line()).isEqualTo(order);
  }

  @Test
  void whatCameOutOfAnotherCacheIsAsOldAsItsAge() throws IOException {
    Purges purges = Purges.inMemory(() -> now);
    purges.take(Purge.url("u"));
    Instant later = NOON.plusSeconds(20);
    assertThat(purges.of("u", asked(later))).isEqualTo(Standing.GOOD);
    assertThat(purges.of("u", asked(later, "Age: 10"))).isEqualTo(Standing.GOOD);
    assertThat(purges.of("u", asked(later, "Age: 20"))).isEqualTo(Standing.GONE);
    assertThat(purges.of("u", asked(NOON.plusMillis(10), "Age: 0"))).isEqualTo(Standing.GONE);
  }

  @Test
  void aClockThatGoesBackForgetsNoLess() throws IOException {
    Purges purges = Purges.inMemory(() -> now);
    purges.take(Purge.tag("a"));
    now = NOON.minusSeconds(3600);
    purges.take(Purge.tag("b"));
    assertThat(purges.of("u", asked(NOON.minusSeconds(1), "Cache-Tag: b")))
        .isEqualTo(Standing.GONE);
  }

  @Test
  void tooManyOrdersForgetMoreAndNotLess() throws IOException {
    Purges purges = Purges.inMemory(() -> now);
    for (int i = 0; i <= Purges.MOST_PREFIXES; i++) {
      now = now.plusSeconds(1);
      purges.take(Purge.prefix("http://a.test/" + i));
    }
    assertThat(purges.of("http://a.test/0", asked(NOON))).isEqualTo(Standing.GONE);
    assertThat(purges.of("http://b.test/", asked(NOON))).isEqualTo(Standing.GONE);
    assertThat(purges.of("http://b.test/", asked(now))).isEqualTo(Standing.GOOD);
    assertThat(purges.of("http://a.test/500", asked(now.minusSeconds(1)))).isEqualTo(Standing.GONE);
  }

  @Test
  void areThereAfterAStart(@TempDir Path folder) throws IOException {
    try (Purges purges = Purges.in(folder, () -> now)) {
      purges.take(Purge.url("http://a.test/é"));
      purges.take(Purge.tag("t").softly());
    }
    // A line that was cut off was never confirmed.
    Path file = folder.resolve("purges");
    Files.writeString(file, Files.readString(file) + "0000 12");
    try (Purges purges = Purges.in(folder, () -> now)) {
      assertThat(purges.of("http://a.test/é", asked(NOON))).isEqualTo(Standing.GONE);
      assertThat(purges.of("http://a.test/", asked(NOON, "Cache-Tag: t")))
          .isEqualTo(Standing.STALE);
      assertThat(purges.of("http://a.test/", asked(NOON))).isEqualTo(Standing.GOOD);
    }
  }

  @Test
  void aDamagedFileForgetsEverything(@TempDir Path folder) throws IOException {
    try (Purges purges = Purges.in(folder, () -> now)) {
      purges.take(Purge.tag("first"));
      purges.take(Purge.tag("second"));
    }
    Path file = folder.resolve("purges");
    Files.writeString(file, Files.readString(file).replace("first", "fist!"));
    for (int start = 0; start < 2; start++) {
      try (Purges purges = Purges.in(folder, () -> now)) {
        assertThat(purges.of("http://a.test/", asked(NOON))).isEqualTo(Standing.GONE);
      }
    }
  }

  @Test
  void aFolderIsForOneProgram(@TempDir Path folder) throws IOException {
    CacheOptions options = CacheOptions.named("node-1").in(folder);
    try (var _ = new Scene(options, Scene.always("text"))) {
      assertThatThrownBy(() -> new Scene(options, Scene.always("text")).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder + " cannot be used: another program has it open (process ");
    }
  }

  /** The other program may be writing an order just now, of which a part is there. */
  @Test
  void nothingOfAFolderIsTouchedThatAnotherProgramHas(@TempDir Path folder) throws IOException {
    CacheOptions options = CacheOptions.named("node-1").in(folder);
    Path file = folder.resolve("purges");
    try (var scene = new Scene(options, Scene.always("text"))) {
      scene.cache.purge(Purge.tag("a"), "a test", Trail.OFF);
      Files.writeString(file, "0123456", StandardOpenOption.APPEND);
      String before = Files.readString(file);
      assertThatThrownBy(() -> new Scene(options, Scene.always("text")).close())
          .isInstanceOf(IOException.class);
      assertThat(file).hasContent(before);
    }
  }

  @Test
  void nonsenseIsNoOrder() {
    for (String line :
        new String[] {"", "hard", "hard URL", "mild URL x", "hard CAT x", "hard ALL x"}) {
      assertThatThrownBy(() -> Purge.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Purge.url("a b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Purge.url("a\nb")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void softlyPurgedIsUsedWhileItIsChecked() throws IOException {
    try (var scene =
        new Scene(
            Scene.always("text", "Cache-Control: max-age=60, stale-if-error=60", "Cache-Tag: a"))) {
      scene.get("/a");
      scene.cache.purge(Purge.tag("a").softly(), "a test", Trail.OFF);
      scene.answers(_ -> dev.glasshouse.http.Response.of(Status.SERVICE_UNAVAILABLE));
      assertThat(scene.get("/a").text()).isEqualTo("text");
      scene.cache.purge(Purge.tag("a"), "a test", Trail.OFF);
      assertThat(scene.get("/a").status()).isEqualTo(503);
    }
  }

  /** RFC 9211 2.4: a stale answer's ttl is negative, and it is stale since it was purged. */
  @Test
  void softlyPurgedIsSaidToBeStale() throws IOException {
    try (var scene =
        new Scene(Scene.always("text", "Cache-Control: max-age=60, stale-while-revalidate=30"))) {
      scene.get("/a");
      assertThat(scene.get("/a").cacheStatus()).contains("; hit; ttl=60");
      scene.cache.purge(Purge.prefix(Scene.HOST).softly(), "a test", Trail.OFF);
      scene.later(Duration.ofSeconds(3));
      scene.answers(_ -> dev.glasshouse.http.Response.of(Status.SERVICE_UNAVAILABLE));
      assertThat(scene.get("/a").cacheStatus()).contains("; hit; ttl=-3");
      assertThat(scene.cache.counts().stale()).isEqualTo(1);
      assertThat(reasons(scene)).contains(CacheReason.PURGED_SOFTLY);
      // Longer than stale answers may be used meanwhile, and no longer than on an error.
      scene.later(Duration.ofSeconds(28));
      assertThat(scene.get("/a").status()).isEqualTo(503);
    }
  }

  @Test
  void whatIsDoubtedIsUsedOnceItsServerHasConfirmedIt() throws IOException {
    try (var scene =
        new Scene(
            Scene.always(
                "text",
                "Cache-Control: max-age=60, stale-while-revalidate=60, stale-if-error=60",
                "ETag: \"1\""))) {
      scene.get("/a");
      scene.cache.doubt("a test", Trail.OFF);
      scene.later(Duration.ofSeconds(1));
      scene.answers(_ ->
          dev.glasshouse.http.Response.of(Status.SERVICE_UNAVAILABLE)
              .with("Cache-Control", "no-store"));
      assertThat(scene.get("/a").status()).isEqualTo(503);
      scene.answers(_ -> dev.glasshouse.http.Response.of(Status.NOT_MODIFIED));
      assertThat(scene.get("/a").cacheStatus()).contains("; fwd=stale; fwd-status=304");
      assertThat(scene.get("/a").cacheStatus()).contains("; hit");
      assertThat(reasons(scene)).contains(CacheReason.UNCONFIRMED);
    }
  }

  @Test
  void aDoubtIsThereAfterAStart(@TempDir Path folder) throws IOException {
    try (Purges purges = Purges.in(folder, () -> now)) {
      purges.take(Purge.unconfirmed());
    }
    try (Purges purges = Purges.in(folder, () -> now)) {
      assertThat(purges.of("http://a.test/", asked(NOON))).isEqualTo(Standing.UNCONFIRMED);
      assertThat(purges.of("http://a.test/", asked(NOON.plusNanos(1)))).isEqualTo(Standing.GOOD);
      purges.take(Purge.url("http://a.test/"));
      assertThat(purges.of("http://a.test/", asked(NOON))).isEqualTo(Standing.GONE);
    }
  }

  private static List<Reason> reasons(Scene scene) {
    return scene.recorder.journey().entries().stream()
        .map(entry -> entry.because().reason())
        .toList();
  }
}
