/**
 * DNSSEC (RFC 4033 to 4035, 5155, 6840, 9276): whether records can be trusted, as pure functions
 * over records, keys and a time; and the walk from a trust anchor to a zone's keys, as a state
 * machine.
 */
@NullMarked
package dev.glasshouse.dns.dnssec;

import org.jspecify.annotations.NullMarked;
