package dev.glasshouse.journey;

/** Reasons about programs that answer requests. */
public enum ProgramReason implements Reason {
  IS_SCRIPT("the path leads to a script of this program", "该路径指向此程序的脚本"),
  NOT_THERE("the program is not there: {0}", "程序不可用：{0}"),
  TOO_SLOW("the program said nothing for {0}", "程序在 {0} 内没有任何输出"),
  ALL_BUSY("all {0} programs that may run at once were busy for {1}", "允许同时运行的 {0} 个程序在 {1} 内都在忙"),
  ANSWER_MALFORMED("the program's answer is malformed: {0}", "程序的回应格式错误：{0}"),
  PROTOCOL_BROKEN("the program broke its protocol: {0}", "程序违反了协议：{0}"),
  OVERLOADED("the program takes no more requests now", "程序暂时不接受更多请求"),
  UNWANTED("the client has gone: nobody wants the answer", "客户端已离开，不再需要回应"),
  SENT_ON("the answer sends the request on to {0}", "回应将请求转到 {0}"),
  SENT_ROUND("the request was sent on {0} times", "请求已被转发 {0} 次"),
  BODY_TOO_LARGE(
      "the program needs to know the length of a body, and this one is longer than {0} bytes",
      "程序需要知道正文长度，而此正文超过 {0} 字节"),
  NO_ROOM(
      "the program needs to know the length of a body, and there is no room to keep it so long: {0}",
      "程序需要知道正文长度，而没有空间暂存正文：{0}");

  private final String en;
  private final String zh;

  ProgramReason(String en, String zh) {
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
