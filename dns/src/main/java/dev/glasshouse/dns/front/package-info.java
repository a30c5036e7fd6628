/**
 * What stands before a resolver: local zones, who may ask what, questions about the server itself,
 * addresses for translators. It is a resolver machine itself, around another one.
 */
@NullMarked
package dev.glasshouse.dns.front;

import org.jspecify.annotations.NullMarked;
