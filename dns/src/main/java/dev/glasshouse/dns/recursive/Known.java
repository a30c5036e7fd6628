package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.util.List;
import org.xbill.DNS.Name;

/** What the cache knows of a question. */
sealed interface Known {
  /** There is no more than one of these. */
  Nothing NOTHING = new Nothing();

  /** All of it. */
  record Whole(Finding finding) implements Known {}

  /** That the name is an alias: the sets that say so, the last of which leads to the target. */
  record Alias(List<RecordSet> sets, Name target) implements Known {}

  /** Nothing. */
  record Nothing() implements Known {}
}
