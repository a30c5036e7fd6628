package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.OpaqueGate;
import dev.glasshouse.fetch.cors.OpenerPolicy;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.csp.Sandbox;
import dev.glasshouse.fetch.integrity.Integrity;
import dev.glasshouse.fetch.ranges.PartVerdict;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.ContentType;
import dev.glasshouse.url.MimeSniffer;
import dev.glasshouse.url.MimeType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The last look at an answer before its asker gets it (<a
 * href="https://fetch.spec.whatwg.org/#main-fetch">Fetch, "main fetch", steps 19 to 22</a>).
 */
final class ContentGate {
  private static final Clause MAIN = Clause.of("WHATWG Fetch", "4.1");

  private final Course course;
  private final Trail trail;

  ContentGate(Course course, Trail trail) {
    this.course = course;
    this.trail = trail;
  }

  /** Step 19: whether its type is one that may stand there; step 20: parts that nobody wanted. */
  void check(Status status, Fields fields, ContentType said) throws FetchException {
    Destination destination = course.request().destination();
    boolean nosniff = said.noSniff();
    Optional<Because> blocked = wrongType(destination, said.supplied(), nosniff);
    if (blocked.isPresent()) {
      throw course.withheld(nosniff ? "nosniff" : "MIME type", blocked.get());
    }
    if (course.tainting() == Tainting.OPAQUE
        && status.equals(Status.PARTIAL_CONTENT)
        && !course.request().fields().has("Range")) {
      throw course.withheld("range", Because.of(PolicyReason.RANGE_UNASKED, MAIN));
    }
    Fields asked = course.request().fields();
    if (status.equals(Status.NOT_MODIFIED)
        && !asked.has("If-None-Match")
        && !asked.has("If-Modified-Since")
        && trail.on()) {
      trail.mark(
          new PolicyStep.AnswerUnasked(course.url().display(), status.code()),
          Because.of(PolicyReason.NOT_MODIFIED_UNASKED, Clause.rfc(9110, "15.4.5")));
    }
    if (status.equals(Status.PARTIAL_CONTENT) && trail.on()) {
      trail.mark(
          new PolicyStep.PartCame(
              course.url().display(), fields.first("Content-Range").map(Texts::shown).orElse("")),
          PartVerdict.decide(asked, fields));
    }
  }

  /**
   * What pages must not be (HTML, 7.4.5 "create navigation params by fetching"): in a sandbox and
   * asking for a group of windows of their own at once; and what the page that leads there may not
   * make of it.
   */
  void navigation(Fields fields, FetchResponse.Disposition disposition) throws FetchException {
    if (!course.request().destination().isNavigation()) {
      return;
    }
    if (disposition instanceof FetchResponse.Disposition.Saved
        && course
            .request()
            .client()
            .filter(c -> c.policies().sandbox().holdsBack(Sandbox.Feature.ALLOW_DOWNLOADS))
            .isPresent()) {
      throw course.withheld(
          "sandbox", Because.of(PolicyReason.SANDBOX_DOWNLOAD, Clause.of("HTML", "7.1.5")));
    }
    Client page = Client.of(course.url(), fields);
    OpenerPolicy opener = page.embedding().opener();
    if (opener != OpenerPolicy.UNSAFE_NONE && !page.policies().sandbox().isNone()) {
      throw course.withheld(
          "COOP", Because.of(PolicyReason.COOP_SANDBOX, Clause.of("HTML", "7.4.5"), opener));
    }
  }

  /** Whether an answer that its asker may not read can be what it was asked for at all. */
  void opaque(Status status, ContentType said, TypeVerdict type) throws FetchException {
    Destination destination = course.request().destination();
    boolean embedded =
        switch (destination) {
          case IMAGE, AUDIO, VIDEO, SCRIPT -> true;
          default -> false;
        };
    if (!embedded || course.tainting() != Tainting.OPAQUE) {
      return;
    }
    OpaqueGate.As as =
        destination == Destination.SCRIPT ? OpaqueGate.As.SCRIPT : OpaqueGate.As.MEDIA;
    Optional<Because> blocked =
        OpaqueGate.blocks(
            new OpaqueGate.Facts(
                status, said.supplied(), said.noSniff(), byBytes(type), type.begun(), as));
    if (blocked.isPresent()) {
      throw course.withheld("ORB", blocked.get());
    }
  }

  /**
   * What is a picture, film or sound by its bytes, though it says that it is XML; else its type.
   */
  private static MimeType byBytes(TypeVerdict type) {
    for (MimeSniffer.Context context :
        List.of(MimeSniffer.Context.IMAGE, MimeSniffer.Context.AUDIO_OR_VIDEO)) {
      MimeType computed = MimeSniffer.sniff(ContentType.NONE, context, type.begun()).computed();
      if (computed.isImage() || computed.isAudioOrVideo()) {
        return computed;
      }
    }
    return type.type();
  }

  /** Fetch 2.9 and 3.6: what is run or applied must say that it is that. */
  static Optional<Because> wrongType(
      Destination destination, Optional<MimeType> said, boolean nosniff) {
    String essence = said.map(MimeType::essence).orElse("nothing");
    boolean script = destination.isScriptLike();
    if (script && (isMedia(essence) || essence.equals("text/csv"))) {
      return Optional.of(
          Because.of(PolicyReason.SCRIPT_TYPE, Clause.of("WHATWG Fetch", "2.9"), essence));
    }
    Clause clause = Clause.of("WHATWG Fetch", "3.6");
    if (nosniff && script && said.filter(MimeType::isJavaScript).isEmpty()) {
      return Optional.of(Because.of(PolicyReason.NOSNIFF_SCRIPT, clause, essence));
    }
    if (nosniff && destination == Destination.STYLE && !essence.equals("text/css")) {
      return Optional.of(Because.of(PolicyReason.NOSNIFF_STYLE, clause, essence));
    }
    return Optional.empty();
  }

  private static boolean isMedia(String essence) {
    return essence.startsWith("audio/")
        || essence.startsWith("image/")
        || essence.startsWith("video/");
  }

  /** Step 22: the content itself, held back until its hash is known where one is demanded. */
  BodyStream integrity(BodyStream body) throws IOException {
    Integrity demanded = Integrity.parse(course.request().terms().integrity());
    if (demanded.isEmpty()) {
      return body;
    }
    if (course.tainting() == Tainting.OPAQUE) {
      body.close();
      throw course.withheld(
          "integrity",
          Because.of(PolicyReason.INTEGRITY_OPAQUE, Clause.of("Subresource Integrity", "3.3.4")));
    }
    byte[] content = whole(body);
    switch (demanded.check(content)) {
      case Integrity.Verdict.Matches(Because because) -> {
        if (trail.on()) {
          trail.mark(
              new PolicyStep.IntegrityChecked(
                  course.url().display(), demanded.algorithm().toString(), content.length),
              because);
        }
      }
      case Integrity.Verdict.Differs(Because because) -> {
        body.close();
        throw course.withheld("integrity", because);
      }
    }
    body.close();
    return BodyStream.of(content);
  }

  private byte[] whole(BodyStream body) throws IOException {
    int most = course.fetcher().limits().rules().integrity();
    byte[] content = body.readNBytes(most);
    if (content.length == most && body.read() >= 0) {
      body.cancel();
      if (trail.on()) {
        trail.mark(
            new JourneyStep.LimitReached("rules.integrity", most, "bytes", course.url().display()),
            Because.HAPPENED);
      }
      throw new FetchException(
          course.url().display() + ": it is too large to be compared with a hash",
          Because.HAPPENED);
    }
    return content;
  }
}
