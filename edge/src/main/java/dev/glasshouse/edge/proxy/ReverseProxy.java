package dev.glasshouse.edge.proxy;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A handler that passes requests on to an {@link Origin}, and its answers back (RFC 9110 7): from
 * any version of HTTP to any other, streaming both ways.
 */
public final class ReverseProxy implements Handler {
  private static final List<String> VIA = List.of("Via");
  private static final List<String> VIA_AND_FORWARDED = List.of("Via", "Forwarded");

  private final Origin origin;
  private final ProxyOptions options;

  /** Passes on to this one. */
  public ReverseProxy(Origin origin, ProxyOptions options) {
    this.origin = origin;
    this.options = options;
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request asked, Aside aside) throws IOException {
    Request request = asked.asUpgrade();
    return switch (PassVerdict.of(request, options)) {
      case PassVerdict.Stop(Status status, Because because) ->
          stop(request, status, because, aside);
      case PassVerdict.Pass pass -> {
        tellPassed(pass, aside.trail());
        yield pass(asked, WebSocketHop.asked(pass.of(request)), aside);
      }
    };
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    return origin.keepsAnswers()
            && PassVerdict.of(request, options) instanceof PassVerdict.Pass pass
        ? origin.atOnce(pass.of(request), trail).map(its -> ready(request, its, trail))
        : Optional.empty();
  }

  /** Requests with content, and those for other protocols, are a thread's. */
  @Override
  public boolean begin(Request asked, Aside aside, Executor loop, Consumer<Response> then) {
    boolean may = origin.isPrompt() && asked.body().isEmpty() && asked.upgrade().isEmpty();
    if (!may || !(PassVerdict.of(asked, options) instanceof PassVerdict.Pass pass)) {
      return false;
    }
    tellPassed(pass, aside.trail());
    Request passed = pass.of(asked);
    var taker = new Answering(asked, aside.trail(), then);
    if (!origin.begin(passed, new Passing(aside), loop, taker)) {
      Thread.ofVirtual()
          .name("glass-passing")
          .start(() -> then.accept(passed(asked, passed, aside)));
    }
    return true;
  }

  private Response passed(Request asked, Request passed, Aside aside) {
    try {
      return pass(asked, passed, aside);
    } catch (IOException | RuntimeException e) {
      return broken(e);
    }
  }

  private Response broken(Exception problem) {
    return told(Status.INTERNAL_SERVER_ERROR, ProxyError.PROXY_INTERNAL_ERROR, Texts.of(problem));
  }

  /** Makes the client's answer of what comes of a request that no thread waits for. */
  private final class Answering implements Origin.Taker {
    private final Request asked;
    private final Trail trail;
    private final Consumer<Response> then;

    Answering(Request asked, Trail trail, Consumer<Response> then) {
      this.asked = asked;
      this.trail = trail;
      this.then = then;
    }

    @Override
    public void answered(Response answer) {
      Response told;
      try {
        told = answer(asked, answer, trail);
      } catch (IOException | RuntimeException e) {
        answer.close();
        told = broken(e);
      }
      then.accept(told);
    }

    @Override
    public void failed(OriginException problem) {
      then.accept(ReverseProxy.this.failed(problem));
    }
  }

  private Response ready(Request asked, Response answer, Trail trail) {
    try {
      return answer(asked, answer, trail);
    } catch (IOException e) {
      throw new UncheckedIOException("content in memory cannot be opened", e);
    }
  }

  private Response pass(Request asked, Request passed, Aside aside) throws IOException {
    try {
      Response answer = origin.send(streaming(passed), new Passing(aside));
      WebSocketHop.check(passed, answer);
      return answer(asked, answer, aside.trail());
    } catch (OriginException e) {
      return failed(e);
    }
  }

  private static Request streaming(Request request) throws IOException {
    return request.body().isReplayable()
        ? request
        : request.with(
            Body.streaming(new PassedBody(request.body().open()), request.body().length()));
  }

  private Response answer(Request asked, Response answer, Trail trail) throws IOException {
    PassedFields passed = PassedFields.of(answer.fields());
    // The server's other ends are not ours.
    Fields fields = passed.kept().without("Alt-Svc");
    fields = fields.plus("Via", ClientFields.via(answer.version(), options));
    tell(trail, "response", passed.dropped(), VIA, Because.HAPPENED);
    Optional<Tunnel> tunnel = answer.tunnel();
    if (tunnel.isPresent()) {
      return joined(asked, tunnel.get(), fields);
    }
    Response told = answer.with(fields);
    return answer.body().isReplayable()
        ? told
        : told.with(Body.streaming(new AnswerBody(answer.body().open()), answer.body().length()));
  }

  /** The client's connection or stream is joined with the server's. */
  private Response joined(Request asked, Tunnel server, Fields fields) {
    String protocol = asked.upgrade().orElse("");
    Response switching =
        Response.switching(protocol, new Joining(server, protocol, options.tunnelIdle()));
    return switching.with(switching.fields().plus(WebSocketHop.answered(asked, fields)));
  }

  private static void tellPassed(PassVerdict.Pass pass, Trail trail) {
    tell(trail, "request", pass.dropped(), VIA_AND_FORWARDED, pass.because());
  }

  private static void tell(
      Trail trail, String message, List<String> dropped, List<String> added, Because because) {
    if (trail.on()) {
      trail.mark(new EdgeStep.FieldsPassed(message, List.copyOf(dropped), added), because);
    }
  }

  private Response stop(Request request, Status status, Because because, Aside aside) {
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new EdgeStep.RequestStopped(
                  request.method().name(), Texts.shown(request.target()), status.code()),
              because);
    }
    if (status.equals(Status.NO_CONTENT)) {
      return Response.of(status);
    }
    ProxyError error =
        status.code() == 508 ? ProxyError.PROXY_LOOP_DETECTED : ProxyError.HTTP_REQUEST_ERROR;
    return told(status, error, HttpException.sentence(because));
  }

  /** RFC 9209 2. */
  private Response failed(OriginException problem) {
    Response told = told(problem.status(), problem.error(), Texts.of(problem));
    return problem
        .retryAfter()
        .map(wait -> told.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
        .orElse(told);
  }

  private Response told(Status status, ProxyError error, String sentence) {
    String phrase = status.phrase().isEmpty() ? "Not Passed On" : status.phrase();
    return Response.text(status, status.code() + " " + phrase + ": " + sentence + "\n")
        .with("Proxy-Status", options.name() + "; error=" + error.token())
        .with("Cache-Control", "no-store")
        .standingIn();
  }

  /** Interim responses on their way to the client. */
  private final class Passing implements Aside {
    private final Aside client;

    Passing(Aside client) {
      this.client = client;
    }

    @Override
    public void interim(Status status, Fields fields) throws HttpException {
      if (status.code() < 102) {
        return;
      }
      try {
        client.interim(status, PassedFields.of(fields).kept());
      } catch (HttpException e) {
        var gone = new CancelledException(Because.of(HttpReason.GIVEN_UP));
        gone.initCause(e);
        throw gone;
      }
    }

    @Override
    public Trail trail() {
      return client.trail();
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
      return false;
    }
  }
}
