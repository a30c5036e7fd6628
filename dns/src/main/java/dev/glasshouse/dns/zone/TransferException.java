package dev.glasshouse.dns.zone;

import java.io.IOException;

/** A zone that could not be had from another server, with a sentence why. */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  TransferException(String message) {
    super(message);
  }
}
