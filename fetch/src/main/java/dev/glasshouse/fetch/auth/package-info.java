/** Which places of servers ask for credentials (RFC 9110 11.5). */
@NullMarked
package dev.glasshouse.fetch.auth;

import org.jspecify.annotations.NullMarked;
