package dev.glasshouse.http.h1;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import java.util.Optional;

/** What it means that a connection ends in the middle of a message (RFC 9112 8). Pure. */
final class CutShort {
  private static final Clause CLAUSE = Clause.rfc(9112, "8");

  private CutShort() {}

  static Because head() {
    return Because.of(HttpReason.HEAD_CUT, CLAUSE);
  }

  /**
   * In a body of known length.
   *
   * @param broke what the connection broke with, where it did not just end
   */
  static Because body(long promised, long content, Optional<String> broke) {
    return broke.isPresent()
        ? Because.of(HttpReason.BODY_BROKE, CLAUSE, promised, content, broke.get())
        : Because.of(HttpReason.SHORT_BODY, CLAUSE, promised, content);
  }

  static Because chunks(long content, Optional<String> broke) {
    return broke.isPresent()
        ? Because.of(HttpReason.CHUNKS_BROKE, CLAUSE, content, broke.get())
        : Because.of(HttpReason.CHUNKS_CUT, CLAUSE, content);
  }

  /** In a body that ends with the connection; where that did not break, TLS was cut under it. */
  static Because untilClose(long content, Optional<String> broke) {
    return broke.isPresent()
        ? Because.of(HttpReason.CONTENT_BROKE, CLAUSE, content, broke.get())
        : Because.of(HttpReason.TLS_CUT, Clause.rfc(9112, "9.8"), content);
  }
}
