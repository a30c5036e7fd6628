/** Sockets, dialing, TLS, and what the kernel knows of a connection. */
@NullMarked
package dev.glasshouse.net;

import org.jspecify.annotations.NullMarked;
