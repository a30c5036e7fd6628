package dev.glasshouse.http.wire;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One request on its way through a server, from its head to the end of its answer. */
public final class Service {
  /** What the system, and TLS, say of a connection whose other end is gone. */
  private static final List<String> LEAVING =
      List.of(
          "Broken pipe", "Connection reset", "ClosedChannel", "SSLEngine closed", "STOP_SENDING");

  private final Serving serving;
  private final Request request;
  private final Stories.Story story;

  /** When it began, by {@link System#nanoTime}. */
  private final long begin;

  /** Bytes of content that its exchange has sent piece by piece. */
  private volatile long sent;

  /** Who is told when it is over. */
  private volatile Runnable whenOver = () -> {};

  Service(Serving serving, Request request) {
    this.serving = serving;
    this.request = request;
    this.story = serving.stories().begin(request);
    this.begin = story.begun();
    serving.ending().began();
  }

  /** Where its story is told. */
  public Trail trail() {
    return story.trail();
  }

  /** Opens a tunnel, or says why it cannot be. */
  public interface Opening {
    /** The response's head goes out. */
    void open() throws HttpException;
  }

  /**
   * Lets the handler answer; what goes wrong in it becomes 500. So does a tunnel that the request
   * did not ask for.
   *
   * @param number the connection's number
   * @param client asked when the handler failed: whether that was the client's doing
   */
  public Response answer(Aside aside, long number, BooleanSupplier client) {
    try {
      return checked(serving.handler().handle(request, new Within(aside)));
    } catch (IOException | RuntimeException | Error e) {
      if (!client.getAsBoolean()) {
        tellFailed(number, e);
      }
      return failed();
    }
  }

  /**
   * The handler's answer, where it has one at once; empty where it has none, or fails: it is to be
   * let answer then. For an event loop.
   */
  public Optional<Response> answerAtOnce() {
    try {
      return serving.handler().atOnce(request, trail()).map(this::checked);
    } catch (RuntimeException e) {
      tellFailed(0, e);
      return Optional.empty();
    }
  }

  /**
   * Lets the handler begin to answer, where it needs no thread for that; false where it does, or
   * fails: it is to be let answer then. For an event loop.
   *
   * @param then takes the answer, on whatever thread; must not block
   */
  public boolean begin(Aside aside, Executor loop, Consumer<Response> then) {
    try {
      return serving
          .handler()
          .begin(request, new Within(aside), loop, its -> then.accept(orFailed(its)));
    } catch (RuntimeException e) {
      tellFailed(0, e);
      return false;
    }
  }

  private Response orFailed(Response response) {
    try {
      return checked(response);
    } catch (RuntimeException e) {
      response.close();
      tellFailed(0, e);
      return failed();
    }
  }

  /** As {@link #over}, for an event loop: what takes long is done on another thread. */
  public void overAtOnce(Status status, long bytes, Because because) {
    if (story.endsAtOnce()) {
      over(status, bytes, because);
    } else {
      Thread.ofVirtual().start(() -> over(status, bytes, because));
    }
  }

  private static Response failed() {
    return Response.text(Status.INTERNAL_SERVER_ERROR, "500 Internal Server Error\n");
  }

  private void tellFailed(long number, Throwable why) {
    if (trail().on()) {
      trail()
          .mark(
              new HttpStep.ExchangeFailed(number, Texts.of(why)),
              Because.of(HttpReason.HANDLER_FAILED, Texts.of(why)));
    }
  }

  private Response checked(Response response) {
    boolean switches = response.status().equals(Status.SWITCHING_PROTOCOLS);
    boolean takes = response.body() instanceof Body.Taking;
    boolean may =
        switches
            ? takes && request.upgrade().isPresent()
            : !takes || request.method().equals(Method.CONNECT);
    if (!may) {
      throw new IllegalStateException("a tunnel that was not asked for: " + response.status());
    }
    return response.body() instanceof Body.Later ? response : story.answered(emptied(response));
  }

  /** RFC 9110 15.3.6: 205 never has content. */
  private static Response emptied(Response response) {
    if (response.status().code() != 205 || response.body().isEmpty()) {
      return response;
    }
    response.close();
    return response.with(Body.NONE);
  }

  /**
   * Takes a response when it has come, which no thread waits for; it is cancelled when the client
   * goes away.
   *
   * @param head its fields are added to those of the response that comes
   * @param number the connection's number
   * @param inbox tells when the client goes away
   * @param then goes on with it, and must not block
   */
  public void whenReady(
      Response head, Body.Later later, long number, Inbox inbox, Consumer<Response> then) {
    inbox.whenBroken(later::cancel);
    later.whenReady(
        serving.limits().times().total(),
        (response, why) -> {
          Response its = failed();
          try {
            if (response == null || response.body() instanceof Body.Later) {
              throw new IllegalStateException(why == null ? "later is not now" : Texts.of(why));
            }
            its = checked(added(response, head.fields()));
          } catch (IllegalStateException e) {
            if (!(why instanceof CancellationException)) {
              tellFailed(number, e);
            }
          }
          inbox.whenBroken(() -> {});
          then.accept(its);
        });
  }

  private static Response added(Response response, Fields more) {
    Fields all = response.fields();
    for (Field field : more) {
      all = all.plus(field.name(), field.value());
    }
    return response.with(all);
  }

  /**
   * Opens a tunnel, and lets it be used to its end.
   *
   * @return whether its end was in order
   */
  public boolean tunnel(OpenTunnel tunnel, Status status, Body.Taking taking, Opening opening) {
    Because because = Because.HAPPENED;
    try {
      opening.open();
      taking.user().use(tunnel);
    } catch (HttpException e) {
      because = e.because();
    } catch (IOException | RuntimeException | Error e) {
      because = Because.of(HttpReason.HANDLER_FAILED, Texts.of(e));
    }
    boolean whole = because.equals(Because.HAPPENED);
    if (whole) {
      tunnel.end();
      tunnel.letGo();
    } else {
      tunnel.close();
    }
    over(status, tunnel.sent(), because);
    return whole;
  }

  /** The same way out, with what goes there counted: for one thread. */
  public ContentPump.Sink counted(ContentPump.Sink sink) {
    return (bytes, length, deadline) -> {
      sink.send(bytes, length, deadline);
      sent += length;
    };
  }

  /** Bytes of content that went out so. */
  public long sent() {
    return sent;
  }

  /** Its answer is out, or broke off. */
  public void over(Status status, long bytes, Because broken) {
    Because because = told(broken);
    long end = System.nanoTime();
    Trail trail = trail();
    if (trail.on()) {
      // What was read off the clock before the journey began belongs to its beginning.
      trail.late(
          Math.max(0, trail.at(begin)),
          trail.at(end),
          new Serving.Answered(
              request.peer(), request.method().name(), request.target(), status, bytes),
          because);
    }
    try {
      story.end(new Stories.Served(request, status, bytes, end - begin, because));
    } finally {
      serving.ending().over();
      whenOver.run();
    }
  }

  /** Why it broke, from where a server stands. */
  private Because told(Because broken) {
    if (broken.reason() == Because.HAPPENED.reason()) {
      return broken;
    }
    if (serving.ending().isBrokenOff()) {
      return Because.of(HttpReason.SERVER_ENDED);
    }
    return isClientsLeaving(broken) ? Because.of(HttpReason.READER_LEFT) : broken;
  }

  /** What a client would say of a server that answers nothing, and what the system says of both. */
  private static boolean isClientsLeaving(Because broken) {
    if (broken.reason() == HttpReason.PEER_CLOSED) {
      return true;
    }
    String words = String.valueOf(broken.arguments());
    return broken.reason() == HttpReason.CONNECTION_BROKE
        && LEAVING.stream().anyMatch(words::contains);
  }

  /** What the exchange lets its handler say, by who knows when it is over. */
  private final class Within implements Aside {
    private final Aside exchange;

    Within(Aside exchange) {
      this.exchange = exchange;
    }

    @Override
    public void interim(Status status, Fields fields) throws HttpException {
      exchange.interim(status, fields);
    }

    @Override
    public Trail trail() {
      return exchange.trail();
    }

    @Override
    public Optional<Object> connection() {
      return exchange.connection();
    }

    @Override
    public void whenGone(Runnable told) {
      exchange.whenGone(told);
    }

    @Override
    public boolean whenOver(Runnable told) {
      Runnable before = whenOver;
      whenOver =
          () -> {
            before.run();
            told.run();
          };
      return true;
    }

    @Override
    public void whenEnding(Runnable told) {
      boolean _ = whenOver(serving.ending().tell(told));
    }

    @Override
    public boolean push(Request pushed) {
      return exchange.push(pushed);
    }
  }
}
