package dev.glasshouse.fetch.csp;

import dev.glasshouse.fetch.integrity.Hash;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The source expressions of a directive (Content Security Policy 3, 2.3.1).
 *
 * @param sources those that are understood
 * @param text as it was written
 */
record SourceList(List<Source> sources, String text) {

  private boolean has(String keyword) {
    return sources.stream()
        .anyMatch(s -> s instanceof Source.Keyword(String word) && word.equals(keyword));
  }

  /** Whether a URL matches one of them (6.7.2.7). */
  boolean matches(Url url, Origin self, int redirects) {
    return sources.stream().anyMatch(source -> SourceMatch.matches(url, source, self, redirects));
  }

  /** Whether a nonce is one of them (6.7.2.3). */
  boolean hasNonce(String nonce) {
    return !nonce.isEmpty()
        && sources.stream()
            .anyMatch(s -> s instanceof Source.Nonce(String value) && value.equals(nonce));
  }

  /** Whether scripts that were let in may bring others. */
  boolean isDynamic() {
    return has("strict-dynamic");
  }

  /** Whether one of these hashes is there (6.7.1.1, step 3: all of the element's must be). */
  boolean hasAll(List<Hash> hashes) {
    return !hashes.isEmpty()
        && hashes.stream().allMatch(hash -> sources.contains(new Source.HashOf(hash)));
  }

  /** Whether anything inline is allowed (6.7.3.2): a nonce or hash takes that away again. */
  boolean allowsAllInline(Directive directive) {
    boolean special =
        sources.stream().anyMatch(s -> s instanceof Source.Nonce || s instanceof Source.HashOf)
            || (directive.isOfScripts() && isDynamic());
    return has("unsafe-inline") && !special;
  }

  /**
   * Whether a text that stands inline has one of the hashes (6.7.3.3, step 5).
   *
   * @param attribute whether it stands in an attribute, where hashes must be allowed by a word
   */
  boolean hasHashOf(String text, boolean attribute) {
    if (attribute && !has("unsafe-hashes")) {
      return false;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return sources.stream()
        .anyMatch(s ->
            s instanceof Source.HashOf(Hash hash) && Hash.of(hash.algorithm(), bytes).equals(hash));
  }

  /** Whether nothing can match. */
  boolean isNone() {
    return sources.isEmpty()
        || (sources.size() == 1
            && sources.getFirst() instanceof Source.Keyword(String word)
            && word.equals("none"));
  }
}
