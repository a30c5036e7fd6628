package dev.glasshouse.lab;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Where somebody is in the built-in internet. Each place has a network of its own. */
public enum Place {
  /** Frankfurt. */
  EU(0, 50.1, 8.7),
  /** Washington. */
  US(10, 38.9, -77.0),
  /** Singapore. */
  ASIA(20, 1.3, 103.8),
  /** Nairobi, which has no node of the content network. */
  AFRICA(30, -1.3, 36.8);

  private static final double EARTH_KM = 6_371;

  private final int third;
  private final double latitude;
  private final double longitude;

  /**
   * A place.
   *
   * @param third the third number of its network's addresses; the next one is its too
   * @param latitude degrees to the north
   * @param longitude degrees to the east
   */
  Place(int third, double latitude, double longitude) {
    this.third = third;
    this.latitude = latitude;
    this.longitude = longitude;
  }

  /** Its word on a command line, for example {@code asia}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its network, as 127.80.20.0/23. */
  String network() {
    return "127.80." + third + ".0/23";
  }

  /** The address of what runs on a client's own machine. */
  InetAddress own(int last) {
    return InetAddress.ofLiteral("127.80." + third + "." + last);
  }

  /** The address of another machine there: the router at home, the provider's. */
  InetAddress home(int last) {
    return InetAddress.ofLiteral("127.80." + (third + 1) + "." + last);
  }

  /** The address of a client there. */
  InetAddress client() {
    return home(77);
  }

  /** How far it is to another, along the surface of the earth, kilometres. */
  int kilometres(Place other) {
    double north = Math.toRadians(latitude);
    double otherNorth = Math.toRadians(other.latitude);
    double turn = Math.toRadians(longitude - other.longitude);
    double cosine =
        Math.sin(north) * Math.sin(otherNorth)
            + Math.cos(north) * Math.cos(otherNorth) * Math.cos(turn);
    return (int) Math.round(EARTH_KM * Math.acos(Math.clamp(cosine, -1.0, 1.0)));
  }

  /** Which of several places is nearest; there must be one. */
  Place nearest(Collection<Place> places) {
    return places.stream().min(Comparator.comparingInt(this::kilometres)).orElseThrow();
  }
}
