package dev.glasshouse.url;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tolerated validation errors of one parse, as many as {@link Limits} allows. */
final class UrlNotes {
  private final int limit;
  private @Nullable List<ValidationError.At> met;

  UrlNotes(Limits limits) {
    limit = limits.validationErrors();
  }

  void add(ValidationError error, int position) {
    if (met == null) {
      met = new ArrayList<>(2);
    }
    if (met.size() < limit) {
      met.add(new ValidationError.At(error, position));
    }
  }

  List<ValidationError.At> met() {
    return met == null ? List.of() : met;
  }
}
