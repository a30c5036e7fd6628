package dev.glasshouse.edge.proxy;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.client.Destination;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One server behind us, asked over connections that are kept. */
public final class HttpOrigin implements Origin {
  private final HttpClient client;
  private final Destination destination;
  private final ServerOptions options;

  /**
   * A server.
   *
   * @param client asks it; how many connections there may be, and how long each phase may take, are
   *     its limits
   * @param server scheme, host and port of it; its path is not used
   * @throws IllegalArgumentException when the URL is not of http or https
   */
  public HttpOrigin(HttpClient client, Url server, ServerOptions options) {
    this.client = client;
    this.destination = Destination.of(server);
    this.options = options;
  }

  @Override
  public Response send(Request request, Aside aside) throws OriginException {
    Response answer;
    try {
      answer = client.send(written(request), destination, aside);
    } catch (IOException e) {
      throw FailureVerdict.of(e);
    } catch (IllegalArgumentException e) {
      throw unsaid(e);
    }
    return told(answer, request);
  }

  @Override
  public boolean isPrompt() {
    return true;
  }

  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Taker then) {
    var taker =
        new ClientExchange.Taker() {
          @Override
          public void answered(Response answer) {
            then.answered(told(answer, request));
          }

          @Override
          public void failed(IOException problem) {
            then.failed(FailureVerdict.of(problem));
          }
        };
    try {
      return client.begin(written(request), destination, aside, loop, taker);
    } catch (IllegalArgumentException e) {
      then.failed(unsaid(e));
      return true;
    }
  }

  /** What our own checks let through, and the version that is spoken here cannot say. */
  private static OriginException unsaid(IllegalArgumentException problem) {
    return OriginException.of(
            ProxyError.HTTP_REQUEST_ERROR,
            Processed.NO,
            EdgeReason.BAD_TARGET,
            Texts.shown(Texts.of(problem)))
        .from(problem);
  }

  private Response told(Response answer, Request request) {
    return options.locations() == ServerOptions.Locations.REWRITTEN
        ? located(answer, request)
        : answer;
  }

  private Request written(Request request) {
    boolean own = options.host() == ServerOptions.Host.ITS_OWN || request.authority().isEmpty();
    return new Request(
        request.method(),
        destination.scheme(),
        own ? destination.authority() : request.authority(),
        request.target(),
        HttpVersion.HTTP_1_1,
        request.fields(),
        request.body(),
        request.peer());
  }

  private Response located(Response answer, Request request) {
    Optional<String> location = answer.fields().first("Location");
    if (location.isEmpty() || request.authority().isEmpty()) {
      return answer;
    }
    String own = destination.toString();
    String text = location.get();
    boolean its =
        text.regionMatches(true, 0, own, 0, own.length())
            && (text.length() == own.length() || "/?#".indexOf(text.charAt(own.length())) >= 0);
    return its
        ? answer.with(
            "Location",
            request.scheme() + "://" + request.authority() + text.substring(own.length()))
        : answer;
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return destination.toString();
  }
}
