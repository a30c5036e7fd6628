package dev.glasshouse.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a cache of so many bytes holds. */
class BoundedCacheTest {
  /** A key that collides with all others of its kind. */
  private record Colliding(int number) {
    @Override
    public int hashCode() {
      return 7;
    }
  }

  @Test
  void holdsWhatAMapHoldsAsLongAsThereIsRoom() {
    var cache = new BoundedCache<Integer, Integer>(1_000_000, value -> 1);
    Map<Integer, Integer> map = new HashMap<>();
    var random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      int key = random.nextInt(20_000);
      switch (random.nextInt(4)) {
        case 0 -> {
          cache.remove(key);
          map.remove(key);
        }
        case 1, 2 -> {
          cache.put(key, i);
          map.put(key, i);
        }
        default -> assertThat(cache.get(key).orElse(-1)).isEqualTo(map.getOrDefault(key, -1));
      }
    }
    assertThat(cache.size()).isEqualTo(map.size());
    assertThat(cache.weight()).isEqualTo(map.size());
    map.forEach((key, value) -> assertThat(cache.peek(key)).contains(value));
  }

  @Test
  void neverHoldsMoreThanItMay() {
    var cache = new BoundedCache<Integer, Integer>(1000, value -> value);
    var random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      int key = random.nextInt(500);
      cache.put(key, random.nextInt(1, 1500));
      cache.get(random.nextInt(500));
      assertThat(cache.weight()).isLessThanOrEqualTo(1000);
    }
    cache.clear();
    assertThat(cache.size()).isZero();
    assertThat(cache.weight()).isZero();
  }

  @Test
  void weighsAnewWhatIsReplaced() {
    var cache = new BoundedCache<String, Integer>(100, value -> value);
    cache.put("one", 60);
    cache.put("one", 10);
    cache.put("two", 80);
    assertThat(cache.weight()).isEqualTo(90);
    assertThat(cache.peek("one")).contains(10);
  }

  @Test
  void junkThatIsAskedForOnceDoesNotPushOutWhatIsAskedForAgain() {
    var cache = new BoundedCache<Integer, Integer>(1000, value -> 1);
    for (int hot = 0; hot < 200; hot++) {
      cache.put(hot, hot);
      cache.get(hot);
    }
    for (int junk = 1000; junk < 300_000; junk++) {
      cache.put(junk, junk);
      cache.get(junk % 200);
    }
    for (int hot = 0; hot < 200; hot++) {
      assertThat(cache.peek(hot)).contains(hot);
    }
  }

  @Test
  void whoComesBackAfterItWentUnaskedIsTakenIn() {
    var cache = new BoundedCache<Integer, Integer>(100, value -> 1);
    for (int i = 0; i < 101; i++) {
      cache.put(i, i);
    }
    assertThat(cache.peek(0)).isEmpty();
    cache.put(0, 0);
    for (int i = 200; i < 280; i++) {
      cache.put(i, i);
    }
    assertThat(cache.peek(0)).contains(0);
  }

  @Test
  void keysThatCollideCostLittleAndTheOneAskedForStays() {
    var cache = new BoundedCache<Colliding, Integer>(1_000_000, value -> 1);
    var wanted = new Colliding(-1);
    cache.put(wanted, 0);
    for (int i = 0; i < 100_000; i++) {
      cache.put(new Colliding(i), i);
      assertThat(cache.get(wanted)).contains(0);
    }
    assertThat(cache.size()).isLessThanOrEqualTo(24);
  }
}
