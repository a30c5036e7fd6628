package dev.glasshouse.fetch.hsts;

import dev.glasshouse.journey.Because;

/** What became of a Strict-Transport-Security field (RFC 6797 8.1). */
public sealed interface HstsVerdict {
  /** Why. */
  Because because();

  /** The host is known from now on. */
  record Kept(HstsHost host, Because because) implements HstsVerdict {}

  /** The host is not known any more. */
  record Forgotten(String host, Because because) implements HstsVerdict {}

  /** The field says nothing. */
  record Ignored(String host, Because because) implements HstsVerdict {}
}
