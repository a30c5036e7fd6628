package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.structured.BareItem;
import dev.glasshouse.http.structured.Dictionary;
import dev.glasshouse.http.structured.Item;
import dev.glasshouse.http.structured.StructuredException;
import dev.glasshouse.http.structured.StructuredLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Cache directives that are meant for caches like this one only (RFC 9213): fields that are
 * structured dictionaries, of which the first that is there and can be read takes the place of
 * Cache-Control and Expires.
 */
public final class TargetedControl {
  /**
   * For the caches of this program alone: it is asked before any other, and never goes on to a
   * client. The edge writes it itself where it gives an answer a lifetime.
   */
  public static final String OURS = "Glasshouse-Cache-Control";

  /** The target list of a shared cache, the first one first (RFC 9213 2.2, 3.1). */
  private static final List<String> TARGETS = List.of(OURS, "CDN-Cache-Control");

  private TargetedControl() {}

  /** The directives of the first targeted field that is not empty and can be read. */
  static Optional<CacheControl> of(Fields fields) {
    for (String target : TARGETS) {
      if (fields.has(target)) {
        Optional<CacheControl> read = read(target, fields.all(target));
        if (read.isPresent()) {
          return read;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<CacheControl> read(String target, List<String> lines) {
    try {
      Dictionary dictionary = Dictionary.parse(lines, StructuredLimits.DEFAULT);
      var directives = new LinkedHashMap<String, Optional<String>>();
      dictionary
          .members()
          .forEach((name, member) -> {
            if (member instanceof Item item) {
              argument(item.value()).ifPresent(value -> directives.put(name, value));
            }
          });
      return dictionary.members().isEmpty()
          ? Optional.empty()
          : Optional.of(new CacheControl(directives, target));
    } catch (StructuredException _) {
      return Optional.empty();
    }
  }

  /**
   * A directive's argument: none where the member is true; a number, a string or a token. Empty
   * where it is of a type that no directive has: such a directive is not there.
   */
  private static Optional<Optional<String>> argument(BareItem value) {
    return switch (value) {
      case BareItem.Bool bool -> bool.value() ? Optional.of(Optional.empty()) : Optional.empty();
      case BareItem.Int number ->
          number.value() < 0
              ? Optional.empty()
              : Optional.of(Optional.of(Long.toString(number.value())));
      // A number must be one: what is quoted is of another type (RFC 9213 2.1).
      case BareItem.Text text ->
          CacheControl.number(text.value()).isPresent()
              ? Optional.empty()
              : Optional.of(Optional.of(text.value()));
      case BareItem.Token token -> Optional.of(Optional.of(token.value()));
      case BareItem.Decimal _, BareItem.ByteSequence _, BareItem.Date _, BareItem.DisplayText _ ->
          Optional.empty();
    };
  }
}
