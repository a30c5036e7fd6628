package dev.glasshouse.server.config;

/**
 * What is wrong with a configuration.
 *
 * @param place where
 * @param reason why, a sentence without its end
 */
public record Fault(Place place, String reason) {
  @Override
  public String toString() {
    return place + ": " + reason;
  }
}
