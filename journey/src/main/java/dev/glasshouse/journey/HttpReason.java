package dev.glasshouse.journey;

/** Reasons in HTTP exchanges. */
public enum HttpReason implements Reason {
  POOL_FULL("{0:words} connections to this origin were already busy", "到该源的 {0} 条连接都在忙"),
  KEPT_ALIVE("the connection was kept open after an earlier answer", "该连接在上一个响应之后保持打开"),
  STALE_CONNECTION(
      "the standing connection turned out to be closed before a byte of the answer came, and {0} may be sent twice",
      "保持的连接在收到响应的任何字节之前已关闭，而 {0} 可以安全重发"),
  NOTHING_SENT(
      "the standing connection turned out to be closed before a byte of the request was sent",
      "保持的连接在发出请求的任何字节之前已关闭"),
  NOT_IDEMPOTENT(
      "{0} is not idempotent: the server may have acted on it already", "{0} 不是幂等方法：服务器可能已经执行过它"),
  BODY_ONCE("the request's body can be read only once", "请求正文只能读取一次"),
  ANSWER_BEGUN("part of the answer had already come", "响应的一部分已经收到"),
  NEW_CONNECTION("the connection was new: it is the server that closes", "这是新建的连接：是服务器关闭了它"),
  TOO_MANY_ATTEMPTS("it was sent {0} times already", "它已经发送了 {0} 次"),
  PEER_CLOSED("the peer closed the connection before it answered", "对方在响应之前关闭了连接"),
  READER_LEFT(
      "the client closed the connection before it had all of the answer", "客户端在收完响应之前关闭了连接"),
  SERVER_ENDED("this server has ended", "本服务器已结束"),
  PEER_RESET("the peer reset the connection", "对方重置了连接"),
  OWN_FAULT("this program failed at it: {0}", "本程序在处理时出错：{0}"),
  CONNECTION_BROKE("the connection broke: {0}", "连接中断：{0}"),
  GIVEN_UP("it was given up on this side", "本端放弃了它"),
  CLIENT_CLOSED("the client is closed", "客户端已关闭"),
  STALLED_SLOT("no connection came free within {0}", "在 {0} 内没有空闲连接"),
  STALLED_FIRST_BYTE("no byte of the answer came within {0}", "在 {0} 内没有收到响应的任何字节"),
  STALLED_HEAD("the head was not whole within {0}", "首部在 {0} 内没有收完"),
  STALLED_BODY("no more of the body came within {0}, after {1} bytes", "收到 {1} 字节之后，{0} 内再没有收到正文"),
  STALLED_SENDING("the peer took nothing more within {0}", "对方在 {0} 内不再接收数据"),
  SLOW_BODY(
      "no more than {0} bytes of the body came in a second while it was waited for; the least is {1} (pace.rate), and it was more than {2} behind (pace.patience)",
      "等待正文期间每秒只收到 {0} 字节；下限为每秒 {1} 字节（pace.rate），而落后已超过 {2}（pace.patience）"),
  SLOW_READER(
      "the peer took no more than {0} bytes a second of what waited for it; the least is {1} (pace.rate), and it was more than {2} behind (pace.patience)",
      "数据等待发送期间，对方每秒只接收 {0} 字节；下限为每秒 {1} 字节（pace.rate），而落后已超过 {2}（pace.patience）"),
  STALLED_TOTAL("the whole exchange took longer than {0}", "整个交换超过了 {0}"),
  SHORT_BODY("{0} bytes were promised and {1} came", "承诺 {0} 字节，实际只到 {1} 字节"),
  BODY_BROKE(
      "the connection broke ({2}): {0} bytes were promised and {1} came",
      "连接中断（{2}）：承诺 {0} 字节，实际只到 {1} 字节"),
  CHUNKS_BROKE(
      "the connection broke ({1}) in the middle of the chunks, after {0} bytes",
      "连接在分块传输中途中断（{1}），已收到 {0} 字节"),
  CONTENT_BROKE(
      "the connection broke ({1}) after {0} bytes of the content, before its end",
      "连接在正文的 {0} 字节后中断（{1}），正文尚未结束"),
  CONTENT_RESET(
      "the peer reset the connection after {0} bytes of the content, before its end",
      "对方在正文的 {0} 字节后重置了连接，正文尚未结束"),
  CONTENT_CUT(
      "the peer closed the connection after {0} bytes of the content, before its end",
      "对方在正文的 {0} 字节后关闭了连接，正文尚未结束"),
  CHUNKS_CUT(
      "the connection ended in the middle of the chunks, after {0} bytes",
      "连接在分块传输中途结束，已收到 {0} 字节"),
  TLS_CUT(
      "the connection ended after {0} bytes without the close_notify of TLS: anybody could have cut it",
      "连接在 {0} 字节后结束，而没有 TLS 的 close_notify：任何人都可能截断它"),
  HEAD_CUT("the connection ended in the middle of the head", "连接在首部中途结束"),
  CODING_CUT("the {0} data ends too early", "{0} 数据过早结束"),
  LIMIT_ACCEPTED("{0} connections stand already, as many as may", "已有 {0} 个连接，达到上限"),
  LIMIT_START_LINE("the start line is longer than {0} bytes", "起始行超过 {0} 字节"),
  LIMIT_SECTION("the field section is longer than {0} bytes", "字段区超过 {0} 字节"),
  LIMIT_FIELDS("there are more than {0} fields", "字段超过 {0} 个"),
  LIMIT_TRAILERS("the trailer section is longer than {0} bytes", "尾部字段区超过 {0} 字节"),
  LIMIT_EXTENSIONS("the chunk extensions are longer than {0} bytes", "分块扩展超过 {0} 字节"),
  LIMIT_INTERIM("more than {0} interim responses came", "临时响应超过 {0} 个"),
  LIMIT_BODY("the body is larger than {0} bytes", "正文超过 {0} 字节"),
  LIMIT_DECODED("the decoded body is larger than {0} bytes", "解码后的正文超过 {0} 字节"),
  LIMIT_RATIO(
      "the body grows to more than {0} times its size when it is decoded", "正文解码后膨胀超过 {0} 倍"),
  LIMIT_CODINGS("there are more than {0} content codings", "内容编码超过 {0} 层"),
  CODING_UNKNOWN(
      "the content coding {0} is not known: the body is given as it came", "不认识内容编码 {0}：正文按原样交出"),
  CODINGS_UNDONE("Content-Encoding names {0}", "Content-Encoding 指明了 {0}"),
  NOT_HTTP("the answer does not begin with HTTP/", "响应不以 HTTP/ 开头"),
  TLS_BYTES("TLS is spoken where plain HTTP was expected", "在应为明文 HTTP 的地方收到了 TLS 数据"),
  SPEAKS_TLS("the server speaks TLS at this port: try https", "服务器在此端口使用 TLS：请改用 https"),
  SPEAKS_HTTP_2(
      "the server speaks HTTP/2 here without being asked: try --http2",
      "服务器在此直接使用 HTTP/2：请改用 --http2"),
  SPEAKS_HTTP_1(
      "the server answered in HTTP/1 where HTTP/2 was spoken: {0}",
      "这里用的是 HTTP/2，服务器却用 HTTP/1 回答：{0}"),
  BAD_STATUS_LINE("the status line is malformed", "状态行格式错误"),
  BAD_REQUEST_LINE("the request line is malformed", "请求行格式错误"),
  BAD_METHOD("the method is not a token", "方法不是合法的 token"),
  BAD_TARGET("the request target is malformed", "请求目标格式错误"),
  BAD_VERSION("the protocol version is malformed", "协议版本格式错误"),
  UNSUPPORTED_VERSION("the version {0} is not one that is spoken here", "此处不支持版本 {0}"),
  BARE_LF("a line ends with LF alone", "一行只以 LF 结尾"),
  BARE_CR("a CR is not followed by LF", "CR 之后没有 LF"),
  NUL("there is a NUL byte", "含有 NUL 字节"),
  OBS_FOLD("a field is folded over several lines", "字段折叠成了多行"),
  LEADING_SPACE(
      "there is white space between the start line and the first field", "起始行与第一个字段之间有空白"),
  SPACE_BEFORE_COLON("there is white space before the colon of the field {0}", "字段 {0} 的冒号之前有空白"),
  NO_COLON("a field line has no colon", "字段行没有冒号"),
  BAD_FIELD_NAME("a field name is not a token", "字段名不是合法的 token"),
  BAD_FIELD_VALUE(
      "the value of the field {0} has a character that is not allowed", "字段 {0} 的值含有不允许的字符"),
  LENGTH_AND_CODING(
      "there are both Content-Length and Transfer-Encoding",
      "同时有 Content-Length 和 Transfer-Encoding"),
  LENGTHS_DIFFER("there is more than one Content-Length: {0}", "有多个 Content-Length：{0}"),
  BAD_LENGTH("Content-Length is not a number: {0}", "Content-Length 不是数字：{0}"),
  CHUNKED_NOT_LAST("chunked is not the last transfer coding: {0}", "chunked 不是最后一个传输编码：{0}"),
  CHUNKED_TWICE("chunked is applied more than once", "chunked 应用了不止一次"),
  CODING_NOT_SUPPORTED("the transfer coding {0} is not supported", "不支持传输编码 {0}"),
  CODING_ON_1_0("Transfer-Encoding does not exist in HTTP/1.0", "HTTP/1.0 中没有 Transfer-Encoding"),
  CODING_WITHOUT_BODY(
      "Transfer-Encoding is not allowed in a response with status {0}",
      "状态码 {0} 的响应不允许有 Transfer-Encoding"),
  BAD_CHUNK_SIZE("a chunk size is malformed", "分块大小格式错误"),
  CHUNK_TOO_LARGE("a chunk size is larger than any number that can be meant", "分块大小大得不可能是真的"),
  BAD_CHUNK_END("a chunk's data is not followed by CRLF", "分块数据之后没有 CRLF"),
  BAD_EXTENSION("a chunk extension is malformed", "分块扩展格式错误"),
  HOST_MISSING("there is no Host", "没有 Host 字段"),
  HOST_TWICE("there is more than one Host", "有多个 Host 字段"),
  BAD_HOST("Host is malformed: {0}", "Host 格式错误：{0}"),
  EXCESS_BYTES("more bytes came than the response has", "到达的字节多于响应应有的长度"),
  UNASKED_BYTES("bytes came though nothing was asked", "没有请求却收到了数据"),
  UNASKED_SWITCH(
      "101 (Switching Protocols) came, though no other protocol was asked for",
      "收到 101（切换协议），但并未请求切换"),
  BAD_CODING("the {0} data is broken: {1}", "{0} 数据已损坏：{1}"),
  BAD_EXPECT("the expectation {0} is not known", "不认识的期望 {0}"),
  PROXY_HEADER(
      "the connection does not begin with the PROXY protocol's header, as connections of this peer"
          + " are to",
      "连接没有以 PROXY 协议头开头，而此对端的连接必须如此"),
  CODEC_REFUSED("the message could not be read: {0}", "无法读取该消息：{0}"),
  HANDLER_FAILED("the program that answers failed: {0}", "应答程序出错：{0}");

  private final String en;
  private final String zh;

  HttpReason(String en, String zh) {
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
