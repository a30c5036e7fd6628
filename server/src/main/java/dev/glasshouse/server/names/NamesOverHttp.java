package dev.glasshouse.server.names;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameServiceReason;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers questions of DNS that come by HTTP, in any of its versions: by GET with the message in
 * base64url, by POST with the message as content. Errors of HTTP say what is wrong with the
 * request; errors of DNS are answers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8484">RFC 8484</a>
 */
public final class NamesOverHttp implements Handler {
  /** The path that clients expect where nobody says another (RFC 8484 section 4.1.1). */
  public static final String PATH = "/dns-query";

  /** How long an answer may take: 30 s, as long as the most patient client waits. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Status GATEWAY_TIMEOUT = new Status(504);
  private static final Clause REQUESTS = Clause.rfc(8484, "4.1");

  private final QueryDoor door;
  private final String path;
  private final Executor loop;
  private final Duration patience;
  private final Supplier<Trail> stories;

  /**
   * A handler.
   *
   * @param door what answers; its carrier is HTTPS
   * @param path the one path at which it answers, others are not found
   * @param loop where the door is used: event loops, which outlive this
   * @param patience how long an answer may take
   * @param stories where the story of each request is told, and of what is done for it
   */
  public NamesOverHttp(
      QueryDoor door, String path, Executor loop, Duration patience, Supplier<Trail> stories) {
    this.door = door;
    this.path = path;
    this.loop = loop;
    this.patience = patience;
    this.stories = stories;
  }

  /** What becomes of a request. */
  private record Outcome(Response response, int size, long fresh, Because because) {}

  @Override
  public Response handle(Request request) throws IOException {
    Trail trail = stories.get();
    long id = trail.open();
    long begin = trail.now();
    Outcome outcome = outcome(request, trail.after(id));
    if (trail.on()) {
      trail.close(
          id,
          begin,
          new NameServiceStep.HttpQuestionServed(
              request.peer() instanceof InetSocketAddress client ? words(client) : "nobody",
              request.version().toString(),
              request.method().toString(),
              outcome.response.status().code(),
              outcome.size,
              outcome.fresh),
          outcome.because);
    }
    return outcome.response;
  }

  private Outcome outcome(Request request, Trail under) throws IOException {
    if (!request.path().equals(path)) {
      return wrong(Status.NOT_FOUND, "questions are answered at " + path);
    }
    if (!(request.peer() instanceof InetSocketAddress client) || client.isUnresolved()) {
      return notWelcome("a client without address");
    }
    if (door.access(client) == AccessList.Verdict.DROP) {
      return notWelcome(client.getAddress().getHostAddress());
    }
    return switch (HttpQuestion.of(request)) {
      case HttpQuestion.Wrong(Status status, String why) -> wrong(status, why);
      case HttpQuestion.Asked(byte[] message) -> answer(message, client, under);
    };
  }

  private Outcome answer(byte[] message, InetSocketAddress client, Trail under) throws IOException {
    var answer = new CompletableFuture<Optional<byte[]>>();
    try {
      loop.execute(() -> {
        try {
          door.take(message, client, under, answer::complete);
        } catch (RuntimeException e) {
          answer.completeExceptionally(e);
        }
      });
      return answer
          .get(patience.toNanos(), TimeUnit.NANOSECONDS)
          .map(NamesOverHttp::answered)
          .orElseGet(() -> failed(Status.SERVICE_UNAVAILABLE, "none is given"));
    } catch (TimeoutException e) {
      return failed(GATEWAY_TIMEOUT, "none came within " + patience.toSeconds() + " seconds");
    } catch (ExecutionException | RejectedExecutionException e) {
      return failed(Status.SERVICE_UNAVAILABLE, "the server ends, or failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a question was answered");
    }
  }

  private static Outcome answered(byte[] answer) {
    var scan = new MessageScan(WireLimits.TRANSFER);
    Freshness fresh =
        scan.scan(answer) == Fault.NONE
            ? Freshness.of(scan)
            : new Freshness(0, Because.of(NameServiceReason.NOTHING_TO_KEEP));
    Response response =
        Response.of(Status.OK)
            .with("Content-Type", HttpQuestion.TYPE)
            .with("Cache-Control", "max-age=" + fresh.seconds())
            .with(Body.of(answer));
    return new Outcome(response, answer.length, fresh.seconds(), fresh.because());
  }

  private static Outcome wrong(Status status, String why) {
    Response response = text(status, why);
    return new Outcome(
        status.equals(Status.METHOD_NOT_ALLOWED)
            ? response.with("Allow", "GET, HEAD, POST")
            : response,
        0,
        0,
        Because.of(NameServiceReason.NO_MESSAGE, REQUESTS, why));
  }

  private static Outcome notWelcome(String who) {
    return new Outcome(
        text(Status.FORBIDDEN, "the access list does not have " + who),
        0,
        0,
        Because.of(NameServiceReason.NOT_WELCOME, who));
  }

  private static Outcome failed(Status status, String why) {
    return new Outcome(
        text(status, "there is no answer: " + why),
        0,
        0,
        Because.of(NameServiceReason.NO_ANSWER, why));
  }

  private static Response text(Status status, String why) {
    return Response.text(status, why + "\n").with("Cache-Control", "no-store");
  }

  private static String words(InetSocketAddress client) {
    String host = AddressText.of(client.getAddress());
    boolean six = client.getAddress() instanceof Inet6Address && !host.startsWith("[");
    return (six ? "[" + host + "]" : host) + ":" + client.getPort();
  }
}
