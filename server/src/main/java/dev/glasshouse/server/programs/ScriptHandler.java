package dev.glasshouse.server.programs;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.journey.ProgramStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.access.KnownClient;
import dev.glasshouse.server.files.RequestPath;
import dev.glasshouse.server.json.ProblemException;
import dev.glasshouse.server.sessions.Session;
import dev.glasshouse.server.sessions.Sessions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests whose path leads to a script by running it (RFC 3875), and leaves all others
 * to the handler behind it, such as one of files.
 */
public final class ScriptHandler implements Handler {
  private static final String SOFTWARE = "Glasshouse";
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  private final Path root;
  private final String ending;
  private final Program program;
  private final ProgramLimits limits;
  private final Handler others;
  private final Optional<Supplier<Sessions>> sessions;
  private final Consumer<String> told;

  /**
   * A handler.
   *
   * @param root the folder of the scripts
   * @param ending of the scripts' names, for example {@code .php}; a folder's {@code index} with
   *     that ending stands for it
   * @param others what answers the rest
   * @throws IOException when there is no such folder
   */
  public ScriptHandler(
      Path root, String ending, Program program, ProgramLimits limits, Handler others)
      throws IOException {
    this(root.toRealPath(), ending, program, limits, others, Optional.empty(), _ -> {});
  }

  private ScriptHandler(
      Path root,
      String ending,
      Program program,
      ProgramLimits limits,
      Handler others,
      Optional<Supplier<Sessions>> sessions,
      Consumer<String> told) {
    this.root = root;
    this.ending = ending;
    this.program = program;
    this.limits = limits;
    this.others = others;
    this.sessions = sessions;
    this.told = told;
  }

  /**
   * The same for scripts that have sessions: they see the values as variables {@code SESSION_name},
   * and order what is kept by fields {@code X-Session} in their answers.
   */
  public ScriptHandler with(Supplier<Sessions> its) {
    return new ScriptHandler(root, ending, program, limits, others, Optional.of(its), told);
  }

  /**
   * The same, which tells whoever runs the server what scripts say on their standard error, and why
   * one gave no answer, a line each.
   */
  public ScriptHandler telling(Consumer<String> whom) {
    return new ScriptHandler(root, ending, program, limits, others, sessions, whom);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    Optional<Script> script = script(request);
    if (script.isEmpty()) {
      return others.handle(request, aside);
    }
    if (sessions.isEmpty()) {
      return answer(script.get(), request, aside, new Turn(0, Optional.empty()));
    }
    try {
      return sessions
          .get()
          .get()
          .visit(
              named(request, aside),
              aside.trail(),
              its -> answer(script.get(), request, aside, new Turn(0, Optional.of(its))));
    } catch (ProblemException e) {
      return e.problem().response().standingIn();
    }
  }

  /** The request as it came, by whose URL its session may be known. */
  private static Request named(Request request, Aside aside) {
    String path = request.path() + KnownClient.parameters(aside);
    return request.to(path + request.target().substring(request.path().length()));
  }

  /**
   * A script's turn at a request.
   *
   * @param sent how often the request was sent on before
   * @param session that it has
   */
  private record Turn(int sent, Optional<Session> session) {}

  private Response answer(Script its, Request request, Aside aside, Turn turn) throws IOException {
    try {
      return run(its, request, aside, turn);
    } catch (ProgramException e) {
      told.accept(its.name() + ": " + e.getMessage() + " (" + e.status().code() + ")");
      if (aside.trail().on()) {
        aside
            .trail()
            .mark(new ProgramStep.ProgramFailed(its.name(), e.status().code()), e.because());
      }
      return Response.text(
              e.status(),
              e.status().code() + " " + e.status().phrase() + ": " + e.getMessage() + "\n")
          .standingIn();
    } catch (HttpException e) {
      return Response.text(Status.BAD_REQUEST, "400 Bad Request: the request did not come whole\n")
          .standingIn();
    }
  }

  private Optional<Script> script(Request request) {
    return RequestPath.parse(request.path()) instanceof RequestPath.Way way
        ? script(way)
        : Optional.empty();
  }

  private Optional<Script> script(RequestPath.Way way) {
    boolean hidden =
        way.segments().stream()
            .anyMatch(name -> name.startsWith(".") && !name.equals(".well-known"));
    if (hidden) {
      return Optional.empty();
    }
    Optional<Script> named = Script.find(root, way.segments(), way.endsWithSlash(), ending);
    if (named.isPresent() || !way.endsWithSlash()) {
      return named;
    }
    var inside = new ArrayList<>(way.segments());
    inside.add("index" + ending);
    return Script.find(root, inside, false, ending);
  }

  private Response run(Script script, Request request, Aside aside, Turn turn) throws IOException {
    Trail trail = aside.trail();
    Spool spool = Spool.of(request.body(), limits.spooled());
    Program.@Nullable Run run = null;
    boolean handedOn = false;
    try {
      OptionalLong length = spool.body().length();
      long begin = trail.now();
      Map<String, String> variables = Variables.of(request, script, root, length, SOFTWARE);
      KnownClient.user(aside).ifPresent(user -> Variables.add(user, variables));
      if (turn.session().isPresent()) {
        variables.putAll(ScriptSession.variables(turn.session().get()));
      }
      run = program.start(script, variables, spool.body(), aside);
      var output = new BufferedInputStream(run.output());
      ScriptHead head = ScriptHead.read(output, limits.head());
      if (turn.session().isPresent()) {
        head = ScriptSession.obeyed(head, turn.session().get());
        head = ScriptSession.led(head, turn.session().get(), request);
      }
      if (trail.on()) {
        trail.add(
            begin,
            new ProgramStep.ProgramAnswered(
                script.name(), head.status().code(), Texts.lines(head.fields())),
            Because.HAPPENED);
      }
      if (head.local().isPresent()) {
        return sentOn(head.local().get(), script, request, aside, turn);
      }
      var content = new Content(script.name(), run, output, spool, trail, told);
      handedOn = true;
      return answer(head, content);
    } finally {
      if (!handedOn) {
        if (run != null) {
          complain(script.name(), run, trail, told);
          run.close();
        }
        spool.close();
      }
    }
  }

  private static Response answer(ScriptHead head, Content content) {
    Fields fields = head.fields().without("Content-Length");
    OptionalLong length = OptionalLong.empty();
    String said = head.lower("Content-Length");
    if (!said.isEmpty()
        && said.length() <= 18
        && said.chars().allMatch(c -> c >= '0' && c <= '9')) {
      length = OptionalLong.of(Long.parseLong(said));
    }
    boolean bodiless = head.status().isBodiless();
    if (bodiless) {
      content.close();
      return new Response(head.status(), "", HttpVersion.HTTP_1_1, fields, Body.NONE);
    }
    return new Response(
        head.status(), "", HttpVersion.HTTP_1_1, fields, Body.streaming(content, length));
  }

  /** RFC 3875 6.2.2: another path of this server is served in the place of the answer. */
  private Response sentOn(String path, Script script, Request request, Aside aside, Turn turn)
      throws IOException {
    int sent = turn.sent();
    if (sent >= limits.redirects()) {
      throw new ProgramException(
          Status.BAD_GATEWAY,
          Because.of(ProgramReason.SENT_ROUND, Clause.rfc(3875, "6.2.2"), sent),
          "the request was sent round in a circle");
    }
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ProgramStep.ProgramEnded(script.name(), 0, 0),
              Because.of(ProgramReason.SENT_ON, Clause.rfc(3875, "6.2.2"), path));
    }
    var on =
        new Request(
            Method.GET,
            request.scheme(),
            request.authority(),
            path,
            request.version(),
            request.fields().without("Content-Length", "Content-Type", "Range", "If-Range"),
            Body.NONE,
            request.peer());
    Optional<Script> next = script(on);
    return next.isPresent()
        ? answer(next.get(), on, aside, new Turn(sent + 1, turn.session()))
        : others.handle(on, aside);
  }

  private static void complain(String script, Program.Run run, Trail trail, Consumer<String> told) {
    run.complaints(text -> {
      // Nobody forges a line of the log by what stands in one.
      text.lines()
          .filter(line -> !line.isBlank())
          .map(line -> script + ": " + CONTROLS.matcher(line).replaceAll("\ufffd"))
          .forEach(told);
      if (trail.on()) {
        trail.mark(new ProgramStep.ProgramComplained(script, text), Because.HAPPENED);
      }
    });
  }

  /** What the script writes after its fields. */
  private static final class Content extends BodyStream {
    private final String script;
    private final Program.Run run;
    private final InputStream output;
    private final Spool spool;
    private final Trail trail;
    private final Consumer<String> told;
    private final long begin;
    private long bytes;
    private Optional<Because> failed = Optional.empty();
    private boolean ended;
    private boolean closed;

    Content(
        String script,
        Program.Run run,
        InputStream output,
        Spool spool,
        Trail trail,
        Consumer<String> told) {
      this.told = told;
      this.script = script;
      this.run = run;
      this.output = output;
      this.spool = spool;
      this.trail = trail;
      this.begin = trail.now();
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n;
      try {
        n = output.read(into, offset, length);
      } catch (ProgramException e) {
        failed = Optional.of(e.because());
        if (!run.isStopped()) {
          told.accept(
              script + ": " + e.getMessage() + "; its answer broke off after " + bytes + " bytes");
        }
        throw e;
      }
      if (n < 0) {
        ended = true;
        close();
      } else {
        bytes += n;
      }
      return n;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      // Whoever gives a script up does not ask how it ended.
      int exit = ended ? run.exit() : 0;
      complain(script, run, trail, told);
      run.close();
      spool.close();
      if (trail.on()) {
        trail.add(
            begin,
            new ProgramStep.ProgramEnded(script, bytes, exit),
            run.isStopped() ? Because.of(ProgramReason.UNWANTED) : failed.orElse(Because.HAPPENED));
      }
    }
  }
}
