package dev.glasshouse.net.quic;

/** The names of QUIC's own error codes (RFC 9000 20.1, RFC 9001 4.8). */
final class TransportError {
  private static final String[] NAMES = {
    "NO_ERROR",
    "INTERNAL_ERROR",
    "CONNECTION_REFUSED",
    "FLOW_CONTROL_ERROR",
    "STREAM_LIMIT_ERROR",
    "STREAM_STATE_ERROR",
    "FINAL_SIZE_ERROR",
    "FRAME_ENCODING_ERROR",
    "TRANSPORT_PARAMETER_ERROR",
    "CONNECTION_ID_LIMIT_ERROR",
    "PROTOCOL_VIOLATION",
    "INVALID_TOKEN",
    "APPLICATION_ERROR",
    "CRYPTO_BUFFER_EXCEEDED",
    "KEY_UPDATE_ERROR",
    "AEAD_LIMIT_REACHED",
    "NO_VIABLE_PATH"
  };

  private static final int CRYPTO = 0x100;

  private TransportError() {}

  /** The name of a code; codes from 0x100 to 0x1ff carry a TLS alert. */
  static String name(long code) {
    if (code >= 0 && code < NAMES.length) {
      return NAMES[(int) code];
    }
    if (code >= CRYPTO && code < 2 * CRYPTO) {
      return "CRYPTO_ERROR (TLS alert " + (code - CRYPTO) + ")";
    }
    return "0x" + Long.toHexString(code);
  }
}
