/**
 * What goes around a program's answers: cookies (RFC 6265bis), Cache-Control (RFC 9111 5.2.2),
 * validators and conditions (RFC 9110 8.8, 13), and the choice of a form by what the client accepts
 * (RFC 9110 12).
 */
@NullMarked
package dev.glasshouse.server.answers;

import org.jspecify.annotations.NullMarked;
