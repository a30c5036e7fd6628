package dev.glasshouse.dns.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** A server that cannot begin, with one line that says why. */
public final class ServeException extends IOException {
  private static final long serialVersionUID = 1L;

  ServeException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Why a socket could not be bound. */
  public static ServeException bind(InetSocketAddress address, String carrier, Throwable cause) {
    String where = AddressWords.of(address);
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String why;
    if (text.contains("in use")) {
      why = "another program listens there already (" + carrier + ")";
    } else if (text.contains("denied") || text.contains("not permitted")) {
      why =
          address.getPort() < 1024
              ? "ports below 1024 need a permission that this program does not have"
              : "the system does not permit it";
    } else if (text.contains("cannot assign") || text.contains("not available")) {
      why = "this machine has no such address";
    } else {
      why = String.valueOf(cause.getMessage());
    }
    return new ServeException("cannot listen at " + where + ": " + why, cause);
  }
}
