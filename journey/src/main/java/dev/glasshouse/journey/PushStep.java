package dev.glasshouse.journey;

import java.time.Duration;

/**
 * Steps of what a server sends without being asked each time: WebSocket, event streams, waiting.
 */
public sealed interface PushStep extends Step {

  /** A connection or stream has left HTTP for another protocol. */
  record Upgraded(String protocol, String over, String subprotocol, String extensions)
      implements PushStep {}

  /** A message came in whole. */
  record MessageIn(String of, long bytes, long wire, int fragments) implements PushStep {}

  /** A message went out. */
  record MessageOut(String of, long bytes, long wire, int fragments) implements PushStep {}

  /** A conversation of messages is over. */
  record ConversationEnded(String by, int code, String reason) implements PushStep {}

  /** A request waits for news, and no thread with it. */
  record WaiterParked(String topic, String after, int waiting) implements PushStep {}

  /** A request that waited for news is answered, or has gone. */
  record WaiterReleased(String topic, int events, Duration waited) implements PushStep {}

  /** Somebody listens to a topic from now on. */
  record Subscribed(String topic, String way, String after, int missed) implements PushStep {}

  /** Somebody does not listen to a topic any more. */
  record Unsubscribed(String topic, String way, long events, long bytes) implements PushStep {}

  /** Somebody was not let in. */
  record PushRefused(String way, int status) implements PushStep {}
}
