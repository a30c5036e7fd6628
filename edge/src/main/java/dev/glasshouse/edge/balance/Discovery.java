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
   * @param holds when to ask again
   * @param because who said so
   */
  public record Found(List<ServerSpec> servers, Duration holds, Because because) {}

  /**
   * Begins to ask.
   *
   * @param retry when to ask again after nobody could tell
   * @param complaints takes why, in a sentence
   */
  public Discovery(Pool pool, Source source, Duration retry, Consumer<String> complaints) {
    this.pool = pool;
    this.source = source;
    this.complaints = complaints;
    this.rounds = Thread.ofVirtual().name("glass-discovery-" + pool.name()).start(() -> run(retry));
  }

  private void run(Duration retry) {
    String last = "";
    try {
      while (true) {
        Duration wait = retry;
        String problem = "";
        try {
          wait = look();
        } catch (IOException e) {
          problem = dev.glasshouse.http.Texts.of(e);
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

  private Duration look() throws IOException {
    Found found = source.find();
    if (found.servers().isEmpty()) {
      throw new IOException("there are no servers for " + pool.name() + " now");
    }
    if (!found.servers().equals(pool.servers())) {
      pool.change(found.servers(), found.because());
    }
    return found.holds();
  }

  @Override
  public void close() {
    rounds.interrupt();
  }
}
