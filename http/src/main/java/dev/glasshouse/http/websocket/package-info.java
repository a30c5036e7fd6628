/**
 * WebSocket (RFC 6455) and its compression (RFC 7692), the same on both ends and over every version
 * of HTTP: frames and their rules are pure; {@link dev.glasshouse.http.websocket.Conversation}
 * speaks them in a tunnel.
 */
@NullMarked
package dev.glasshouse.http.websocket;

import org.jspecify.annotations.NullMarked;
