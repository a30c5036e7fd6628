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
import dev.glasshouse.server.files.RequestPath;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests whose path leads to a script by running it (RFC 3875), and leaves all others
 * to the handler behind it, such as one of files.
 */
public final class ScriptHandler implements Handler {
  private static final String SOFTWARE = "Glasshouse";

  private final Path root;
  private final String ending;
  private final Program program;
  private final ProgramLimits limits;
  private final Handler others;

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
    this.root = root.toRealPath();
    this.ending = ending;
    this.program = program;
    this.limits = limits;
    this.others = others;
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    return handle(request, aside, 0);
  }

  private Response handle(Request request, Aside aside, int sent) throws IOException {
    Optional<Script> script =
        RequestPath.parse(request.path()) instanceof RequestPath.Way way
            ? script(way)
            : Optional.empty();
    if (script.isEmpty()) {
      return others.handle(request, aside);
    }
    Script its = script.get();
    try {
      return run(its, request, aside, sent);
    } catch (ProgramException e) {
      if (aside.trail().on()) {
        aside
            .trail()
            .mark(new ProgramStep.ProgramFailed(its.name(), e.status().code()), e.because());
      }
      return Response.text(
          e.status(), e.status().code() + " " + e.status().phrase() + ": " + e.getMessage() + "\n");
    } catch (HttpException e) {
      return Response.text(Status.BAD_REQUEST, "400 Bad Request: the request did not come whole\n");
    }
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

  private Response run(Script script, Request request, Aside aside, int sent) throws IOException {
    Trail trail = aside.trail();
    Spool spool = Spool.of(request.body(), limits.spooled());
    Program.@Nullable Run run = null;
    boolean handedOn = false;
    try {
      OptionalLong length = spool.body().length();
      long begin = trail.now();
      run =
          program.start(
              script, Variables.of(request, script, root, length, SOFTWARE), spool.body(), aside);
      var output = new BufferedInputStream(run.output());
      ScriptHead head = ScriptHead.read(output, limits.head());
      if (trail.on()) {
        trail.add(
            begin,
            new ProgramStep.ProgramAnswered(
                script.name(), head.status().code(), Texts.lines(head.fields())),
            Because.HAPPENED);
      }
      if (head.local().isPresent()) {
        return sentOn(head.local().get(), script, request, aside, sent);
      }
      var content = new Content(script.name(), run, output, spool, trail);
      handedOn = true;
      return answer(head, content);
    } finally {
      if (!handedOn) {
        if (run != null) {
          complain(script.name(), run, trail);
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
  private Response sentOn(String path, Script script, Request request, Aside aside, int sent)
      throws IOException {
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
    return handle(on, aside, sent + 1);
  }

  private static void complain(String script, Program.Run run, Trail trail) {
    String text = run.takeComplaints();
    if (!text.isEmpty() && trail.on()) {
      trail.mark(new ProgramStep.ProgramComplained(script, text), Because.HAPPENED);
    }
  }

  /** What the script writes after its fields. */
  private static final class Content extends BodyStream {
    private final String script;
    private final Program.Run run;
    private final InputStream output;
    private final Spool spool;
    private final Trail trail;
    private final long begin;
    private long bytes;
    private boolean ended;
    private boolean closed;

    Content(String script, Program.Run run, InputStream output, Spool spool, Trail trail) {
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
      int n = output.read(into, offset, length);
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
      complain(script, run, trail);
      // Whoever gives a script up does not ask how it ended.
      int exit = ended ? run.exit() : 0;
      run.close();
      spool.close();
      if (trail.on()) {
        trail.add(
            begin,
            new ProgramStep.ProgramEnded(script, bytes, exit),
            run.isStopped() ? Because.of(ProgramReason.UNWANTED) : Because.HAPPENED);
      }
    }
  }
}
