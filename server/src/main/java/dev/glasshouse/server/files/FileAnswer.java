package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
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
import dev.glasshouse.http.caching.Multipart;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.Preconditions;
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
import java.util.function.Consumer;

/**
 * The answer to a GET or HEAD of a file that is there: in which coding (RFC 9110 8.4), whether the
 * client has it already (13), and which parts of it (14).
 */
final class FileAnswer {
  /** What lies beside a file in a coding, by the ending of its name. */
  private static final Map<String, String> ENDINGS =
      Map.of("br", ".br", "zstd", ".zst", "gzip", ".gz");

  private static final List<String> CODINGS = EncodedBody.codings();

  private final ContentTree tree;
  private final FileOptions options;
  private final InstantSource clock;

  FileAnswer(ContentTree tree, FileOptions options, InstantSource clock) {
    this.tree = tree;
    this.options = options;
    this.clock = clock;
  }

  /** Where the bytes of a form are. */
  private enum Making {
    /** They lie on the disk or in memory as they are sent. */
    LIES,
    /** They were made of the file's for an earlier request, and kept. */
    COPY,
    /** They are made of the file's while they are sent. */
    ON_THE_WAY
  }

  /**
   * One of the forms in which a file can be sent.
   *
   * @param coding its content coding; empty for none
   * @param validators what tells it from its other versions
   * @param body its bytes; of a body that is coded on the way, the plain ones
   */
  private record Form(Optional<String> coding, Validators validators, Body body, Making making) {}

  /**
   * The form that a client gets.
   *
   * @param accepted what the client said of codings; empty when nothing was to be decided
   */
  private record Choice(Form form, String accepted, Because because) {
    void tell(Trail trail) {
      if (trail.on() && !accepted.isEmpty()) {
        trail.mark(new ServerStep.CodingNegotiated(accepted, form.coding().orElse("")), because);
      }
    }
  }

  /** The answer with a file that is not in memory. */
  Response of(List<String> way, Content.File file, Request request, Trail trail)
      throws IOException {
    boolean codable = mayCode(FileTypes.served(file.name()));
    Choice choice =
        codable && isCodingAsked(request)
            ? choice(file, stored(way), Map.of(), request)
            : uncoded(file);
    choice.tell(trail);
    return of(file, choice.form(), codable, request, trail);
  }

  /**
   * The answer with a file that is in memory, when it can be given without looking further.
   *
   * @param first run before anything is told
   */
  Optional<Response> atOnce(ReadyFiles.Ready ready, Request request, Trail trail, Runnable first)
      throws IOException {
    if (!ready.codable() || !isCodingAsked(request)) {
      first.run();
      boolean plain =
          Preconditions.condition(request.fields()).isEmpty() && !request.fields().has("Range");
      return Optional.of(
          plain
              ? ready.whole()
              : of(ready.file(), plain(ready.file()), ready.codable(), request, trail));
    }
    CodedForms coded = ready.coded();
    if (!coded.isWhole() || !coded.isRecent(clock.instant())) {
      return Optional.empty();
    }
    Choice choice = choice(ready.file(), lying(coded.beside()), coded.copies(), request);
    Form form = choice.form();
    if (form.making() == Making.ON_THE_WAY
        || (form.making() == Making.LIES && !coded.isCurrent(form.coding()))) {
      return Optional.empty();
    }
    first.run();
    choice.tell(trail);
    return Optional.of(of(ready.file(), form, true, request, trail));
  }

  /**
   * The answer with a file that is in memory, after a look at what lies beside it.
   *
   * @param learnt given what is known of its other forms now, for the next ones who ask
   */
  Response of(
      List<String> way,
      ReadyFiles.Ready ready,
      Request request,
      Trail trail,
      Consumer<CodedForms> learnt)
      throws IOException {
    Content.File file = ready.file();
    if (!ready.codable() || !isCodingAsked(request)) {
      return of(file, plain(file), ready.codable(), request, trail);
    }
    Instant now = clock.instant();
    CodedForms coded = ready.coded();
    if (!coded.isRecent(now)) {
      coded = coded.beside(now, stored(way).keySet(), coding -> keep(beside(way, coding), now));
      learnt.accept(coded);
    }
    boolean known = coded.isWhole() && coded.isCurrent();
    Map<String, Form> lying = known ? lying(coded.beside()) : stored(way);
    Choice choice = choice(file, lying, coded.copies(), request);
    if (choice.form().making() == Making.ON_THE_WAY && request.method().equals(Method.GET)) {
      String coding = choice.form().coding().orElseThrow();
      try (BodyStream in = EncodedBody.of(coding, file.body()).open()) {
        coded = coded.with(coding, Body.of(in.readAllBytes()), now);
      }
      learnt.accept(coded);
      choice = choice(file, lying, coded.copies(), request);
    }
    choice.tell(trail);
    return of(file, choice.form(), true, request, trail);
  }

  private Optional<Kept> keep(List<String> beside, Instant now) {
    try {
      return tree.keep(beside, options.limits().keptFile(), now);
    } catch (IOException e) {
      // It was moved or replaced meanwhile, or may not be read.
      return Optional.empty();
    }
  }

  private static boolean isCodingAsked(Request request) {
    return !request.fields().combined("Accept-Encoding").orElse("").isEmpty();
  }

  private Response of(Content.File file, Form form, boolean codable, Request request, Trail trail)
      throws IOException {
    String type = FileTypes.served(file.name());
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
    return new Form(Optional.empty(), Found.of(file), file.body(), Making.LIES);
  }

  private static Choice uncoded(Content.File file) {
    return new Choice(plain(file), "", Because.HAPPENED);
  }

  /**
   * The form that this client gets of a file that can be coded.
   *
   * @param lying coded forms that lie beside it
   * @param copies coded forms that are kept
   */
  private Choice choice(
      Content.File file,
      Map<String, Form> lying,
      Map<String, CodedForms.Copy> copies,
      Request request) {
    Optional<String> stored = CodingChoice.of(request.fields(), List.copyOf(lying.keySet()));
    long length = file.body().length().orElse(Long.MAX_VALUE);
    Form form = plain(file);
    Because because;
    if (stored.isPresent()) {
      form = Objects.requireNonNull(lying.get(stored.get()));
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
      Optional<String> coding = CodingChoice.of(request.fields(), CODINGS);
      because =
          coding.isPresent()
              ? Because.of(ServerReason.CODING_PREFERRED, Clause.rfc(9110, "12.5.3"))
              : Because.of(ServerReason.CODING_NOT_ACCEPTED, Clause.rfc(9110, "12.5.3"));
      if (coding.isPresent()) {
        CodedForms.Copy copy = copies.get(coding.get());
        form =
            copy == null
                ? new Form(coding, Found.of(file, coding.get()), file.body(), Making.ON_THE_WAY)
                : new Form(coding, Found.of(file, coding.get()), copy.body(), Making.COPY);
        if (copy != null) {
          because =
              Because.of(
                  ServerReason.CODING_KEPT, Clause.rfc(9110, "12.5.3"), copy.since().toString());
        }
      }
    }
    return new Choice(form, request.fields().combined("Accept-Encoding").orElse(""), because);
  }

  /** The coded forms that lie beside a file, by their codings. */
  private Map<String, Form> stored(List<String> way) throws IOException {
    var lying = new LinkedHashMap<String, Form>();
    for (String coding : List.of("br", "zstd", "gzip")) {
      if (tree.find(beside(way, coding)) instanceof Content.File file) {
        lying.put(coding, lying(coding, file));
      }
    }
    return lying;
  }

  private static Map<String, Form> lying(Map<String, Kept> beside) {
    var lying = new LinkedHashMap<String, Form>();
    beside.forEach((coding, kept) -> lying.put(coding, lying(coding, kept.file())));
    return lying;
  }

  private static Form lying(String coding, Content.File file) {
    return new Form(Optional.of(coding), Found.of(file), file.body(), Making.LIES);
  }

  private static List<String> beside(List<String> way, String coding) {
    var beside = new ArrayList<>(way);
    beside.set(way.size() - 1, way.getLast() + ENDINGS.get(coding));
    return beside;
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
    if (form.making() == Making.LIES) {
      return response.with("Accept-Ranges", "bytes").with(form.body());
    }
    if (form.making() == Making.COPY) {
      // Of a range that is asked for next, the file as it lies is cut.
      return response.with(form.body());
    }
    // The head of a HEAD says no length then, and nothing needs to be coded for it.
    return method.equals(Method.HEAD)
        ? response.with(Body.streaming(java.io.InputStream.nullInputStream()))
        : response.with(EncodedBody.of(form.coding().orElseThrow(), form.body()));
  }

  private Response cut(Response head, String type, Form form, Request request, Trail trail)
      throws IOException {
    if (form.making() != Making.LIES) {
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
        Body bytes = form.body();
        yield Multipart.of(cut, type, parts, part -> bytes.part(part.first(), part.end()));
      }
    };
  }
}
