/**
 * Sessions: what a program remembers of a client between its requests. The client has an id of 128
 * bits of chance, in a cookie or, where it takes none, in its URLs; the store has the values, as
 * JSON, under a hash of the id, so that whoever reads the store has nobody's session.
 *
 * <p>A session is made when the program first keeps something in it. It ends when nobody used it
 * for a while, when it is too old, or when the program ends it; at a login it gets another id, so
 * that an id which somebody else has planted is worth nothing.
 *
 * <p>Requests of one session may be answered at once, on one server or on several that share a
 * store: each stores its changes on top of what the others have stored, by a version that counts
 * up. A change that follows from what was there is made with {@link
 * dev.glasshouse.server.sessions.Session#update}, which is asked again where another request was
 * faster.
 */
@NullMarked
package dev.glasshouse.server.sessions;

import org.jspecify.annotations.NullMarked;
