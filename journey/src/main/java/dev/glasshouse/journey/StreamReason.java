package dev.glasshouse.journey;

/** Reasons on connections that carry many exchanges at once: HTTP/2 and HTTP/3. */
public enum StreamReason implements Reason {
  RESET_BY_PEER("the peer ended this exchange with {0}", "对方以 {0} 终止了这次交换"),
  RESET_BY_US("this side ended the exchange with {0}", "本端以 {0} 终止了这次交换"),
  NOT_WANTED("the rest is not wanted any more", "剩下的内容不再需要"),
  NO_NEED_OF_REST(
      "the answer is whole, and the rest of the request is not needed", "响应已完整，不需要请求的剩余部分"),
  REFUSED_STREAM("the peer refused the request before it looked at it", "对方在处理之前拒绝了该请求"),
  AFTER_LAST(
      "the peer goes away, and said that it did not look at this request: {0} is its last stream, this was {1}",
      "对方即将离开，并声明未处理此请求：它的最后一个流是 {0}，此请求在流 {1}"),
  NOT_SENT("the connection ended before the request was sent", "连接在请求发出之前已结束"),
  GOING_AWAY("the connection takes no new requests", "该连接不再接受新请求"),
  STREAMS_USED_UP("the connection has used up its stream numbers", "该连接的流编号已用完"),
  ENOUGH_EXCHANGES("it has carried {0} exchanges, as many as one may", "它已承载 {0} 次交换，达到上限"),
  CLOSED_CALMLY("nothing more is to come on it", "其上不会再有交换"),
  IDLE("nothing was asked on it for {0}", "其上已有 {0} 没有任何请求"),
  SILENT("no byte came for {0} while an answer was due", "等待响应期间已有 {0} 没有收到任何字节"),
  NO_PONG("the peer did not answer within {0} whether it is still there", "对方在 {0} 内没有回应存活询问"),
  PEER_VIOLATED("the peer broke the protocol", "对方违反了协议"),
  TOLD_IN_FRAME("the peer told so", "对方如此声明"),
  WINDOW_FULL(
      "the peer allowed no more bytes before it had taken those sent", "对方在取走已发送的字节之前不允许再发送"),
  PREFACE_MISSING("the connection does not begin with the preface of HTTP/2", "连接不是以 HTTP/2 的前言开头"),
  SETTINGS_MISSING("the first frame is not SETTINGS", "第一个帧不是 SETTINGS"),
  BAD_FRAME("a frame is malformed: {0}", "帧格式错误：{0}"),
  BAD_COMPRESSION("a field section could not be decompressed: {0}", "字段区无法解压缩：{0}"),
  FRAME_ON_IDLE("{0} came on stream {1}, which nobody has opened", "流 {1} 尚未打开，却收到了 {0}"),
  FRAME_ON_CLOSED("{0} came on stream {1}, which is closed", "流 {1} 已关闭，却收到了 {0}"),
  FRAME_AFTER_END("{0} came on stream {1} after the end of its message", "流 {1} 的消息已结束，却又收到了 {0}"),
  FRAME_ON_RESERVED("{0} came on stream {1}, which is only reserved", "流 {1} 只是保留状态，却收到了 {0}"),
  STREAM_PARITY("stream {0} is not one that this side may open", "对方无权打开流 {0}"),
  STREAM_BACKWARDS("stream {0} is lower than one that was opened before", "流 {0} 的编号低于先前打开过的流"),
  TOO_MANY_STREAMS("more than {0} streams are open at once", "同时打开的流超过 {0} 个"),
  PSEUDO_MISSING("the pseudo-field {0} is missing", "缺少伪字段 {0}"),
  PSEUDO_TWICE("the pseudo-field {0} stands there twice", "伪字段 {0} 出现了两次"),
  PSEUDO_UNKNOWN("{0} is not a pseudo-field that may stand there", "此处不允许伪字段 {0}"),
  PSEUDO_LATE("the pseudo-field {0} stands after an ordinary field", "伪字段 {0} 出现在普通字段之后"),
  PSEUDO_VALUE("the value of the pseudo-field {0} is malformed", "伪字段 {0} 的值格式错误"),
  PSEUDO_IN_TRAILERS("there is a pseudo-field in the trailers: {0}", "尾部字段中含有伪字段 {0}"),
  UPPER_CASE("the field name {0} is not in lower case", "字段名 {0} 不是小写"),
  CONNECTION_FIELD("the field {0} belongs to a connection of HTTP/1", "字段 {0} 只属于 HTTP/1 的连接"),
  BAD_TE("TE may only say trailers, not {0}", "TE 只能是 trailers，而不是 {0}"),
  HOST_DIFFERS("Host says {0}, and :authority {1}", "Host 为 {0}，而 :authority 为 {1}"),
  LENGTH_DIFFERS("Content-Length says {0}, and {1} bytes came", "Content-Length 为 {0}，实际到达 {1} 字节"),
  TRAILERS_NOT_LAST("a second field section does not end the message", "第二个字段区没有结束消息"),
  DATA_BEFORE_HEAD("content came before the head", "正文先于首部到达"),
  INTERIM_AT_END("an interim response ends the stream", "临时响应结束了流"),
  WINDOW_EXCEEDED("more was sent than {0} bytes, which the window allowed", "发送的数据超出了窗口允许的 {0} 字节"),
  WINDOW_OVERFLOW("a window would become larger than 2^31 - 1", "窗口将超过 2^31 - 1"),
  ZERO_INCREMENT("a WINDOW_UPDATE adds nothing", "WINDOW_UPDATE 的增量为零"),
  BAD_SETTING("the setting {0} cannot be {1}", "设置 {0} 不能为 {1}"),
  UNASKED_ACK("a SETTINGS was acknowledged that was never sent", "确认了一个从未发送的 SETTINGS"),
  UNASKED_PUSH("the server pushes, though that is switched off", "推送已关闭，服务器仍然推送"),
  BAD_PUSH("the pushed request may not be pushed: {0}", "该请求不可被推送：{0}"),
  PUSH_FULL("more than {0} pushed responses would wait", "等待领取的推送响应将超过 {0} 个"),
  PUSH_KEPT("it is kept until somebody asks for it", "保留到有人请求它"),
  PUSH_UNCLAIMED("nobody has asked for it within {0}", "在 {0} 内没有人请求它"),
  PUSH_MATCHES("the server had pushed the answer to this request", "服务器已经推送了该请求的响应"),
  SELF_DEPENDENCY("stream {0} depends on itself", "流 {0} 依赖于自身"),
  BAD_PRIORITY_UPDATE("a PRIORITY_UPDATE is malformed: {0}", "PRIORITY_UPDATE 格式错误：{0}"),
  FLOOD_RESETS("the peer cancelled more than {0} requests within {1}", "对方在 {1} 内取消的请求超过 {0} 个"),
  FLOOD_FAULTS(
      "the peer made this side reset more than {0} streams within {1}", "对方使本端在 {1} 内重置的流超过 {0} 个"),
  FLOOD_CONTROL(
      "more than {0} frames that carry nothing came within {1}: {2}", "{1} 内收到的无内容帧超过 {0} 个：{2}"),
  FLOOD_QUEUE("more than {0} answers to control frames wait to be sent", "待发送的控制帧应答超过 {0} 个"),
  INADEQUATE_SECURITY(
      "{0} is a cipher suite that HTTP/2 forbids: it does not keep the past secret, or is not authenticated encryption; --http1 would use it",
      "{0} 是 HTTP/2 禁用的密码套件：不具备前向保密或并非认证加密；使用 --http1 仍可连接"),
  PEER_SECTION(
      "the server takes field sections of at most {0} bytes, and this one has {1}: it was not sent",
      "服务器最多接受 {0} 字节的字段区，而此请求有 {1} 字节，因此没有发送"),
  PEER_SECTION_OF_ANSWER(
      "the client takes field sections of at most {0} bytes, and one of this answer has {1}: it was not sent",
      "客户端最多接受 {0} 字节的字段区，而此响应的一个字段区有 {1} 字节，因此没有发送"),
  LIMIT_CONTINUATIONS("a field section comes in more than {0} small pieces", "字段区被拆成超过 {0} 个小片段");

  private final String en;
  private final String zh;

  StreamReason(String en, String zh) {
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
