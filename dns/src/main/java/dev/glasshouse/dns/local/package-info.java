/**
 * Names that a resolver answers by itself: zones and records of its owner's, for all clients or for
 * some, and the zones that no resolver should ask the internet for (RFC 6303, RFC 6761). Pure: a
 * question and who asks in, a verdict out.
 */
@NullMarked
package dev.glasshouse.dns.local;

import org.jspecify.annotations.NullMarked;
