package dev.glasshouse.journey;

/** Reasons about routes of a program in a server of ours, and about what stands around them. */
public enum RouteReason implements Reason {
  ONLY_ONE("no other pattern fits the path and the method", "没有其他模式同时符合路径和方法"),
  MOST_PARTICULAR("of the patterns that fit, it is the most particular", "在符合的模式中它最具体"),
  LESS_PARTICULAR("it fits, but {0} is more particular", "它也符合，但 {0} 更具体"),
  OTHER_METHODS("it fits, but takes only {0}", "路径符合，但它只接受 {0}"),
  HEAD_AS_GET("what answers GET answers HEAD, without content", "处理 GET 的也处理 HEAD，只是没有内容"),
  OPTIONS_DERIVED("the methods are those of the patterns that fit", "方法取自符合的各个模式"),
  NO_PATTERN("no pattern fits the path", "没有模式符合此路径"),
  METHOD_MISSING("patterns fit the path, but none takes {0}", "有模式符合路径，但没有一个接受 {0}"),
  PATH_UNREADABLE("the path cannot be read: {0}", "无法读取路径：{0}"),
  LEFT_TO_OTHERS("no pattern fits the path, and what else is there was asked", "没有模式符合此路径，交给后备处理"),
  MEDIA_WRONG("{0} is taken here, and {1} came", "此处接受 {0}，而收到的是 {1}"),
  MEDIA_MISSING("{0} is taken here, and no Content-Type came", "此处接受 {0}，而请求没有 Content-Type"),
  CODED("bodies are taken as they are, and this one is coded with {0}", "只接受未编码的正文，而此正文用 {0} 编码"),
  TOO_LONG("at most {0} {1} are taken", "最多接受 {0} {1}"),
  MALFORMED("it is not what it says it is: {0}", "内容与声明不符：{0}"),
  NOT_FITTING("it can be read, but does not fit: {0}", "可以读取，但不符合要求：{0}"),
  PART_LARGE("what is larger than {0} bytes waits on the disk", "超过 {0} 字节的内容暂存在磁盘上"),
  PART_SMALL("it is small enough for the memory", "它足够小，可以放在内存中"),
  SAME_ORIGIN("the page is of this very origin", "页面与此处同源"),
  NO_ORIGIN(
      "no page asks: neither Origin nor Sec-Fetch-Site came",
      "不是由页面发起：没有 Origin 也没有 Sec-Fetch-Site"),
  ORIGIN_ALLOWED("the origin is on the list", "该来源在许可名单中"),
  ORIGIN_UNKNOWN("the origin is not on the list", "该来源不在许可名单中"),
  ANY_ORIGIN("every origin may, without credentials", "任何来源都可以，但不带凭据"),
  METHOD_UNLISTED("pages of other origins may not use {0}", "其他来源的页面不可使用 {0}"),
  FIELD_UNLISTED("pages of other origins may not send {0}", "其他来源的页面不可发送 {0}"),
  SAFE_METHOD("{0} changes nothing", "{0} 不会改变任何内容"),
  SITE_SAYS("Sec-Fetch-Site says {0}", "Sec-Fetch-Site 为 {0}"),
  TOKEN_RIGHT("the token is the one that was handed out", "令牌与发出的一致"),
  TOKEN_MISSING("the request has no token", "请求中没有令牌"),
  TOKEN_WRONG("the token is not the one that was handed out", "令牌与发出的不一致"),
  LIKED_BEST("the client likes it best of what is there", "在现有的形式中客户端最偏好它"),
  NOTHING_ASKED("the client does not say what it likes", "客户端没有说明偏好"),
  NONE_LIKED("the client takes none of {0}", "客户端不接受 {0} 中的任何一种");

  private final String en;
  private final String zh;

  RouteReason(String en, String zh) {
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
