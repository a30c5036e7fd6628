package dev.glasshouse.net;

import java.time.Duration;

/**
 * How long the parts of a dial took. The parts follow one another and do not overlap.
 *
 * @param name from the start until the address that won could be tried
 * @param connect from then until TCP was connected, earlier attempts included
 * @param tls from then until the TLS handshake ended; zero without TLS
 */
public record DialTimings(Duration name, Duration connect, Duration tls) {}
