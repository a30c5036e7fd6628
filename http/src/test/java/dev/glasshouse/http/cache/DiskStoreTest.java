package dev.glasshouse.http.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.Stored;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk comes back as it was, or not at all. */
class DiskStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int INLINE = 1000;

  @TempDir private Path folder;

  private DiskStore open(Path where) throws IOException {
    return open(where, 64 << 20);
  }

  private static DiskStore open(Path where, long most) throws IOException {
    return DiskStore.open(where, most, (_, _) -> {});
  }

  private static CacheKey key(String path) {
    return new CacheKey("https://example.com", true, "https://example.com/" + path);
  }

  private static Stored stored(byte[] body, String... fields) {
    return Stored.of(
        Status.OK,
        "OK",
        Origin.fields(fields),
        Origin.fields("Foo: 1"),
        NOW,
        NOW.plusMillis(80),
        Part.whole(body.length),
        Duration.ofMillis(120));
  }

  private static Optional<Entry> put(DiskStore store, String path, byte[] body, String... fields)
      throws IOException {
    return put(store, INLINE, path, body, fields);
  }

  private static Optional<Entry> put(
      DiskStore store, int inline, String path, byte[] body, String... fields) throws IOException {
    var spool = new Spool(inline, store::newBodyFile, _ -> {});
    for (int at = 0; at < body.length; at += 300) {
      spool.put(body, at, Math.min(300, body.length - at));
    }
    try {
      return store.put(
          new Entry(
              key(path),
              HttpVersion.HTTP_2,
              stored(body, fields),
              new Content.InMemory(new byte[0]),
              0),
          spool);
    } finally {
      spool.close();
    }
  }

  private static byte[] body(long seed, int length) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(Entry entry) throws IOException {
    try (var in = entry.content().open(0, entry.content().length())) {
      return in.readAllBytes();
    }
  }

  @Test
  void comesBackAsItWas() throws Exception {
    byte[] small = body(1, 700);
    byte[] large = body(2, 200_000);
    try (DiskStore store = open(folder)) {
      put(store, "small", small, "ETag: \"1\"", "X: ä");
      put(store, "large", large);
      put(store, "empty", new byte[0]);
      assertThat(bytes(store.find(key("large")).getFirst())).isEqualTo(large);
    }
    try (DiskStore store = open(folder)) {
      assertThat(store.size()).isEqualTo(3);
      Entry entry = store.find(key("small")).getFirst();
      assertThat(entry.stored())
          .usingRecursiveComparison()
          .isEqualTo(stored(small, "ETag: \"1\"", "X: ä"));
      assertThat(entry.version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(bytes(entry)).isEqualTo(small);
      Entry big = store.find(key("large")).getFirst();
      assertThat(bytes(big)).isEqualTo(large);
      assertThat(big.content().bytes(65_000, 2000))
          .isEqualTo(Arrays.copyOfRange(large, 65_000, 67_000));
      assertThat(bytes(store.find(key("empty")).getFirst())).isEmpty();
      assertThat(store.find(key("other"))).isEmpty();
    }
  }

  @Test
  void whatIsRemovedOrUpdatedStaysSo() throws Exception {
    byte[] small = body(1, 700);
    byte[] large = body(2, 5000);
    try (DiskStore store = open(folder)) {
      Entry one = put(store, "small", small, "X: old").orElseThrow();
      Entry two = put(store, "large", large, "X: old").orElseThrow();
      store.update(one, stored(small, "X: new"));
      store.update(two, stored(large, "X: new"));
      store.remove(put(store, "gone", small).orElseThrow());
      store.remove(put(store, "gone large", large).orElseThrow());
    }
    try (DiskStore store = open(folder)) {
      assertThat(store.size()).isEqualTo(2);
      for (String path : List.of("small", "large")) {
        List<Entry> found = store.find(key(path));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().stored().fields().first("X")).contains("new");
      }
      assertThat(bytes(store.find(key("large")).getFirst())).isEqualTo(large);
      assertThat(files("body-")).hasSize(1);
    }
  }

  private List<Path> files(String prefix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  @Test
  void staysWithinItsBytes() throws Exception {
    long most = 1 << 20;
    try (DiskStore store = open(folder, most)) {
      for (int i = 0; i < 4000; i++) {
        put(store, "n" + i, body(i, i % 50 == 0 ? 20_000 : 900));
        if (i == 500) {
          assertThat(store.find(key("n499"))).hasSize(1);
        }
        assertThat(store.bytes()).isLessThanOrEqualTo(most);
      }
      assertThat(store.find(key("n3999"))).hasSize(1);
      assertThat(store.find(key("n0"))).isEmpty();
      long onDisk = 0;
      try (Stream<Path> all = Files.list(folder)) {
        for (Path path : (Iterable<Path>) all::iterator) {
          String name = path.getFileName().toString();
          onDisk += name.startsWith("segment") || name.startsWith("body") ? Files.size(path) : 0;
        }
      }
      assertThat(onDisk).isEqualTo(store.bytes());
    }
    try (DiskStore store = open(folder, most)) {
      assertThat(store.find(key("n3999"))).hasSize(1);
      assertThat(store.bytes()).isLessThanOrEqualTo(most);
    }
  }

  @Test
  void whatIsUsedStaysLonger() throws Exception {
    try (DiskStore store = open(folder, 1 << 20)) {
      put(store, "liked", body(7, 900), "X: y");
      for (int i = 0; i < 3000; i++) {
        put(store, "n" + i, body(i, 900));
        if (i % 100 == 0) {
          assertThat(store.find(key("liked"))).as("after " + i).hasSize(1);
        }
      }
      assertThat(bytes(store.find(key("liked")).getFirst())).isEqualTo(body(7, 900));
    }
  }

  @Test
  void isOpenedByOneAtATime() throws Exception {
    try (DiskStore _ = open(folder)) {
      assertThatThrownBy(() -> open(folder))
          .isInstanceOfSatisfying(
              FolderLock.LockedException.class,
              e ->
                  assertThat(e.because())
                      .isEqualTo(
                          Because.of(
                              CacheReason.LOCKED_BY,
                              String.valueOf(ProcessHandle.current().pid()))));
      var origin = new Origin();
      origin.replies(200, "one", "Cache-Control: max-age=60");
      try (HttpCache second = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
        assertThat(second.withoutDisk()).isPresent();
        origin.say(second);
        assertThat(origin.say(second)).isEqualTo("200 one");
        assertThat(origin.steps(CacheStep.CacheTrouble.class)).hasSize(1);
        assertThat(origin.reasons()).contains("LOCKED_BY");
      }
    }
    open(folder).close();
  }

  @Test
  void aFolderThatCannotBeUsedIsDoneWithout() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    try (HttpCache cache = HttpCache.in(file, CacheLimits.DEFAULT, () -> NOW)) {
      assertThat(cache.withoutDisk()).contains(Because.of(CacheReason.NO_FOLDER, file.toString()));
    }
    try (HttpCache cache = HttpCache.in(Path.of("/proc/none/c"), CacheLimits.DEFAULT, () -> NOW)) {
      assertThat(cache.withoutDisk())
          .contains(Because.of(CacheReason.CANNOT_BE_MADE, "/proc/none"));
    }
  }

  /** A small store with everything in it: inline and large bodies, updates, removals, variants. */
  private Map<String, byte[]> smallStore(Path where) throws IOException {
    var truth = new HashMap<String, byte[]>();
    try (DiskStore store = open(where)) {
      for (String path : List.of("a", "b", "large", "c")) {
        byte[] body = body(path.hashCode(), path.equals("large") ? 120 : 10);
        truth.put(path, body);
        put(store, 100, path, body, "X: " + path);
      }
      Entry updated = store.find(key("b")).getFirst();
      store.update(updated, stored(body("b".hashCode(), 10), "X: b", "Y: new"));
      store.remove(put(store, 100, "removed", body(9, 30), "X: removed").orElseThrow());
      store.remove(
          put(store, 100, "removed large", body(9, 120), "X: removed large").orElseThrow());
    }
    return truth;
  }

  /** Nothing but what was put last, byte for byte; how much of it is there. */
  private static int assertNothingIsWrong(Path where, Map<String, byte[]> truth, String how)
      throws IOException {
    int found = 0;
    try (DiskStore store = open(where, 64 << 20)) {
      assertThat(store.find(key("removed"))).as(how).isEmpty();
      assertThat(store.find(key("removed large"))).as(how).isEmpty();
      for (Map.Entry<String, byte[]> each : truth.entrySet()) {
        for (Entry entry : store.find(key(each.getKey()))) {
          assertThat(entry.stored().fields().first("X")).as(how).contains(each.getKey());
          if (each.getKey().equals("b")) {
            assertThat(entry.stored().fields().has("Y")).as(how).isTrue();
          }
          try {
            assertThat(bytes(entry)).as(how).isEqualTo(each.getValue());
            found++;
          } catch (IOException damaged) {
            // Found out while it was read: nothing wrong was given out.
          }
        }
      }
      // It goes on working.
      put(store, "later", body(3, 50), "X: later");
      assertThat(bytes(store.find(key("later")).getFirst())).as(how).isEqualTo(body(3, 50));
    }
    return found;
  }

  @Test
  void cutOffOrDamagedAtAnyByteNothingWrongComesBack() throws Exception {
    Path whole = folder.resolve("whole");
    Map<String, byte[]> truth = smallStore(whole);
    Path copy = folder.resolve("copy");
    assertThat(assertNothingIsWrong(copyOf(whole, copy), truth, "whole")).isEqualTo(4);
    int most = 0;
    for (Path file : listed(whole)) {
      String name = file.getFileName().toString();
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at++) {
        Path target = copyOf(whole, copy).resolve(name);
        Files.write(target, Arrays.copyOf(bytes, at));
        most = Math.max(most, assertNothingIsWrong(copy, truth, name + " cut at " + at));
        byte[] damaged = bytes.clone();
        damaged[at] ^= 0x5a;
        Files.write(copyOf(whole, copy).resolve(name), damaged);
        most = Math.max(most, assertNothingIsWrong(copy, truth, name + " damaged at " + at));
      }
    }
    assertThat(most).isEqualTo(4);
  }

  private static List<Path> listed(Path where) throws IOException {
    try (Stream<Path> all = Files.list(where)) {
      return all.filter(p -> !p.getFileName().toString().equals("lock")).sorted().toList();
    }
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    if (Files.isDirectory(to)) {
      for (Path path : new ArrayList<>(listed(to))) {
        Files.delete(path);
      }
    }
    Files.createDirectories(to);
    for (Path path : listed(from)) {
      Files.copy(path, to.resolve(path.getFileName()));
    }
    return to;
  }

  @Test
  void answersFromDiskInTheNextRun() throws Exception {
    var origin = new Origin();
    String large = "0123456789".repeat(300_000);
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      origin.replies(200, large, "Cache-Control: max-age=60", "ETag: \"1\"");
      assertThat(origin.say(cache)).hasSize(large.length() + 4);
      origin.later(1);
    }
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      HttpCache.Answer answer =
          cache.send(
              Origin.get(), Origin.asking(CacheMode.DEFAULT), origin, origin.recorder.trail());
      assertThat(answer.source()).isEqualTo(HttpCache.Source.DISK);
      assertThat(Origin.say(answer.response())).isEqualTo("200 " + large);
      assertThat(origin.say(cache, "Range: bytes=2999990-")).isEqualTo("206 0123456789");
      origin.later(100);
      origin.replies(304, "", "ETag: \"1\"", "Cache-Control: max-age=1000");
      assertThat(origin.say(cache)).hasSize(large.length() + 4);
    }
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      assertThat(origin.say(cache)).hasSize(large.length() + 4);
      assertThat(cache.deleteAll()).isEqualTo(1);
    }
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      assertThat(cache.list()).isEmpty();
      assertThat(files("body-")).isEmpty();
    }
  }

  @Test
  void theListOfQueriesIsThereInTheNextRun() throws Exception {
    var origin = new Origin();
    Url first = Url.parse(Origin.URL + "?a=1");
    Url second = Url.parse(Origin.URL + "?b=1");
    for (Url url : List.of(first, second)) {
      origin.replies(200, "one", "Cache-Control: max-age=60", "No-Vary-Search: params");
      try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
        assertThat(
                Origin.say(
                    cache
                        .send(
                            Request.get(url),
                            new Asking(url, Origin.SITE, true, CacheMode.DEFAULT, false),
                            origin,
                            Trail.OFF)
                        .response()))
            .isEqualTo("200 one");
      }
    }
    assertThat(origin.asked).hasSize(1);
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      assertThat(cache.deleteAll()).isEqualTo(1);
    }
  }

  /** A thread whose fetch was given up reads: what is stored is not hurt, for nobody. */
  @Test
  void aThreadThatIsInterruptedHurtsNothing() throws Exception {
    byte[] small = body(1, 700);
    byte[] large = body(2, 200_000);
    try (DiskStore store = open(folder)) {
      put(store, "small", small);
      Entry big = put(store, "large", large).orElseThrow();
      Thread.currentThread().interrupt();
      assertThat(bytes(store.find(key("small")).getFirst())).isEqualTo(small);
      assertThat(bytes(big)).isEqualTo(large);
      put(store, "later", small);
      assertThat(Thread.interrupted()).as("still told").isTrue();
      for (String path : List.of("small", "later")) {
        assertThat(bytes(store.find(key(path)).getFirst())).isEqualTo(small);
      }
      assertThat(bytes(store.find(key("large")).getFirst())).isEqualTo(large);
    }
  }

  @Test
  void aDamagedBodyIsNotGivenOutAndIsAskedForAnew() throws Exception {
    var origin = new Origin();
    String large = "0123456789".repeat(300_000);
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      origin.replies(200, large, "Cache-Control: max-age=60");
      origin.say(cache);
    }
    Path body = files("body-").getFirst();
    byte[] bytes = Files.readAllBytes(body);
    bytes[2_000_000] ^= 1;
    Files.write(body, bytes);
    try (HttpCache cache = HttpCache.in(folder, CacheLimits.DEFAULT, () -> origin.now)) {
      Response damaged = origin.send(cache, Origin.get());
      try (var in = damaged.body().open()) {
        assertThat(new String(in.readNBytes(1_000_000), StandardCharsets.US_ASCII))
            .isEqualTo(large.substring(0, 1_000_000));
        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      }
      origin.replies(200, large, "Cache-Control: max-age=60");
      assertThat(origin.say(cache)).isEqualTo("200 " + large);
      assertThat(origin.reasons()).contains("DAMAGED");
    }
  }
}
