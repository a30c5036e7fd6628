package dev.glasshouse.journey;

/** Reasons about what a server sends without being asked each time. */
public enum PushReason implements Reason {
  NOT_WEBSOCKET("the request does not ask for WebSocket", "该请求没有要求使用 WebSocket"),
  OTHER_VERSION("it asks for another version of WebSocket than 13", "它要求的 WebSocket 版本不是 13"),
  BAD_KEY(
      "its Sec-WebSocket-Key is not 16 bytes in base64", "其 Sec-WebSocket-Key 不是 16 字节的 base64"),
  BAD_ACCEPT(
      "the answer does not prove that the key was read: Sec-WebSocket-Accept is wrong",
      "回应未能证明密钥已被读取：Sec-WebSocket-Accept 不正确"),
  NOT_OFFERED(
      "the answer chooses a subprotocol or an extension that was not offered", "回应选用了未曾提出的子协议或扩展"),
  FOREIGN_ORIGIN("pages of {0} may not talk to it", "来自 {0} 的页面不得与它通信"),
  BAD_OPCODE("frames of kind {0} are reserved", "类型为 {0} 的帧是保留的"),
  RESERVED_BIT("a reserved bit is set that nothing was agreed on for", "设置了未经约定的保留位"),
  CONTROL_FRAGMENTED("a control frame is in fragments", "控制帧被分片"),
  CONTROL_TOO_LONG("a control frame is longer than 125 bytes", "控制帧超过 125 字节"),
  MASKED("what a server sends is never masked", "服务器发送的内容绝不应加掩码"),
  NOT_MASKED("what a client sends is always masked", "客户端发送的内容必须加掩码"),
  BAD_LENGTH("a length is not in its shortest form, or above 63 bits", "长度不是最短形式，或超过 63 位"),
  MESSAGE_IN_MESSAGE("a message begins inside another", "一条消息在另一条消息之中开始"),
  NOTHING_TO_CONTINUE("a fragment goes on with a message that has not begun", "分片续接的消息并未开始"),
  NOT_UTF8("a text is not UTF-8", "文本不是 UTF-8"),
  BAD_CLOSE("a close frame cannot have the code {0}", "关闭帧不能带有代码 {0}"),
  BAD_DEFLATE("a compressed message cannot be decompressed: {0}", "压缩的消息无法解压：{0}"),
  MESSAGE_TOO_BIG("a message is longer than {0} bytes", "消息超过 {0} 字节"),
  FRAGMENT_FLOOD(
      "a message has {0} fragments of less than {1} bytes on the average",
      "一条消息有 {0} 个分片，平均不足 {1} 字节"),
  CONTROL_FLOOD("more than {0} control frames came within {1} s", "{1} 秒内收到超过 {0} 个控制帧"),
  NO_PONG("it did not answer a ping within {0}", "它在 {0} 内没有回应 ping"),
  BROKE_OFF("it broke off without a close", "它没有关闭就中断了"),
  CLOSED_IN_MESSAGE("it was closed in the middle of a message", "它在一条消息中途被关闭"),
  CLOSED_BY_PEER("the other end closed it", "对端关闭了它"),
  ANSWERED_CLOSE("the other end answered our close", "对端回应了我们的关闭"),
  IS_CLOSED("nothing is sent after a close", "关闭之后不再发送任何内容"),
  NEWS("there was news", "有了新消息"),
  NEWS_AT_HAND("there was news already", "已有新消息"),
  NO_NEWS("there was no news for {0}", "在 {0} 内没有新消息"),
  CLIENT_GONE("the client has gone", "客户端已离开"),
  TOO_SLOW("it did not take {0} events that waited for it", "它没有取走等待它的 {0} 个事件"),
  TOO_MANY("{0} wait already, which is as many as may", "已有 {0} 个在等待，达到上限"),
  SERVER_ENDS("the server is about to end", "服务器即将结束"),
  TOPIC_CLOSED("the topic was closed", "主题已关闭"),
  TOO_OLD("what came after {0} is no longer all kept", "{0} 之后的内容已不再全部保留"),
  LEFT("it left of its own accord", "它自行离开");

  private final String en;
  private final String zh;

  PushReason(String en, String zh) {
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
