package dev.glasshouse.journey.view;

/** Addresses with ports, as the record has them. */
final class Places {
  private static final String DNS = ":53";

  private Places() {}

  /** The address alone. */
  static String bare(String place) {
    int colon = place.lastIndexOf(':');
    String host = colon < 0 ? place : place.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** The address, with its port where that is not the usual one of name servers. */
  static String server(String place) {
    return place.endsWith(DNS) ? bare(place) : place;
  }
}
