package dev.glasshouse.journey.view;

/** What an exchange is doing at a moment, in the order in which it does it. */
public enum Phase {
  /** It waits for its turn or for a connection. */
  QUEUED("queued", "排队"),
  /** The name is looked up. */
  NAME("name", "域名"),
  /** A connection is made. */
  DIAL("dial", "连接"),
  /** The TLS handshake. */
  TLS("TLS", "TLS"),
  /** The request is written. */
  SEND("send", "发送"),
  /** The peer thinks. */
  WAIT("wait", "等待"),
  /** A server whose work is told in the same journey works on it. */
  SERVER("server", "服务器"),
  /** The response's body comes. */
  RECEIVE("receive", "接收");

  private final String en;
  private final String zh;

  Phase(String en, String zh) {
    this.en = en;
    this.zh = zh;
  }

  /** Its English name. */
  public String en() {
    return en;
  }

  /** Its Chinese name. */
  public String zh() {
    return zh;
  }
}
