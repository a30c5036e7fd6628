package dev.glasshouse.server.answers;

import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.ConditionVerdict;
import dev.glasshouse.http.caching.EntityTag;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.json.Problem;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Answers a request only where its conditions ask for that (RFC 9110 13): 304 for what the client
 * has, 412 for what was changed in the meantime, so that no one's work is lost.
 */
public final class Conditional {
  /** What answers when the conditions hold. */
  @FunctionalInterface
  public interface Work {
    /** Answers. */
    Response answer() throws IOException;
  }

  private Conditional() {}

  /** A strong tag of these bytes. */
  public static EntityTag tagOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
      return new EntityTag("\"" + text + "\"", false);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A strong tag of a version that is counted. */
  public static EntityTag tagOf(long version) {
    return new EntityTag("\"v" + version + "\"", false);
  }

  /**
   * Answers.
   *
   * @param current the validators of what is there; empty when nothing is
   * @param work done only when the conditions hold; the answer of a GET gets the validators
   */
  public static Response answer(
      Request request,
      Optional<ConditionVerdict.Validators> current,
      Instant now,
      Trail trail,
      Work work)
      throws IOException {
    var verdict = ConditionVerdict.of(request.method(), request.fields(), current, now);
    if (trail.on() && !verdict.field().isEmpty()) {
      String outcome =
          switch (verdict.outcome()) {
            case GO_ON -> "goes on";
            case NOT_MODIFIED -> "not modified";
            case FAILED -> "does not hold";
          };
      trail.mark(
          new ServerStep.ConditionsJudged(Secrets.target(request.path()), verdict.field(), outcome),
          verdict.because());
    }
    return switch (verdict.outcome()) {
      case GO_ON -> {
        Response response = work.answer();
        boolean reads = request.method().isSafe() && response.status().isOk();
        yield reads ? marked(response, current) : response;
      }
      case NOT_MODIFIED -> marked(Response.of(Status.NOT_MODIFIED), current);
      case FAILED ->
          Problem.of(Status.PRECONDITION_FAILED, "what is there is not what you know of")
              .response();
    };
  }

  private static Response marked(Response response, Optional<ConditionVerdict.Validators> current) {
    Response marked = response;
    if (current.isPresent()) {
      Optional<EntityTag> tag = current.get().tag();
      Optional<Instant> modified = current.get().modified();
      if (tag.isPresent()) {
        marked = marked.with("ETag", tag.get().text());
      }
      if (modified.isPresent()) {
        marked = marked.with("Last-Modified", HttpDate.format(modified.get()));
      }
    }
    return marked;
  }
}
