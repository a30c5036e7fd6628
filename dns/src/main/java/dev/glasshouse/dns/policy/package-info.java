/**
 * Rules of a server's owner that stand before the true answers: block, redirect, rewrite a name.
 * What they change is told to the client (RFC 8914) and in the journey.
 */
@NullMarked
package dev.glasshouse.dns.policy;

import org.jspecify.annotations.NullMarked;
