package dev.glasshouse.journey;

/** Reasons in choosing a version of HTTP and the connection that carries it. */
public enum VersionReason implements Reason {
  FIRST_TELLS(
      "whether this server speaks HTTP/2 is not known: the first connection will tell",
      "还不知道该服务器是否使用 HTTP/2：要等第一条连接来说明"),
  DIAL_SHARED(
      "this server is known to carry many requests on one connection, and that one is being made",
      "已知该服务器用一条连接承载多个请求，而这条连接正在建立"),
  SESSION_FULL(
      "the connection to this origin carries as many requests as the server allows",
      "到该源的连接承载的请求数已达服务器允许的上限"),
  ALL_FULL("{0} connections stand, to all origins together", "到所有源的连接总数已达 {0} 条"),
  ROOM_NEEDED("{0} connections stood, and another one was needed", "已有 {0} 条连接，又需要一条新的"),
  SESSION_STANDS(
      "a connection to this origin stands, and carries many requests at once",
      "到该源的连接已经建立，可同时承载多个请求"),
  FORCED("{0} was asked for", "用户指定了 {0}"),
  FORCED_OTHER("{0} was asked for, and nothing else", "用户只指定了 {0}"),
  DEMANDS_TLS(
      "{0} was asked for, and is spoken over TLS alone: the URL must be of https",
      "用户指定了 {0}，而它只能在 TLS 上使用：URL 必须是 https"),
  NOT_AGREED(
      "{0} was asked for, and the server does not speak it: it chose {1}",
      "用户指定了 {0}，但服务器不支持：它选择了 {1}"),
  PLAIN("the URL is of http: only TCP is spoken without TLS", "URL 使用 http：没有 TLS 时只能用 TCP"),
  ALPN_OFFER("over TLS the server chooses from what is offered", "在 TLS 上由服务器从所提供的协议中选择"),
  ALT_SVC_KNOWN(
      "{0} said with Alt-Svc that {1} is there at {2}, and that this holds for another {3}",
      "{0} 曾用 Alt-Svc 声明在 {2} 提供 {1}，还有 {3} 有效"),
  HTTPS_RECORD("the HTTPS record of {0} names {1}", "{0} 的 HTTPS 记录列出了 {1}"),
  NOT_KNOWN(
      "nothing says that the server speaks it: no Alt-Svc is remembered, and no HTTPS record names it",
      "没有迹象表明服务器支持它：没有记住 Alt-Svc，HTTPS 记录也没有提到它"),
  RECORD_WITHOUT(
      "no Alt-Svc is remembered, and the HTTPS record of {0} names {1} alone",
      "没有记住 Alt-Svc，而 {0} 的 HTTPS 记录只列出 {1}"),
  RECORD_NOT_KNOWN(
      "no Alt-Svc is remembered, and whether an HTTPS record names it could not be found out in time",
      "没有记住 Alt-Svc，HTTPS 记录是否提到它也未能及时得知"),
  ALTERNATIVE_BROKEN(
      "{0} has failed {1} times in a row, and is left alone for another {2}",
      "{0} 已失败 {1} 次，还要搁置 {2}"),
  PROXY("a proxy is in use, and QUIC does not go through it: {0}", "正在使用代理，QUIC 无法通过它：{0}"),
  NOT_AT_HAND("QUIC cannot be spoken on this machine: {0}", "本机无法使用 QUIC：{0}"),
  OWN_NAME(
      "the name is not one of the public network's, and nothing else says that the server speaks it",
      "该名称不属于公共网络，也没有其他迹象表明服务器支持它"),
  SESSION_BEFORE(
      "a connection without it stood already; one with it is made beside, for what comes later",
      "已有一条不使用它的连接；同时在旁边建立一条使用它的连接，供之后使用"),
  QUIC_FAILED("QUIC failed: {0}", "QUIC 失败：{0}"),
  QUIC_SLOWER(
      "TCP and TLS were ready first, {0} after QUIC had begun", "TCP 和 TLS 先就绪，距 QUIC 开始 {0}"),
  QUIC_FIRST("QUIC was ready first, after {0}", "QUIC 先就绪，用时 {0}"),
  QUIC_SLOWER_ABREAST(
      "TCP and TLS were ready first, after {0}; QUIC had no head start, because it was not there in time lately",
      "TCP 和 TLS 先就绪，用时 {0}；QUIC 最近一次没有及时就绪，因此没有领先"),
  QUIC_FIRST_ABREAST(
      "QUIC was ready first, after {0}, without the head start that it is not given because it was not there in time lately",
      "QUIC 先就绪，用时 {0}；它最近一次没有及时就绪，因此没有领先"),
  TCP_NOT_NEEDED("QUIC was ready before TCP was to begin", "TCP 还没到开始的时刻，QUIC 就已就绪"),
  BOTH_FAILED("both failed", "两者都失败了"),
  SAID_SO("the server said so", "服务器这样声明"),
  SAID_CLEAR("the server said clear", "服务器声明了 clear"),
  NOT_AUTHENTICATED("it came without TLS, and anybody may have said it", "它不是经 TLS 收到的，可能出自任何人"),
  MALFORMED("it is malformed: {0}", "格式错误：{0}"),
  NONE_USABLE(
      "only HTTP/3 is looked for elsewhere, as in Chromium, and it names none",
      "与 Chromium 一样，只在别处寻找 HTTP/3，而其中没有"),
  CERTIFICATE_IGNORED(
      "the server's certificate was not checked, and so it does not speak for the origin",
      "服务器证书未经检查，因此它不能代表该源"),
  DID_NOT_WORK("it could not be reached, or broke the protocol: {0}", "无法连通，或违反了协议：{0}"),
  SAME_SERVER(
      "the address is the same ({0}), the certificate is for {1} too, and so is who may share it",
      "地址相同（{0}），证书也包含 {1}，可共享的范围也一致"),
  PROXY_BETWEEN(
      "a proxy stands between, and whose address that is cannot be seen", "中间有代理，看不到对端的地址"),
  OTHER_ADDRESS("{0} is not at {1}", "{0} 不在 {1}"),
  OTHER_PORT("it is on port {0}", "它在端口 {0} 上"),
  OTHER_CERTIFICATE("its certificate is not for {0}", "它的证书不包含 {0}"),
  UNCHECKED_CERTIFICATE("its certificate was not checked", "它的证书未经检查"),
  SAID_MISDIRECTED("the server refused {0} on it with 421", "服务器曾在它上面用 421 拒绝 {0}"),
  OTHER_VERSION("it speaks {0}", "它使用 {0}"),
  MISDIRECTED_AGAIN("the same request goes over a connection of its own", "同一请求改走它自己的连接"),
  MISDIRECTED_FINAL("the connection was made for this origin alone", "这条连接本来就是专为该源建立的"),
  RECORD_UPGRADES(
      "{0} has an HTTPS record, which says that it is to be asked by https alone",
      "{0} 有 HTTPS 记录，表示只应使用 https 访问"),
  RECORD_FOUND("the name servers said so", "域名服务器这样回答"),
  RECORD_ABSENT("the name has no HTTPS record", "该名称没有 HTTPS 记录"),
  RECORD_FAILED("the question failed, and the page goes on without: {0}", "查询失败，页面继续加载：{0}"),
  RECORD_LATE(
      "the answer did not come within {0} of the addresses, and is not waited for",
      "地址到达后 {0} 内没有收到回答，不再等待"),
  RECORD_BAD("the record is malformed: {0}", "记录格式错误：{0}"),
  RECORD_UNUSABLE("what it demands is not supported here: {0}", "它要求的内容此处不支持：{0}"),
  RECORD_CIRCLE("its aliases lead in a circle, or too far", "它的别名形成了循环或过长"),
  NOT_PROCESSED(
      "the server said that it has not processed it, and a new connection is used",
      "服务器声明没有处理它，改用新连接"),
  SESSION_LOST(
      "the connection broke before a byte of the answer came, and {0} may be sent twice",
      "连接在收到响应的任何字节之前中断，而 {0} 可以安全重发"),
  NO_UPGRADES("the server takes no {1} on streams of {0}", "服务器不接受在 {0} 的流上使用 {1}");

  private final String en;
  private final String zh;

  VersionReason(String en, String zh) {
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
