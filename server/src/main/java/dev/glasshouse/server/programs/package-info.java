/**
 * Programs that answer requests: the gateway's variables (RFC 3875), CGI, and FastCGI, by which a
 * program that stays is spoken to.
 *
 * @see <a href="https://fastcgi-archives.github.io/FastCGI_Specification.html">FastCGI 1.0</a>
 */
@NullMarked
package dev.glasshouse.server.programs;

import org.jspecify.annotations.NullMarked;
