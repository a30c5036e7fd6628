package dev.glasshouse.dns.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** What is said of translators between IPv6 and IPv4. */
final class TranslationWords {
  private Optional<TranslationPrefix> clients = Optional.empty();
  private Optional<TranslationPrefix> servers = Optional.empty();
  private final List<Name> ignored = new ArrayList<>();
  private boolean translated;

  boolean setting(String key, String value) {
    switch (key) {
      case "dns64-prefix" -> clients = Optional.of(TranslationPrefix.of(value));
      case "dns64-ignore-aaaa" -> ignored.add(FrontWords.name(value));
      case "do-nat64" -> translated = FrontWords.yes(value);
      case "nat64-prefix" -> servers = Optional.of(TranslationPrefix.of(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  Optional<Dns64> clients() {
    return clients.map(prefix -> new Dns64(prefix, ignored));
  }

  /** The translator to servers; the clients' one when no other is said. */
  Optional<TranslationPrefix> servers() {
    return translated
        ? servers.or(() -> clients).or(() -> Optional.of(TranslationPrefix.WELL_KNOWN))
        : Optional.empty();
  }
}
