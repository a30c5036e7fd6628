package dev.glasshouse.http.websocket;

/**
 * Why a conversation is closed (RFC 6455 7.4).
 *
 * @param code the number
 */
public record CloseCode(int code) {
  /** It has served its purpose. */
  public static final CloseCode NORMAL = new CloseCode(1000);

  /** An end goes away. */
  public static final CloseCode GOING_AWAY = new CloseCode(1001);

  /** The peer broke the protocol. */
  public static final CloseCode PROTOCOL_ERROR = new CloseCode(1002);

  /** A kind of message that is not taken. */
  public static final CloseCode UNSUPPORTED = new CloseCode(1003);

  /** The peer named none; never sent. */
  public static final CloseCode NONE = new CloseCode(1005);

  /** It broke off without a word; never sent. */
  public static final CloseCode ABNORMAL = new CloseCode(1006);

  /** What a message holds is not what it says it is, as text that is no UTF-8. */
  public static final CloseCode BAD_DATA = new CloseCode(1007);

  /** Something that is not allowed here. */
  public static final CloseCode POLICY = new CloseCode(1008);

  /** A message is too large. */
  public static final CloseCode TOO_BIG = new CloseCode(1009);

  /** Something went wrong here. */
  public static final CloseCode INTERNAL_ERROR = new CloseCode(1011);

  /** Too much to do; the peer may come again. */
  public static final CloseCode TRY_AGAIN_LATER = new CloseCode(1013);

  /** Whether a close frame may carry it: a registered one, or one of an application's own. */
  public boolean isSendable() {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  @Override
  public String toString() {
    return Integer.toString(code);
  }
}
