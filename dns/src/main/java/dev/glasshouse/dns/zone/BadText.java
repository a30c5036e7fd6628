package dev.glasshouse.dns.zone;

/** A piece of zone text that does not hold; becomes a {@link ZoneFault}. */
final class BadText extends Exception {
  private static final long serialVersionUID = 1L;

  BadText(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
