package dev.glasshouse.fetch.auth;

import dev.glasshouse.net.auth.Digest;
import dev.glasshouse.net.auth.Login;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The places that asked for credentials and took them (RFC 9110 11.5 "protection space"), in memory
 * only. Bounded; safe for use by many threads.
 */
public final class Protections {

  /**
   * A place.
   *
   * @param login what it took
   * @param realm what it calls itself
   * @param path from where on down it reaches
   * @param digest its last challenge; empty for Basic
   * @param used how often that challenge's number was used
   */
  public record Place(Login login, String realm, String path, Optional<Digest> digest, int used) {}

  private record Key(String origin, String realm) {}

  private final Map<Key, Place> places;

  /**
   * None yet.
   *
   * @param most how many are remembered; past that the one that was used the longest ago goes
   */
  public Protections(int most) {
    this.places =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Place> eldest) {
            return size() > most;
          }
        };
  }

  /** Remembers a place. */
  public synchronized void put(String origin, Place place) {
    places.put(new Key(origin, place.realm()), place);
  }

  /** Forgets a place that takes its credentials no more. */
  public synchronized void remove(String origin, String realm) {
    places.remove(new Key(origin, realm));
  }

  /** The place that a path lies in, its number counted as used once more; the deepest wins. */
  public synchronized Optional<Place> use(String origin, String path) {
    Optional<Key> found = Optional.empty();
    int deepest = -1;
    for (Map.Entry<Key, Place> entry : places.entrySet()) {
      Place place = entry.getValue();
      if (entry.getKey().origin().equals(origin)
          && path.startsWith(place.path())
          && place.path().length() > deepest) {
        found = Optional.of(entry.getKey());
        deepest = place.path().length();
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Place place = places.get(found.get());
    if (place == null) {
      return Optional.empty();
    }
    Place used =
        new Place(place.login(), place.realm(), place.path(), place.digest(), place.used() + 1);
    places.put(found.get(), used);
    return Optional.of(used);
  }

  /** How many are remembered. */
  public synchronized int size() {
    return places.size();
  }
}
