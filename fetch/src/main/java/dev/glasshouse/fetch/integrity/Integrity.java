package dev.glasshouse.fetch.integrity;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes that an element demands (<a
 * href="https://w3c.github.io/webappsec-subresource-integrity/">Subresource Integrity, 3.3</a>).
 * Pure.
 *
 * @param hashes those of the strongest algorithm; the content must have one of them
 */
public record Integrity(List<Hash> hashes) {
  /** Hashes that are looked at; nobody has more versions of a file. */
  private static final int MOST = 100;

  /** What came of the comparison. */
  public sealed interface Verdict {
    /** Why. */
    Because because();

    /** The content is what was demanded. */
    record Matches(Because because) implements Verdict {}

    /** It is not. */
    record Differs(Because because) implements Verdict {}
  }

  /** Copies the list. */
  public Integrity {
    hashes = List.copyOf(hashes);
  }

  /**
   * Reads an {@code integrity} attribute (3.3.2 and 3.3.3): what is not understood is left out, and
   * of the rest only the strongest algorithm counts.
   */
  public static Integrity parse(String metadata) {
    var all = new ArrayList<Hash>();
    for (String token : metadata.strip().split("[\\t\\n\\f\\r ]+")) {
      int options = token.indexOf('?');
      Hash.parse(options < 0 ? token : token.substring(0, options)).ifPresent(all::add);
    }
    Hash.Algorithm strongest =
        all.stream()
            .map(Hash::algorithm)
            .max(java.util.Comparator.naturalOrder())
            .orElse(Hash.Algorithm.SHA256);
    return new Integrity(
        all.stream().filter(hash -> hash.algorithm() == strongest).limit(MOST).toList());
  }

  /** Whether nothing is demanded. */
  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** The algorithm of the hashes, of which there must be one. */
  public Hash.Algorithm algorithm() {
    return hashes.getFirst().algorithm();
  }

  /** Compares (3.3.4). */
  public Verdict check(byte[] content) {
    Hash actual = Hash.of(algorithm(), content);
    Clause clause = Clause.of("Subresource Integrity", "3.3.4");
    return hashes.contains(actual)
        ? new Verdict.Matches(
            Because.of(PolicyReason.INTEGRITY_MATCHES, clause, algorithm().toString()))
        : new Verdict.Differs(
            Because.of(
                PolicyReason.INTEGRITY_DIFFERS, clause, algorithm().toString(), actual.value()));
  }
}
