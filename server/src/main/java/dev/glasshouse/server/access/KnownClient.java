package dev.glasshouse.server.access;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import java.util.Optional;

/**
 * What a server knows of the client of a request before a route answers it, and no field of the
 * request says reliably: who has logged in, and the parameters that were taken off the end of its
 * path. It goes along with the request as what is said aside.
 */
public final class KnownClient implements Aside {
  private final Aside client;
  private final Optional<User> user;
  private final String parameters;

  private KnownClient(Aside client, Optional<User> user, String parameters) {
    this.client = client;
    this.user = user;
    this.parameters = parameters;
  }

  /**
   * Who has logged in.
   *
   * @param name as it was proved
   * @param scheme by which, as {@code Basic}
   */
  public record User(String name, String scheme) {}

  private static KnownClient of(Aside aside) {
    return aside instanceof KnownClient known
        ? known
        : new KnownClient(aside, Optional.empty(), "");
  }

  /** The same client, who has logged in. */
  public static Aside loggedIn(Aside aside, User user) {
    KnownClient known = of(aside);
    return new KnownClient(known.client, Optional.of(user), known.parameters);
  }

  /** The same client, whose path ended with these parameters, semicolons and all. */
  public static Aside withParameters(Aside aside, String parameters) {
    KnownClient known = of(aside);
    return new KnownClient(known.client, known.user, parameters);
  }

  /** Who it is; empty where nobody was asked to log in. */
  public static Optional<User> user(Aside aside) {
    return of(aside).user;
  }

  /** What was taken off the end of its path; empty where nothing was. */
  public static String parameters(Aside aside) {
    return of(aside).parameters;
  }

  @Override
  public void interim(Status status, Fields fields) throws HttpException {
    client.interim(status, fields);
  }

  @Override
  public Trail trail() {
    return client.trail();
  }

  @Override
  public Optional<Object> connection() {
    return client.connection();
  }

  @Override
  public void whenGone(Runnable told) {
    client.whenGone(told);
  }

  @Override
  public boolean whenOver(Runnable told) {
    return client.whenOver(told);
  }

  @Override
  public void whenEnding(Runnable told) {
    client.whenEnding(told);
  }

  @Override
  public boolean push(Request request) {
    return client.push(request);
  }
}
