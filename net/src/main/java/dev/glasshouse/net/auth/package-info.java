/**
 * How servers and proxies are told who asks: Basic and Digest (RFC 9110 11, RFC 7616, RFC 7617).
 * Pure.
 */
@NullMarked
package dev.glasshouse.net.auth;

import org.jspecify.annotations.NullMarked;
