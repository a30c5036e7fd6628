package dev.glasshouse.bench;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.push.Topic;
import dev.glasshouse.server.push.TopicHandlers;
import dev.glasshouse.server.push.TopicLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server whose clients wait for news, to be measured from outside: {@code /wait} waits for an
 * answer, {@code /events} for events on a stream, {@code /publish} answers all who do, {@code
 * /state} says how many wait and what the process takes.
 */
public final class WaitersServer {
  private WaitersServer() {}

  /** Serves on loopback until it is ended; prints its port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Limits.Pool pool = Limits.SERVER.pool();
    Limits limits =
        Limits.SERVER.with(
            new Limits.Pool(
                pool.perOrigin(),
                pool.overtakes(),
                pool.attempts(),
                pool.exchanges(),
                60_000,
                pool.total(),
                pool.origins()));
    Duration patience = Duration.ofMinutes(10);
    TopicLimits most =
        TopicLimits.USUAL
            .waiting(patience, patience)
            .holding(60_000, 60_000, TopicLimits.USUAL.queue());
    try (var topic = new Topic("bench", most);
        var network = OsNetwork.open(2)) {
      var handlers = new TopicHandlers(topic);
      Handler waiting = handlers.waiting();
      Handler events = handlers.streaming();
      Handler site =
          Handler.talkative((request, aside) ->
              switch (request.path()) {
                case "/wait" -> waiting.handle(request, aside);
                case "/events" -> events.handle(request, aside);
                case "/publish" ->
                    Response.text(Status.OK, topic.publish("message", "news").id() + "\n");
                case "/state" -> Response.text(Status.OK, state(topic));
                default -> Response.of(Status.NOT_FOUND);
              });
      try (HttpServer server =
          HttpServer.listen(
              network,
              new InetSocketAddress("127.0.0.1", 0),
              java.util.Optional.<dev.glasshouse.net.TlsServer>empty(),
              site,
              limits,
              Trail.OFF,
              dev.glasshouse.http.Stories.into(Trail.OFF))) {
        System.out.println(server.address().getPort());
        Thread.sleep(Duration.ofHours(1));
      }
    }
  }

  /** How many wait, and the process's share of memory in kB, after what is not used was let go. */
  private static String state(Topic topic) throws IOException {
    System.gc();
    String pss =
        Files.readAllLines(Path.of("/proc/self/smaps_rollup")).stream()
            .filter(line -> line.startsWith("Pss:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .findFirst()
            .orElse("0");
    long threads = Thread.getAllStackTraces().size();
    return "waiting "
        + (topic.waiting() + topic.subscribed())
        + " pss "
        + pss
        + " threads "
        + threads
        + "\n";
  }
}
