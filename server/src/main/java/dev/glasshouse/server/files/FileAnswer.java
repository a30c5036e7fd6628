package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.CodingChoice;
import dev.glasshouse.http.EncodedBody;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.ConditionVerdict;
import dev.glasshouse.http.caching.ConditionVerdict.Validators;
import dev.glasshouse.http.caching.EntityTag;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.RangeSet;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.FileTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer to a GET or HEAD of a file that is there: in which coding (RFC 9110 8.4), whether the
 * client has it already (13), and which parts of it (14).
 */
final class FileAnswer {
  /** What lies beside a file in a coding, by the ending of its name. */
  private static final Map<String, String> ENDINGS =
      Map.of("br", ".br", "zstd", ".zst", "gzip", ".gz");

  private final ContentTree tree;
  private final FileOptions options;
  private final InstantSource clock;

  FileAnswer(ContentTree tree, FileOptions options, InstantSource clock) {
    this.tree = tree;
    this.options = options;
    this.clock = clock;
  }

  /**
   * One of the forms in which a file can be sent.
   *
   * @param coding its content coding; empty for none
   * @param validators what tells it from its other versions
   * @param body its bytes; of a body that is coded on the way, the plain ones
   * @param onTheWay whether it is coded while it is sent
   */
  private record Form(
      Optional<String> coding, Validators validators, Body body, boolean onTheWay) {}

  Response of(List<String> way, Content.File file, Request request, Trail trail)
      throws IOException {
    String type = FileTypes.served(file.name());
    boolean codable = mayCode(type);
    Form form = codable ? form(way, file, type, request, trail) : plain(file);
    Instant now = clock.instant();
    ConditionVerdict verdict =
        ConditionVerdict.of(
            request.method(), request.fields(), Optional.of(form.validators()), now);
    if (trail.on() && !verdict.field().isEmpty()) {
      trail.mark(
          new ServerStep.ConditionsJudged(
              request.path(),
              verdict.field(),
              switch (verdict.outcome()) {
                case GO_ON -> "goes on";
                case NOT_MODIFIED -> "not modified";
                case FAILED -> "does not hold";
              }),
          verdict.because());
    }
    Response head = head(file, form, codable);
    return switch (verdict.outcome()) {
      case NOT_MODIFIED -> Response.of(Status.NOT_MODIFIED).with(head.fields());
      case FAILED ->
          Refusal.of(Status.PRECONDITION_FAILED, "what the request asks to hold does not");
      case GO_ON ->
          verdict.ranges()
              ? cut(head, type, form, request, trail)
              : whole(head, type, form, request.method());
    };
  }

  /** The answer to a GET without conditions of a file that goes out as it lies there. */
  Response whole(Content.File file) throws IOException {
    String type = FileTypes.served(file.name());
    Form form = plain(file);
    return whole(head(file, form, mayCode(type)), type, form, Method.GET);
  }

  /** Whether a file of this type has other forms for clients that take codings. */
  boolean mayCode(String type) {
    return options.coding().isOn() && Codable.isCodable(type);
  }

  private static Form plain(Content.File file) {
    return new Form(Optional.empty(), Found.of(file), file.body(), false);
  }

  /** The form that this client gets of a file that can be coded. */
  private Form form(List<String> way, Content.File file, String type, Request request, Trail trail)
      throws IOException {
    String accepted = request.fields().combined("Accept-Encoding").orElse("");
    if (accepted.isEmpty()) {
      return plain(file);
    }
    Because because;
    Optional<Form> stored = stored(way, request);
    long length = file.body().length().orElse(Long.MAX_VALUE);
    Form form = plain(file);
    if (stored.isPresent()) {
      form = stored.get();
      because = Because.of(ServerReason.CODING_STORED);
    } else if (length < options.limits().coded()) {
      because = Because.of(ServerReason.CODING_TOO_SMALL, length);
    } else if (options
        .cacheControl()
        .orElse("")
        .toLowerCase(Locale.ROOT)
        .contains("no-transform")) {
      because = Because.of(ServerReason.CODING_FORBIDDEN, Clause.rfc(9111, "5.2.2.6"));
    } else if (request.method().equals(Method.GET) && request.fields().has("Range")) {
      because = Because.of(ServerReason.CODING_RANGE, Clause.rfc(9110, "14.2"));
    } else {
      Optional<String> coding = CodingChoice.of(request.fields(), EncodedBody.codings());
      because =
          coding.isPresent()
              ? Because.of(ServerReason.CODING_PREFERRED, Clause.rfc(9110, "12.5.3"))
              : Because.of(ServerReason.CODING_NOT_ACCEPTED, Clause.rfc(9110, "12.5.3"));
      if (coding.isPresent()) {
        form = new Form(coding, Found.of(file, coding.get()), file.body(), true);
      }
    }
    if (trail.on()) {
      trail.mark(new ServerStep.CodingNegotiated(accepted, form.coding().orElse("")), because);
    }
    return form;
  }

  /** A coded form that lies beside the file, if the client takes it. */
  private Optional<Form> stored(List<String> way, Request request) throws IOException {
    var lying = new LinkedHashMap<String, Form>();
    for (String coding : List.of("br", "zstd", "gzip")) {
      var beside = new ArrayList<>(way);
      beside.set(way.size() - 1, way.getLast() + ENDINGS.get(coding));
      if (tree.find(beside) instanceof Content.File file) {
        lying.put(coding, new Form(Optional.of(coding), Found.of(file), file.body(), false));
      }
    }
    return CodingChoice.of(request.fields(), List.copyOf(lying.keySet()))
        .map(coding -> Objects.requireNonNull(lying.get(coding)));
  }

  private Response head(Content.File file, Form form, boolean codable) {
    Response head =
        Response.of(Status.OK)
            .with("Last-Modified", HttpDate.format(file.modified()))
            .with("ETag", form.validators().tag().map(EntityTag::text).orElse(file.entityTag()));
    if (options.cacheControl().isPresent()) {
      head = head.with("Cache-Control", options.cacheControl().get());
    }
    return codable ? head.with("Vary", "Accept-Encoding") : head;
  }

  private static Response whole(Response head, String type, Form form, Method method)
      throws IOException {
    Response response = head.with("Content-Type", type);
    if (form.coding().isPresent()) {
      response = response.with("Content-Encoding", form.coding().get());
    }
    if (!form.onTheWay()) {
      return response.with("Accept-Ranges", "bytes").with(form.body());
    }
    // The head of a HEAD says no length then, and nothing needs to be coded for it.
    return method.equals(Method.HEAD)
        ? response.with(Body.streaming(java.io.InputStream.nullInputStream()))
        : response.with(EncodedBody.of(form.coding().orElseThrow(), form.body()));
  }

  private Response cut(Response head, String type, Form form, Request request, Trail trail)
      throws IOException {
    if (form.onTheWay()) {
      throw new IllegalStateException("parts are cut from bytes as they lie there");
    }
    long total = form.body().length().orElseThrow();
    RangeSet set = RangeSet.decide(request.fields(), total, options.limits().ranges());
    if (trail.on()) {
      List<String> shown =
          set instanceof RangeSet.Parts(List<Part> parts, Because _)
              ? parts.stream().map(p -> p.first() + "-" + (p.end() - 1)).toList()
              : List.of();
      trail.mark(
          new ServerStep.RangesJudged(request.fields().combined("Range").orElse(""), shown, total),
          set.because());
    }
    return switch (set) {
      case RangeSet.Whole _ -> whole(head, type, form, request.method());
      case RangeSet.Unsatisfiable _ ->
          Refusal.of(Status.RANGE_NOT_SATISFIABLE, "the file has " + total + " bytes and not those")
              .with("Content-Range", "bytes */" + total);
      case RangeSet.Parts(List<Part> parts, Because _) -> {
        Response cut =
            new Response(
                Status.PARTIAL_CONTENT,
                "",
                head.version(),
                head.with("Accept-Ranges", "bytes").fields(),
                Body.NONE);
        if (form.coding().isPresent()) {
          cut = cut.with("Content-Encoding", form.coding().get());
        }
        yield Multipart.of(cut, type, form.body(), parts);
      }
    };
  }
}
