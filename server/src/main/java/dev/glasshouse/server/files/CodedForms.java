package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The coded forms of a file in memory: those that lie beside it on the disk, and copies that were
 * coded when they were asked for first. They go with the file: when it changes, so do they.
 *
 * @param looked when the disk was looked at for forms beside the file
 * @param isWhole whether all that lay there could be kept
 * @param beside by their codings, the best first
 * @param copies by their codings
 */
record CodedForms(
    Instant looked, boolean isWhole, Map<String, Kept> beside, Map<String, Copy> copies) {
  /** Nothing is known yet. */
  static final CodedForms UNKNOWN = new CodedForms(Instant.MIN, false, Map.of(), Map.of());

  /** How long it may go unseen that a form appeared beside a file. */
  private static final Duration UNSEEN = Duration.ofSeconds(1);

  /**
   * A form that was made of the file.
   *
   * @param body its bytes
   * @param since when it was made
   */
  record Copy(Body body, Instant since) {}

  /** Whether the disk was looked at so lately that nobody has to look again. */
  boolean isRecent(Instant now) {
    return !looked.isAfter(now) && looked.isAfter(now.minus(UNSEEN));
  }

  /** Whether the form of this coding that lay beside the file lies there still, unchanged. */
  boolean isCurrent(Optional<String> coding) {
    Kept kept = coding.isPresent() ? beside.get(coding.get()) : null;
    return kept == null || kept.isCurrent();
  }

  /** Whether all that lay beside the file lies there still, unchanged. */
  boolean isCurrent() {
    return beside.values().stream().allMatch(Kept::isCurrent);
  }

  /** The same with what lies beside the file now. */
  CodedForms beside(Instant now, Set<String> codings, Function<String, Optional<Kept>> keep) {
    var kept = new LinkedHashMap<String, Kept>();
    for (String coding : codings) {
      keep.apply(coding).ifPresent(its -> kept.put(coding, its));
    }
    return new CodedForms(now, kept.size() == codings.size(), kept, copies);
  }

  /** The same with one more copy. */
  CodedForms with(String coding, Body body, Instant now) {
    var more = new LinkedHashMap<>(copies);
    more.put(coding, new Copy(body, now.truncatedTo(ChronoUnit.SECONDS)));
    return new CodedForms(looked, isWhole, beside, more);
  }

  /** What they take, bytes. */
  long bytes() {
    long bytes = 0;
    for (Kept kept : beside.values()) {
      bytes += kept.file().body().length().orElse(0);
    }
    for (Copy copy : copies.values()) {
      bytes += copy.body().length().orElse(0);
    }
    return bytes;
  }
}
