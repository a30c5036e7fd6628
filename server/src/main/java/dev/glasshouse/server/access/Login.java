package dev.glasshouse.server.access;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import java.util.Optional;

/** A place that asks for a name and a password. */
public sealed interface Login permits BasicLogin, DigestLogin {

  /** What came of a request's credentials. */
  sealed interface Verdict {
    /** Why. */
    Because because();

    /** The name that was given; empty when none was. */
    String user();
  }

  /**
   * It is let in.
   *
   * @param fields what the answer says, perhaps nothing
   */
  record Allowed(String user, Fields fields, Because because) implements Verdict {}

  /**
   * It is not.
   *
   * @param challenge the fields of the 401
   */
  record Refused(String user, Fields challenge, Because because) implements Verdict {}

  /** So many passwords are being looked at that this one is not. */
  record Busy(String user, Because because) implements Verdict {}

  /** The scheme's name. */
  String scheme();

  /** Looks at a request. May take long on purpose. */
  Verdict verdict(Request request);

  /**
   * The credentials of this scheme, without its name; empty when there are none, or two: another
   * server might take the other ones.
   */
  static Optional<String> credentials(Request request, String scheme) {
    return Optional.of(request.fields().all("Authorization"))
        .filter(said -> said.size() == 1)
        .map(said -> said.getFirst().strip())
        .filter(text -> text.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(text -> text.substring(scheme.length() + 1).strip());
  }
}
