/** HTTP authentication: Basic and Digest (RFC 9110 11, RFC 7616, RFC 7617). */
@NullMarked
package dev.glasshouse.fetch.auth;

import org.jspecify.annotations.NullMarked;
