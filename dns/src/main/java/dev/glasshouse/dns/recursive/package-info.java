/**
 * The recursive resolver: from the root's servers down to the owner's, with everything learnt on
 * the way kept and judged (RFC 1034 section 5.3.3, RFC 2181 section 5.4.1). A pure state machine;
 * sockets, clocks and threads are its driver's.
 */
@NullMarked
package dev.glasshouse.dns.recursive;

import org.jspecify.annotations.NullMarked;
