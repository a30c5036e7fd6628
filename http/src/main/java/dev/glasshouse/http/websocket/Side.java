package dev.glasshouse.http.websocket;

/** An end of a conversation: what a client sends is masked, what a server sends is not (5.1). */
public enum Side {
  CLIENT,
  SERVER
}
