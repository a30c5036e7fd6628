package dev.glasshouse.edge;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Clause;

/**
 * The types of errors that a proxy tells of, with the status that goes with each (RFC 9209 2.3).
 */
public enum ProxyError {
  DNS_TIMEOUT("2.3.1", Status.GATEWAY_TIMEOUT),
  DNS_ERROR("2.3.2", Status.BAD_GATEWAY),
  DESTINATION_UNAVAILABLE("2.3.4", Status.SERVICE_UNAVAILABLE),
  DESTINATION_IP_UNROUTABLE("2.3.6", Status.BAD_GATEWAY),
  CONNECTION_REFUSED("2.3.7", Status.BAD_GATEWAY),
  CONNECTION_TERMINATED("2.3.8", Status.BAD_GATEWAY),
  CONNECTION_TIMEOUT("2.3.9", Status.GATEWAY_TIMEOUT),
  CONNECTION_READ_TIMEOUT("2.3.10", Status.GATEWAY_TIMEOUT),
  CONNECTION_WRITE_TIMEOUT("2.3.11", Status.GATEWAY_TIMEOUT),
  CONNECTION_LIMIT_REACHED("2.3.12", Status.SERVICE_UNAVAILABLE),
  TLS_PROTOCOL_ERROR("2.3.13", Status.BAD_GATEWAY),
  TLS_CERTIFICATE_ERROR("2.3.14", Status.BAD_GATEWAY),
  HTTP_REQUEST_ERROR("2.3.16", Status.BAD_REQUEST),
  HTTP_REQUEST_DENIED("2.3.17", Status.FORBIDDEN),
  HTTP_RESPONSE_INCOMPLETE("2.3.18", Status.BAD_GATEWAY),
  HTTP_RESPONSE_HEADER_SECTION_SIZE("2.3.19", Status.BAD_GATEWAY),
  HTTP_RESPONSE_BODY_SIZE("2.3.23", Status.BAD_GATEWAY),
  HTTP_RESPONSE_TIMEOUT("2.3.26", Status.GATEWAY_TIMEOUT),
  HTTP_UPGRADE_FAILED("2.3.27", Status.BAD_GATEWAY),
  HTTP_PROTOCOL_ERROR("2.3.28", Status.BAD_GATEWAY),
  PROXY_INTERNAL_ERROR("2.3.30", Status.INTERNAL_SERVER_ERROR),
  PROXY_LOOP_DETECTED("2.3.32", Status.BAD_GATEWAY);

  private final Clause clause;
  private final Status status;

  ProxyError(String section, Status status) {
    this.clause = Clause.rfc(9209, section);
    this.status = status;
  }

  /** Where it stands. */
  public Clause clause() {
    return clause;
  }

  /** The status that is recommended for it. */
  public Status status() {
    return status;
  }

  /** The type's name, as the field {@code Proxy-Status} spells it. */
  public String token() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
