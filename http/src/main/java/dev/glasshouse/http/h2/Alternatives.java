package dev.glasshouse.http.h2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a server says of alternatives in frames (RFC 7838 4), which may come before anybody listens.
 * On the event loop only.
 */
final class Alternatives {
  private record Announced(String origin, String value) {}

  private final List<Announced> early = new ArrayList<>();
  private final int most;
  private Optional<BiConsumer<String, String>> told = Optional.empty();

  /** None yet; so many are kept for who will listen. */
  Alternatives(int most) {
    this.most = most;
  }

  /** Somebody listens from now on. */
  void tell(BiConsumer<String, String> whom) {
    told = Optional.of(whom);
    early.forEach(one -> whom.accept(one.origin(), one.value()));
    early.clear();
  }

  /** One has come. */
  void came(String origin, String value) {
    if (told.isPresent()) {
      told.get().accept(origin, value);
    } else if (early.size() < most) {
      early.add(new Announced(origin, value));
    }
  }
}
