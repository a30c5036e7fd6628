package dev.glasshouse.fetch.hsts;

import java.time.Instant;

/**
 * A host that demands HTTPS (RFC 6797 8.1.1 "Known HSTS Host").
 *
 * @param name the host, in ASCII, lower case, without a dot at its end
 * @param subDomains whether the hosts below it are meant, too
 * @param expires until when
 */
public record HstsHost(String name, boolean subDomains, Instant expires) {}
