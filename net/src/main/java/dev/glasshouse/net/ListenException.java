package dev.glasshouse.net;

import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Nobody can listen at an address, with a sentence why. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * At an address.
   *
   * @param cause what the system said
   */
  public ListenException(InetSocketAddress address, Throwable cause) {
    super(
        "cannot listen at "
            + AddressText.of(address)
            + ": "
            + why(String.valueOf(cause.getMessage())),
        cause);
  }

  private static String why(String text) {
    if (text.contains("in use")) {
      return "another program has the port";
    }
    if (text.contains("ermission denied")) {
      return "that is not allowed (ports below 1024 are root's)";
    }
    return text.contains("assign requested address")
        ? "this machine does not have the address"
        : text;
  }
}
