package dev.glasshouse.http;

/**
 * A response's status code (RFC 9110 15).
 *
 * @param code from 100 to 999; from 600 up they mean nothing to us and are treated as 5xx
 */
public record Status(int code) {
  public static final Status CONTINUE = new Status(100);
  public static final Status SWITCHING_PROTOCOLS = new Status(101);
  public static final Status EARLY_HINTS = new Status(103);
  public static final Status OK = new Status(200);
  public static final Status CREATED = new Status(201);
  public static final Status NO_CONTENT = new Status(204);
  public static final Status PARTIAL_CONTENT = new Status(206);
  public static final Status MOVED_PERMANENTLY = new Status(301);
  public static final Status FOUND = new Status(302);
  public static final Status SEE_OTHER = new Status(303);
  public static final Status NOT_MODIFIED = new Status(304);
  public static final Status TEMPORARY_REDIRECT = new Status(307);
  public static final Status PERMANENT_REDIRECT = new Status(308);
  public static final Status BAD_REQUEST = new Status(400);
  public static final Status FORBIDDEN = new Status(403);
  public static final Status NOT_FOUND = new Status(404);
  public static final Status METHOD_NOT_ALLOWED = new Status(405);
  public static final Status CONFLICT = new Status(409);
  public static final Status PRECONDITION_FAILED = new Status(412);
  public static final Status REQUEST_TIMEOUT = new Status(408);
  public static final Status CONTENT_TOO_LARGE = new Status(413);
  public static final Status URI_TOO_LONG = new Status(414);
  public static final Status RANGE_NOT_SATISFIABLE = new Status(416);
  public static final Status EXPECTATION_FAILED = new Status(417);
  public static final Status MISDIRECTED_REQUEST = new Status(421);
  public static final Status TOO_EARLY = new Status(425);
  public static final Status FIELDS_TOO_LARGE = new Status(431);
  public static final Status INTERNAL_SERVER_ERROR = new Status(500);
  public static final Status NOT_IMPLEMENTED = new Status(501);
  public static final Status BAD_GATEWAY = new Status(502);
  public static final Status SERVICE_UNAVAILABLE = new Status(503);
  public static final Status GATEWAY_TIMEOUT = new Status(504);
  public static final Status VERSION_NOT_SUPPORTED = new Status(505);
  public static final Status INSUFFICIENT_STORAGE = new Status(507);

  /** A code of other than three digits is our caller's fault. */
  public Status {
    if (code < 100 || code > 999) {
      throw new IllegalArgumentException("not a status code: " + code);
    }
  }

  /** 1xx: the final response is still to come. */
  public boolean isInterim() {
    return code < 200;
  }

  /** 2xx. */
  public boolean isOk() {
    return code / 100 == 2;
  }

  /** One of those that Fetch follows: 301, 302, 303, 307, 308. */
  public boolean isRedirect() {
    return switch (code) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** 1xx, 204 and 304: there is never a body (RFC 9112 6.3). */
  public boolean isBodiless() {
    return code < 200 || code == 204 || code == 304;
  }

  /** The reason phrase of the registry; empty for a code that we do not know. */
  public String phrase() {
    return switch (code) {
      case 100 -> "Continue";
      case 101 -> "Switching Protocols";
      case 103 -> "Early Hints";
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 203 -> "Non-Authoritative Information";
      case 204 -> "No Content";
      case 205 -> "Reset Content";
      case 206 -> "Partial Content";
      case 300 -> "Multiple Choices";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      default -> errorPhrase();
    };
  }

  private String errorPhrase() {
    return switch (code) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 416 -> "Range Not Satisfiable";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 425 -> "Too Early";
      case 426 -> "Upgrade Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 507 -> "Insufficient Storage";
      default -> "";
    };
  }

  // Said here because each message is asked: what records have by themselves is bound at run time.

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Status its && code == its.code);
  }

  @Override
  public int hashCode() {
    return code;
  }

  @Override
  public String toString() {
    return Integer.toString(code);
  }
}
