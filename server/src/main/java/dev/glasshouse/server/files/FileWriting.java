package dev.glasshouse.server.files;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.ConditionVerdict;
import dev.glasshouse.http.caching.ConditionVerdict.Outcome;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** PUT and DELETE of a file (RFC 9110 9.3.4, 9.3.5). */
final class FileWriting {
  private final WritableTree tree;
  private final FileLimits limits;
  private final InstantSource clock;

  FileWriting(WritableTree tree, FileLimits limits, InstantSource clock) {
    this.tree = tree;
    this.limits = limits;
    this.clock = clock;
  }

  Response handle(RequestPath.Way way, Request request, Trail trail) throws IOException {
    if (way.segments().isEmpty() || way.endsWithSlash()) {
      return Refusal.of(Status.CONFLICT, "a folder cannot be written or removed");
    }
    Content there = tree.find(way.segments());
    Optional<Response> refused = refused(there, request, trail);
    if (refused.isPresent()) {
      return refused.get();
    }
    return request.method().equals(Method.PUT)
        ? put(way, request, trail)
        : delete(way, there, request, trail);
  }

  /** What the state of things and the conditions of the request forbid. */
  private Optional<Response> refused(Content there, Request request, Trail trail) {
    if (there instanceof Content.Folder) {
      return Optional.of(Refusal.of(Status.CONFLICT, "a folder stands there"));
    }
    if (there instanceof Content.Nothing(ServerReason why) && why != ServerReason.NOTHING_THERE) {
      return Optional.of(Refusal.of(Status.FORBIDDEN, "this name cannot be written"));
    }
    ConditionVerdict verdict =
        ConditionVerdict.of(
            request.method(),
            request.fields(),
            there instanceof Content.File file ? Optional.of(Found.of(file)) : Optional.empty(),
            clock.instant());
    if (verdict.outcome() != Outcome.FAILED) {
      return Optional.empty();
    }
    if (trail.on()) {
      trail.mark(
          new ServerStep.ConditionsJudged(request.path(), verdict.field(), "does not hold"),
          verdict.because());
    }
    return Optional.of(
        Refusal.of(Status.PRECONDITION_FAILED, "what the request asks to hold does not"));
  }

  private Response put(RequestPath.Way way, Request request, Trail trail) throws IOException {
    if (request.fields().has("Content-Range")) {
      return refuse(
          Status.BAD_REQUEST,
          "only a whole file can be put",
          request,
          Because.of(ServerReason.PART_REFUSED, Clause.rfc(9110, "9.3.4")),
          trail);
    }
    if (request.fields().has("Content-Encoding")) {
      // It would be kept as if the code were the file itself.
      return refuse(
              new Status(415),
              "only a file as it is to lie here can be put",
              request,
              Because.of(ServerReason.CODED_REFUSED, Clause.rfc(9110, "15.5.16")),
              trail)
          .with("Accept-Encoding", "identity");
    }
    if (request.body().length().orElse(0) > limits.upload()) {
      return tooLarge(request, trail);
    }
    long begin = trail.now();
    var counted = new Counted();
    WritableTree.Outcome outcome;
    try (BodyStream in = request.body().open()) {
      outcome = tree.write(way.segments(), counted.over(in), limits.upload());
    }
    return switch (outcome) {
      case CREATED, REPLACED -> {
        boolean created = outcome == WritableTree.Outcome.CREATED;
        if (trail.on()) {
          trail.add(
              begin,
              new ServerStep.FileWritten(request.path(), counted.bytes(), created),
              Because.of(ServerReason.WRITTEN_WHOLE));
        }
        Response response = Response.of(created ? Status.CREATED : Status.NO_CONTENT);
        yield tree.find(way.segments()) instanceof Content.File file
            ? response.with("ETag", file.entityTag())
            : response;
      }
      case NO_PARENT ->
          refuse(
              Status.CONFLICT,
              "there is no folder to put it in",
              request,
              Because.of(
                  ServerReason.NO_PARENT,
                  String.join("/", way.segments().subList(0, way.segments().size() - 1))),
              trail);
      case IS_FOLDER ->
          refuse(
              Status.CONFLICT,
              "a folder stands there",
              request,
              Because.of(ServerReason.FOLDER_IN_THE_WAY),
              trail);
      case TOO_LARGE -> tooLarge(request, trail);
      case DISK_FULL ->
          refuse(
              Status.INSUFFICIENT_STORAGE,
              "the disk is full",
              request,
              Because.of(ServerReason.DISK_FULL),
              trail);
    };
  }

  private Response delete(RequestPath.Way way, Content there, Request request, Trail trail)
      throws IOException {
    if (!(there instanceof Content.File) || !tree.remove(way.segments())) {
      return Refusal.of(Status.NOT_FOUND, "nothing stands at " + request.path());
    }
    if (trail.on()) {
      trail.mark(new ServerStep.FileRemoved(request.path()), Because.of(ServerReason.ASKED_FOR));
    }
    return Response.of(Status.NO_CONTENT);
  }

  private Response tooLarge(Request request, Trail trail) {
    return refuse(
        Status.CONTENT_TOO_LARGE,
        "at most " + limits.upload() + " bytes are taken",
        request,
        Because.of(ServerReason.TOO_LARGE, limits.upload()),
        trail);
  }

  private static Response refuse(
      Status status, String why, Request request, Because because, Trail trail) {
    if (trail.on()) {
      trail.mark(new ServerStep.PathResolved(request.path(), "not writable"), because);
    }
    return Refusal.of(status, why);
  }
}
