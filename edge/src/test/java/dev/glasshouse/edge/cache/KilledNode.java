package dev.glasshouse.edge.cache;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A node under load until it is killed: it answers, stores and purges. Each answer says itself what
 * it must be: the body's bytes follow from the number in the field N, and a purge raises the least
 * number that a URL's answers may have from then on.
 */
final class KilledNode {
  static final int URLS = 60;
  private static final int READERS = 3;
  private static final long PACE = 2_000_000;

  private final SharedCache cache;
  private final AtomicLong numbers;
  private final AtomicLongArray current = new AtomicLongArray(URLS);
  private final AtomicLongArray least = new AtomicLongArray(URLS);

  private KilledNode(Path folder, long first) throws IOException {
    this.numbers = new AtomicLong(first);
    for (int url = 0; url < URLS; url++) {
      current.set(url, numbers.incrementAndGet());
    }
    this.cache =
        SharedCache.before(
            (request, _) -> answer(current.get(Integer.parseInt(request.target().substring(1)))),
            options(folder),
            InstantSource.system());
  }

  static CacheOptions options(Path folder) {
    return CacheOptions.named("killed").in(folder).sized(1 << 20, 6 << 20);
  }

  static byte[] body(long number) {
    var random = new Random(number);
    var bytes = new byte[random.nextInt(12) == 0 ? 60_000 : random.nextInt(3000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Response answer(long number) {
    return Response.of(Status.OK)
        .with("Cache-Control", "max-age=6000")
        .with("Cache-Tag", "all")
        .with("N", Long.toString(number))
        .with(Body.of(body(number)));
  }

  /** Asks for a URL; the number of a hit, -1 for none, and -2 for what is not as it should be. */
  static long ask(SharedCache cache, int url) throws IOException {
    Request request = Request.get(Url.parse(url(url)));
    try (Response response = cache.send(request, Trail.OFF);
        InputStream in = response.body().open()) {
      byte[] bytes = in.readAllBytes();
      boolean hit = response.fields().combined("Cache-Status").orElse("").contains("; hit");
      long number = Long.parseLong(response.fields().first("N").orElse("-1"));
      if (!hit) {
        return -1;
      }
      return Arrays.equals(bytes, body(number)) ? number : -2;
    }
  }

  static String url(int url) {
    return "http://site.test/" + url;
  }

  private void read() {
    var random = new Random();
    while (true) {
      int url = random.nextInt(URLS);
      long atLeast = least.get(url);
      try {
        long number = ask(cache, url);
        if (number == -2 || (number >= 0 && number < atLeast)) {
          System.out.println("WRONG " + url + " " + number + " of " + atLeast);
        }
      } catch (IOException e) {
        System.out.println("WRONG " + url + " " + e);
      }
    }
  }

  private void purge() throws IOException {
    var random = new Random();
    while (true) {
      int url = random.nextInt(URLS);
      long number = numbers.incrementAndGet();
      current.set(url, number);
      cache.purge(Purge.url(url(url)), "a test", Trail.OFF);
      least.set(url, number);
      System.out.println(url + " " + number);
      // Most URLs are to be there when the end comes.
      LockSupport.parkNanos(PACE);
    }
  }

  public static void main(String[] args) throws IOException {
    var node = new KilledNode(Path.of(args[0]), Long.parseLong(args[1]));
    System.out.println("ready");
    for (int i = 0; i < READERS; i++) {
      Thread.ofPlatform().daemon().start(node::read);
    }
    node.purge();
  }
}
