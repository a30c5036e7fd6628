package dev.glasshouse.css.properties;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The winners of the cascade for one element, one for each property that any declaration sets. */
public final class CascadedValues {
  private final Specified[] winners = new Specified[Property.count()];
  private final BitSet set = new BitSet();
  private final Map<String, Specified> custom = new HashMap<>();

  /** Notes the winner of a property; a later call replaces an earlier one. */
  public void put(Property property, Specified value) {
    winners[property.ordinal()] = value;
    set.set(property.ordinal());
  }

  /** Notes the winner of a custom property. */
  public void put(String customProperty, Specified value) {
    custom.put(customProperty, value);
  }

  /** Takes a winner away, as where nothing is left after {@code revert}. */
  public void remove(Property property) {
    set.clear(property.ordinal());
  }

  /** Takes the winner of a custom property away. */
  public void remove(String customProperty) {
    custom.remove(customProperty);
  }

  /** The winner of a property. */
  public Optional<Specified> get(Property property) {
    return set.get(property.ordinal())
        ? Optional.of(winners[property.ordinal()])
        : Optional.empty();
  }

  /** The winners of custom properties. */
  public Map<String, Specified> custom() {
    return custom;
  }

  BitSet set() {
    return set;
  }

  /** Forgets everything, to be used for the next element. */
  public void clear() {
    set.clear();
    custom.clear();
  }
}
