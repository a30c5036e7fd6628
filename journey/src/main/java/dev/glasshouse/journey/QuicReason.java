package dev.glasshouse.journey;

/** Reasons on QUIC connections and in early data. */
public enum QuicReason implements Reason {
  FIRST_FLIGHT(
      "an earlier session with this server is known, and {0} is safe: nothing is lost when somebody sends it again",
      "已有与该服务器的先前会话，而 {0} 是安全方法：被人重放也没有损害"),
  NOT_SAFE(
      "{0} may change something, and what is sent early can be recorded and sent again by anybody",
      "{0} 可能改变状态，而提前发送的数据可以被任何人录下并重放"),
  HAS_CONTENT("a request with content is not sent early", "带有正文的请求不提前发送"),
  ASKED_TO_WAIT(
      "the server answered 425: it wants the request after the handshake",
      "服务器回答了 425：它要求在握手之后再发送该请求"),
  EARLY_SAFE(
      "{0} is safe, and this client hello was not seen before",
      "{0} 是安全方法，而且此前没有见过这个 client hello"),
  EARLY_UNSAFE("{0} may change something, and it may be a replay", "{0} 可能改变状态，而它可能是重放"),
  EARLY_SEEN(
      "the same early data was seen {0} ago: this is a replay, or looks like one",
      "{0} 之前见过同样的早期数据：这是重放，或看起来像重放"),
  EARLY_REGISTER_FULL(
      "more than {0} early connections came of late: none can be told from a replay any more",
      "近期到来的早期连接超过 {0} 个：无法再分辨重放"),
  CONGESTION_DEFAULT("no other way was asked for", "没有指定其他方式"),
  ASKED_FOR("it was asked for", "用户指定"),
  CLOSED_BY_US("this side had nothing more to do on it", "本端在其上已无事可做"),
  CLOSED_BY_PEER("the peer said so", "对方如此声明"),
  IDLE("nothing came for longer than both sides had agreed on", "静默的时间超过了双方约定的期限"),
  ANSWER_AWAITED(
      "an answer is still awaited: a frame that means nothing has to be acknowledged, and that counts",
      "仍在等待回应：发送一个没有含义、但必须被确认的帧，这样连接就不算静默"),
  NOT_HEARD(
      "for {0} not one packet came, though the peer was asked {1} times whether it is there",
      "{0} 内没有收到任何数据包，尽管已 {1} 次询问对方是否还在"),
  PATH_BROKE(
      "packets were lost on the way, or a router on it gave the connection another port: one packet from this side is enough for the peer to find it again",
      "途中丢失了数据包，或者途中的路由器给该连接换了端口：本端只要发出一个数据包，对方就能重新找到它"),
  GONE("it vanished without a word", "它没有任何说明就消失了"),
  PATH_PEER_MOVED(
      "packets of this connection came from another address: its id counts, not its address",
      "该连接的数据包来自另一个地址：起作用的是连接 ID，而不是地址"),
  PATH_TOLD("a path is used only when the peer has answered on it", "只有对方在路径上作出回应之后才使用该路径"),
  NO_MIGRATION(
      "the QUIC library that moves the bytes cannot change the path of a client",
      "收发字节的 QUIC 库不能更换客户端的路径"),
  NO_PUSH(
      "no client allows a push over HTTP/3 any more, and the HTTP/3 library has half a face for it",
      "已没有客户端允许经由 HTTP/3 推送，而 HTTP/3 库对推送的支持也不完整"),
  SESSIONS_OF_RUN(
      "this run has no earlier session with it, and the QUIC library gives none out that could be kept for the next run",
      "本次运行没有与它的先前会话，而 QUIC 库不提供可以保存到下次运行的会话"),
  NO_SHORT_NAME(
      "the QUIC library does not send a name without a dot to the server, which chooses its certificate blindly",
      "QUIC 库不会把不含点的名称发给服务器，服务器只能盲选证书"),
  ADDRESS_NOT_PROVED(
      "the client has not shown that it receives at this address", "客户端尚未证明它能在该地址收到数据"),
  VERSION_ONLY("it is the only version that this program speaks", "这是本程序支持的唯一版本"),
  NOT_AVAILABLE("QUIC is not available on this machine: {0}", "本机无法使用 QUIC：{0}");

  private final String en;
  private final String zh;

  QuicReason(String en, String zh) {
    this.en = en;
    this.zh = zh;
  }

  @Override
  public String en() {
    return en;
  }

  @Override
  public String zh() {
    return zh;
  }
}
