package dev.glasshouse.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a cache of bytes holds. */
class ByteCacheTest {
  private static final int HASH = 7;

  private final ByteCache.Value value = new ByteCache.Value();

  private static byte[] key(int number) {
    return ("key" + number).getBytes(StandardCharsets.US_ASCII);
  }

  private boolean put(ByteCache cache, int number, byte[] content) {
    byte[] key = key(number);
    if (!cache.put(key, key.length, content.length, value)) {
      return false;
    }
    assertThat(value.end() - value.from()).isEqualTo(content.length);
    System.arraycopy(content, 0, value.bytes(), value.from(), content.length);
    return true;
  }

  /** An entry that says which it is. */
  private boolean put(ByteCache cache, int number, int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) number);
    return put(cache, number, content);
  }

  private byte[] get(ByteCache cache, int number) {
    byte[] key = key(number);
    return cache.get(key, key.length, value) ? content() : new byte[0];
  }

  private byte[] peek(ByteCache cache, int number) {
    byte[] key = key(number);
    return cache.peek(key, key.length, value) ? content() : new byte[0];
  }

  private byte[] content() {
    return Arrays.copyOfRange(value.bytes(), value.from(), value.end());
  }

  private boolean has(ByteCache cache, int number) {
    byte[] content = peek(cache, number);
    for (byte each : content) {
      assertThat(each).isEqualTo((byte) number);
    }
    return content.length > 0;
  }

  @Test
  void holdsWhatAMapHoldsAsLongAsThereIsRoom() {
    var cache = new ByteCache(64 << 20);
    Map<Integer, byte[]> map = new HashMap<>();
    var random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      int number = random.nextInt(20_000);
      switch (random.nextInt(4)) {
        case 0 -> {
          byte[] key = key(number);
          cache.remove(key, key.length);
          map.remove(number);
        }
        case 1, 2 -> {
          // Now and then one that is larger than a segment.
          byte[] content = new byte[1 + random.nextInt(i % 5000 == 1 ? 100_000 : 90)];
          random.nextBytes(content);
          assertThat(put(cache, number, content)).isTrue();
          map.put(number, content);
        }
        default -> assertThat(get(cache, number)).isEqualTo(map.getOrDefault(number, new byte[0]));
      }
    }
    assertThat(cache.size()).isEqualTo(map.size());
    map.forEach((number, content) -> assertThat(peek(cache, number)).isEqualTo(content));
  }

  @Test
  void whatIsReplacedAndRemovedTakesNoRoomForLong() {
    var cache = new ByteCache(64 << 20);
    for (int i = 0; i < 1_000_000; i++) {
      put(cache, i % 1000, 1 + i % 200);
    }
    assertThat(cache.size()).isEqualTo(1000);
    assertThat(cache.weight()).isLessThan(1 << 20);
    for (int number = 0; number < 1000; number++) {
      assertThat(has(cache, number)).isTrue();
    }
  }

  @Test
  void neverHoldsMoreThanItMay() {
    var cache = new ByteCache(100_000);
    var random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      put(cache, random.nextInt(500), random.nextInt(1, 1500));
      get(cache, random.nextInt(500));
      assertThat(cache.weight()).isLessThanOrEqualTo(100_000);
    }
    for (int number = 0; number < 500; number++) {
      has(cache, number);
    }
    cache.clear();
    assertThat(cache.size()).isZero();
    assertThat(cache.weight()).isLessThan(3000);
    assertThat(put(cache, 1, 10)).isTrue();
    assertThat(has(cache, 1)).isTrue();
  }

  @Test
  void aCacheFullOfWhatIsAskedForStillTakesInMore() {
    var cache = new ByteCache(100_000);
    for (int i = 0; i < 20_000; i++) {
      put(cache, i, 50);
      for (int k = 0; k < 4; k++) {
        assertThat(get(cache, i)).hasSize(50);
      }
    }
    assertThat(cache.weight()).isLessThanOrEqualTo(100_000);
    assertThat(cache.size()).isGreaterThan(600);
  }

  @Test
  void whatIsTooLargeIsNotHeldAndPushesNobodyOut() {
    var cache = new ByteCache(100_000);
    put(cache, 1, 50);
    put(cache, 2, 50);
    assertThat(put(cache, 2, 30_000)).isFalse();
    assertThat(has(cache, 1)).isTrue();
    assertThat(has(cache, 2)).isFalse();
  }

  @Test
  void junkThatIsAskedForOnceDoesNotPushOutWhatIsAskedForAgain() {
    var cache = new ByteCache(100_000);
    for (int hot = 0; hot < 200; hot++) {
      put(cache, hot, 50);
      get(cache, hot);
    }
    for (int junk = 1000; junk < 300_000; junk++) {
      put(cache, junk, 50);
      get(cache, junk % 200);
    }
    for (int hot = 0; hot < 200; hot++) {
      assertThat(has(cache, hot)).isTrue();
    }
  }

  @Test
  void whoComesBackAfterItWentUnaskedIsTakenIn() {
    var cache = new ByteCache(100_000);
    int last = 0;
    for (; has(cache, 0) || last == 0; last++) {
      put(cache, last, 50);
    }
    put(cache, 0, 50);
    for (int i = 0; i < last / 2; i++) {
      put(cache, 100_000 + i, 50);
    }
    assertThat(has(cache, 0)).isTrue();
  }

  @Test
  void keysThatCollideCostLittleAndTheOneAskedForStays() {
    var cache = new ByteCache(16 << 20);
    byte[] wanted = key(-1);
    assertThat(cache.put(HASH, wanted, wanted.length, 4, value)).isTrue();
    for (int i = 0; i < 100_000; i++) {
      byte[] key = key(i);
      assertThat(cache.put(HASH, key, key.length, 4, value)).isTrue();
      assertThat(cache.get(HASH, wanted, wanted.length, value)).isTrue();
    }
    assertThat(cache.size()).isLessThanOrEqualTo(24);
  }

  @Test
  void aMillionGrowWithoutALongPauseAndTakeFewBytesMoreThanTheyAre() {
    var cache = new ByteCache(256 << 20);
    for (int i = 0; i < 1_000_000; i++) {
      put(cache, i, 40);
    }
    assertThat(cache.size()).isEqualTo(1_000_000);
    // A head of 8, a key of up to 9, the value, up to 7 to the next unit, and the index.
    assertThat(cache.weight() / 1_000_000).isLessThan(90);
  }
}
