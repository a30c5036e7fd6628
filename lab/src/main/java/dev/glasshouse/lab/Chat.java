package dev.glasshouse.lab;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.Message;
import dev.glasshouse.server.push.Topic;
import dev.glasshouse.server.push.TopicHandlers;
import dev.glasshouse.server.push.TopicLimits;
import dev.glasshouse.server.push.WebSocketOptions;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The chat of the built-in site: one room, and every way in which the web has told pages of news.
 * Polling, long polling, an event stream, a conversation (WebSocket), and answers that are pushed
 * before they are asked for (HTTP/2). Who is there is told, too.
 */
final class Chat implements Handler {
  /** Where it stands. */
  static final String PATH = "/chat/";

  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_NAME = 40;

  /** One who only asks counts as there for so long: three times as long as a page's pause. */
  private static final Duration ASKED = Duration.ofSeconds(6);

  /** One who waits, as long as a wait is and a while longer. */
  private static final Duration WAITED = TopicLimits.USUAL.waiting().plusSeconds(10);

  /** One who holds a connection is there until that ends. */
  private static final Duration HELD = Duration.ofDays(1);

  private final Topic topic = new Topic("chat", TopicLimits.USUAL);
  private final Presence presence = new Presence();
  private final InstantSource clock;
  private final Handler page;
  private final Map<String, Handler> ways;

  /**
   * A room in which nobody is.
   *
   * @param page what answers everything else
   */
  Chat(InstantSource clock, Handler page) {
    this.clock = clock;
    this.page = page;
    var handlers = new TopicHandlers(topic);
    Handler streaming = handlers.streaming();
    this.ways =
        Map.of(
            "poll", present("polling", ASKED, handlers.asking()),
            "wait", present("long polling", WAITED, handlers.waiting()),
            "pushed",
                present("push", WAITED, handlers.pushing(after -> PATH + "wait?after=" + after)),
            "events", Handler.talkative((request, aside) -> streamed(request, aside, streaming)),
            "socket", handlers.talking(WebSocketOptions.USUAL, new Talking()),
            "say", this::say);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    String path = request.path();
    Handler way =
        path.startsWith(PATH) ? ways.getOrDefault(path.substring(PATH.length()), page) : page;
    return way.handle(request, aside);
  }

  // ---- who is there ----

  private Handler present(String way, Duration holds, Handler its) {
    return Handler.talkative((request, aside) -> {
      name(request).ifPresent(name -> seen(new Presence.Guest(name, way), holds));
      return its.handle(request, aside);
    });
  }

  private void seen(Presence.Guest guest, Duration holds) {
    synchronized (presence) {
      presence.sweep(clock.instant()).forEach(gone -> topic.publish("left", told(gone, "")));
      if (presence.seen(guest, clock.instant(), holds)) {
        topic.publish("joined", told(guest, ""));
      }
    }
  }

  private void left(Presence.Guest guest) {
    synchronized (presence) {
      if (presence.left(guest)) {
        topic.publish("left", told(guest, ""));
      }
    }
  }

  /**
   * What is told of somebody, as the page reads it: a text each for name, way and what was said.
   */
  private static String told(Presence.Guest guest, String text) {
    return guest.name() + "\n" + guest.way() + "\n" + text;
  }

  // ---- what is held ----

  private Response streamed(Request request, Aside aside, Handler streaming) throws IOException {
    Response response = streaming.handle(request, aside);
    Optional<String> name = name(request);
    if (name.isEmpty() || !response.status().equals(Status.OK)) {
      return response;
    }
    var guest = new Presence.Guest(name.get(), "event stream");
    seen(guest, HELD);
    BodyStream its = response.body().open();
    return response.with(Body.streaming(new Watched(its, () -> left(guest))));
  }

  /** A body that tells when it is closed. */
  private static final class Watched extends BodyStream {
    private final BodyStream in;
    private final Runnable closed;

    Watched(BodyStream in, Runnable closed) {
      this.in = in;
      this.closed = closed;
    }

    @Override
    public Fields trailers() {
      return in.trailers();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return in.read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
      in.close();
      closed.run();
    }
  }

  /** What is said in conversations. */
  private final class Talking implements TopicHandlers.Heard {
    @Override
    public void begun(Request request) {
      name(request).ifPresent(name -> seen(new Presence.Guest(name, "WebSocket"), HELD));
    }

    @Override
    public void heard(Conversation conversation, Request request, Message message) {
      name(request).ifPresent(name -> publish(name, "WebSocket", message.text()));
    }

    @Override
    public void ended(Request request) {
      name(request).ifPresent(name -> left(new Presence.Guest(name, "WebSocket")));
    }
  }

  // ---- what is said ----

  private Response say(Request request) throws IOException {
    if (!request.method().equals(Method.POST)) {
      return Response.of(Status.METHOD_NOT_ALLOWED).with("Allow", "POST");
    }
    Optional<String> origin = request.fields().first("Origin");
    String own = request.scheme() + "://" + request.authority();
    if (origin.isPresent() && !origin.get().equalsIgnoreCase(own)) {
      return Response.text(Status.FORBIDDEN, "Only the chat's own page may say something.\n");
    }
    Optional<String> name = name(request);
    byte[] said;
    try (BodyStream in = request.body().open()) {
      said = in.readNBytes(4 * LONGEST_TEXT + 1);
    }
    String text = new String(said, StandardCharsets.UTF_8);
    if (name.isEmpty() || text.isEmpty() || text.length() > LONGEST_TEXT) {
      return Response.text(
          Status.BAD_REQUEST, "A name is needed, and a text of 1 to 2,000 characters.\n");
    }
    publish(name.get(), parameter(request, "way").orElse("?"), text);
    return Response.of(Status.NO_CONTENT);
  }

  private void publish(String name, String way, String text) {
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    topic.publish("message", told(new Presence.Guest(name, way), cut));
  }

  private static Optional<String> name(Request request) {
    return parameter(request, "name")
        .map(name -> name.strip().replaceAll("\\p{Cntrl}", " "))
        .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME);
  }

  private static Optional<String> parameter(Request request, String name) {
    String start = name + "=";
    for (String part : request.query().split("&", -1)) {
      if (part.toLowerCase(Locale.ROOT).startsWith(start)) {
        try {
          return Optional.of(
              URLDecoder.decode(part.substring(start.length()), StandardCharsets.UTF_8)
                  .replace("\n", " "));
        } catch (IllegalArgumentException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
