/** Alternative services (RFC 7838): what Alt-Svc says, and what is remembered of it. */
@NullMarked
package dev.glasshouse.http.alt;

import org.jspecify.annotations.NullMarked;
