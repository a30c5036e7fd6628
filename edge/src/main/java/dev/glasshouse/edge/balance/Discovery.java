package dev.glasshouse.edge.balance;

import dev.glasshouse.journey.Because;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps a pool's servers as somebody else tells them: asks, changes the pool where the answer is
 * another, and asks again when the answer's time is over. Where nobody answers, or nothing usable,
 * the pool stays as it is.
 */
public final class Discovery implements AutoCloseable {
  /** The least time between two questions. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private final Pool pool;
  private final Source source;
  private final Consumer<String> complaints;
  private final Thread rounds;

  /** Who knows the servers. */
  @FunctionalInterface
  public interface Source {
    /**
     * What is known now. Blocks.
     *
     * @throws IOException when nobody can tell, with a sentence why
     */
    Found find() throws IOException;
  }

  /**
   * What was found.
   *
   * @param servers the servers
   * @param leftOut what was said besides, and cannot be used, each in a sentence
   * @param holds when to ask again
   * @param because who said so
   */
  public record Found(
      List<ServerSpec> servers, List<String> leftOut, Duration holds, Because because) {
    /** What does not change. */
    public Found {
      servers = List.copyOf(servers);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Begins to ask.
   *
   * @param retry when to ask again after nobody could tell
   * @param complaints takes why, or what of an answer was left out, in a sentence; not the same
   *     twice in a row
   */
  public Discovery(Pool pool, Source source, Duration retry, Consumer<String> complaints) {
    this.pool = pool;
    this.source = source;
    this.complaints = complaints;
    this.rounds = Thread.ofVirtual().name("glass-discovery-" + pool.name()).start(() -> run(retry));
  }

  private void run(Duration retry) {
    String last = "";
    boolean lost = false;
    try {
      while (true) {
        Duration wait = retry;
        String problem = "";
        try {
          Found found = look();
          wait = found.holds();
          problem = String.join("; ", found.leftOut());
          if (lost) {
            complaints.accept("\"%s\" knows its servers again".formatted(pool.name()));
          }
          lost = false;
        } catch (IOException e) {
          lost = true;
          problem =
              "\"%s\" keeps the servers that it has: %s"
                  .formatted(pool.name(), dev.glasshouse.http.Texts.of(e));
        }
        if (!problem.isEmpty() && !problem.equals(last)) {
          complaints.accept(problem);
        }
        last = problem;
        Thread.sleep(wait.compareTo(LEAST) < 0 ? LEAST : wait);
      }
    } catch (InterruptedException _) {
      // Closed: the thread ends.
    }
  }

  private Found look() throws IOException {
    Found found = source.find();
    if (found.servers().isEmpty()) {
      String why = found.leftOut().isEmpty() ? "" : ": " + String.join("; ", found.leftOut());
      throw new IOException("there are no servers for " + pool.name() + " now" + why);
    }
    if (!found.servers().equals(pool.servers())) {
      pool.change(found.servers(), found.because());
    }
    return found;
  }

  @Override
  public void close() {
    rounds.interrupt();
  }
}
