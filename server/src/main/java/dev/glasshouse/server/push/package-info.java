/**
 * What a server sends without being asked each time: WebSocket, event streams, requests that wait
 * for news, and the topics behind all of them.
 */
@NullMarked
package dev.glasshouse.server.push;

import org.jspecify.annotations.NullMarked;
