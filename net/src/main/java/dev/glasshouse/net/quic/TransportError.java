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
      return "CRYPTO_ERROR (TLS alert " + alert((int) code - CRYPTO) + ")";
    }
    return "0x" + Long.toHexString(code);
  }

  /** The names of those alerts that end handshakes (RFC 8446 6). */
  private static String alert(int number) {
    return switch (number) {
      case 40 -> "handshake_failure";
      case 42 -> "bad_certificate";
      case 43 -> "unsupported_certificate";
      case 44 -> "certificate_revoked";
      case 45 -> "certificate_expired";
      case 46 -> "certificate_unknown";
      case 47 -> "illegal_parameter";
      case 48 -> "unknown_ca";
      case 49 -> "access_denied";
      case 50 -> "decode_error";
      case 51 -> "decrypt_error";
      case 70 -> "protocol_version";
      case 71 -> "insufficient_security";
      case 80 -> "internal_error";
      case 109 -> "missing_extension";
      case 110 -> "unsupported_extension";
      case 112 -> "unrecognized_name";
      case 116 -> "certificate_required";
      case 120 -> "no_application_protocol";
      default -> String.valueOf(number);
    };
  }
}
