package dev.glasshouse.server.sessions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a program remembers of a client, as one request sees it: what was stored when it first
 * looked, and its own changes. They are stored when the program has answered, before the answer
 * goes out; when the program fails, they are not. Belongs to the thread of its request.
 */
public final class Session {
  private static final String TOKEN = "glasshouse.token";

  private final Sessions sessions;
  private final SessionRequest request;
  private final List<Consumer<Values>> changes = new ArrayList<>();
  private Values values = Values.none();
  private Optional<SessionId> next = Optional.empty();
  private boolean looked;
  private boolean ended;
  private boolean closed;

  Session(Sessions sessions, SessionRequest request) {
    this.sessions = sessions;
    this.request = request;
  }

  private void look() throws StoreException {
    if (closed) {
      throw new IllegalStateException("the session was stored when the program had answered");
    }
    if (!looked) {
      sessions.look(request);
      values =
          request.loaded().isPresent()
              ? Values.parse(request.loaded().get().values())
              : Values.none();
      looked = true;
    }
  }

  /**
   * Whether there is one: it was stored before, or something was kept in it now.
   *
   * @throws StoreException when the store is away
   */
  public boolean isThere() throws StoreException {
    look();
    return !ended && (request.loaded().isPresent() || !changes.isEmpty());
  }

  /**
   * When it began; empty when there is none, or it begins now.
   *
   * @throws StoreException when the store is away
   */
  public Optional<Instant> created() throws StoreException {
    look();
    return ended ? Optional.empty() : request.loaded().map(Stored::created);
  }

  /**
   * A value; empty where there is none.
   *
   * @throws StoreException when the store is away
   */
  public <T> Optional<T> get(String name, Class<T> type) throws StoreException {
    look();
    return values.get(name, type);
  }

  /**
   * The names of its values.
   *
   * @throws StoreException when the store is away
   */
  public Set<String> names() throws StoreException {
    look();
    return values.names();
  }

  /**
   * Keeps a value, whatever is there, now and when it is stored.
   *
   * @param value what JSON can say: a text, a number, a record, a list
   * @throws StoreException when the store is away
   */
  public void put(String name, Object value) throws StoreException {
    change(all -> all.put(name, value));
  }

  /**
   * Changes a value by what is there. The function is asked now, and again where another request
   * has stored in the meantime; it must do nothing but answer.
   *
   * @return the value as this request sees it
   * @throws StoreException when the store is away
   */
  public <T> T update(String name, Class<T> type, Function<Optional<T>, T> function)
      throws StoreException {
    change(all -> all.put(name, function.apply(all.get(name, type))));
    return values.get(name, type).orElseThrow();
  }

  /**
   * Forgets a value.
   *
   * @throws StoreException when the store is away
   */
  public void remove(String name) throws StoreException {
    if (!get(name, Object.class).isPresent()) {
      return;
    }
    change(all -> all.remove(name));
  }

  private void change(Consumer<Values> change) throws StoreException {
    look();
    if (ended) {
      throw new IllegalStateException("the session was ended");
    }
    change.accept(values);
    changes.add(change);
    if (request.loaded().isEmpty() && next.isEmpty()) {
      next = Optional.of(sessions.newId());
    }
  }

  /**
   * Gives it another id, so that who knows the old one has nothing: to be called whenever a client
   * turns out to be somebody, or may do more than before. Requests under way with the old id lose
   * what they change.
   *
   * @throws StoreException when the store is away
   */
  public void rotate() throws StoreException {
    look();
    next = Optional.of(sessions.newId());
  }

  /**
   * Ends it: to be called when a client is nobody any more.
   *
   * @throws StoreException when the store is away
   */
  public void end() throws StoreException {
    look();
    ended = true;
    changes.clear();
    values.clear();
    next = Optional.empty();
  }

  /**
   * A path of this server as the client has to ask for it so that its session is known: where ids
   * may stand in URLs and the client has sent no cookie, with the id behind it.
   *
   * @throws StoreException when the store is away
   */
  public String url(String path) throws StoreException {
    look();
    Optional<SessionId> id = next.or(request::id);
    boolean ours = path.startsWith("/") && !path.startsWith("//");
    if (!sessions.rules().urls() || request.name().takesCookies() || id.isEmpty() || !ours) {
      return path;
    }
    request.inUrls();
    int end = 0;
    while (end < path.length() && path.charAt(end) != '?' && path.charAt(end) != '#') {
      end++;
    }
    return path.substring(0, end)
        + ";"
        + SessionRules.PARAMETER
        + "="
        + id.get().secret()
        + path.substring(end);
  }

  /**
   * What stands behind a path of this server so that this session is known where the client has
   * sent no cookie: a semicolon, the parameter and the id; empty where ids may not stand in URLs or
   * a cookie came. Where there is no session yet, it is the id that one will have that begins with
   * this answer.
   *
   * @throws StoreException when the store is away
   */
  public String urlParameter() throws StoreException {
    look();
    if (!sessions.rules().urls() || request.name().takesCookies() || request.without() || ended) {
      return "";
    }
    if (request.id().isEmpty() && next.isEmpty()) {
      next = Optional.of(sessions.newId());
    }
    return url("/").substring(1);
  }

  /**
   * A token for this session's forms, against requests that pages of other sites forge.
   *
   * @throws StoreException when the store is away
   */
  public String token() throws StoreException {
    Optional<String> known = get(TOKEN, String.class);
    if (known.isPresent()) {
      return known.get();
    }
    String fresh = sessions.newId().secret();
    return update(TOKEN, String.class, there -> there.orElse(fresh));
  }

  /**
   * Whether what came with a form is this session's token.
   *
   * @throws StoreException when the store is away
   */
  public boolean isToken(String sent) throws StoreException {
    byte[] came = sent.getBytes(StandardCharsets.UTF_8);
    return get(TOKEN, String.class)
        .filter(ours -> MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), came))
        .isPresent();
  }

  /** Takes no more changes. */
  void close() {
    closed = true;
  }

  SessionRequest request() {
    return request;
  }

  boolean looked() {
    return looked;
  }

  boolean ended() {
    return ended;
  }

  List<Consumer<Values>> changes() {
    return changes;
  }

  /** The id that it gets with the next change; empty for the one that it has. */
  Optional<SessionId> next() {
    return next;
  }
}
