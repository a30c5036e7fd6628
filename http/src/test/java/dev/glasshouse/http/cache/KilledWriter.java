package dev.glasshouse.http.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * A program that puts, updates and removes entries until it is killed. What it puts says itself
 * what it must be: the body's bytes follow from the number in the field N, of which there is one at
 * a time for a URL.
 */
final class KilledWriter {
  static final int URLS = 40;

  private KilledWriter() {}

  static byte[] body(long number) {
    var random = new Random(number);
    var bytes = new byte[random.nextInt(10) == 0 ? 90_000 : random.nextInt(3000)];
    random.nextBytes(bytes);
    return bytes;
  }

  static CacheLimits limits() {
    CacheLimits usual = CacheLimits.DEFAULT;
    return new CacheLimits(
        1 << 20,
        4 << 20,
        10_000,
        usual.entry(),
        usual.variants(),
        usual.waiting(),
        usual.behind(),
        usual.behindAtOnce(),
        usual.rest(),
        usual.ending());
  }

  public static void main(String[] args) throws IOException {
    var origin = new Origin();
    long number = Long.parseLong(args[1]);
    try (HttpCache cache = HttpCache.in(Path.of(args[0]), limits(), () -> origin.now)) {
      System.out.println("ready");
      for (; ; number++) {
        int url = (int) (number % URLS);
        byte[] body = body(number);
        long mine = number;
        origin.replies(_ ->
            Origin.response(200, "", "Cache-Control: max-age=600", "N: " + mine)
                .with(dev.glasshouse.http.Body.of(body)));
        KilledReader.ask(cache, origin, url, CacheMode.RELOAD);
        // The number that counts is told only when it is stored.
        System.out.println(url + " " + number);
      }
    }
  }
}
