package dev.glasshouse.journey;

/** Reasons in reading URLs. */
public enum UrlReason implements Reason {
  AS_TYPED("it is a URL as it stands", "输入本身就是完整的 URL"),
  SCHEME_ASSUMED("no scheme was typed, so {0} is assumed", "没有输入协议，按 {0} 处理"),
  HOST_AND_PORT("{1} after the colon is a port, so {0} is assumed", "冒号后的 {1} 是端口号，因此按 {0} 处理"),
  USER_AND_PASSWORD(
      "what stands before the @ is a user name and password, so {0} is assumed",
      "@ 之前是用户名和密码，因此按 {0} 处理"),
  ADDRESS_WITHOUT_BRACKETS(
      "it is an IPv6 address without its brackets, so {0} is assumed",
      "这是没有加方括号的 IPv6 地址，按 {0} 处理"),
  FILE_PATH("it is the path of a file", "这是一个文件路径"),
  DRIVE_PATH("it is the path of a file on drive {0}", "这是 {0} 盘上的文件路径"),
  NETWORK_SHARE("it is a file that {0} shares", "这是 {0} 共享的文件"),
  RELATIVE_FILE("it is the path of a file, seen from {0}", "这是相对于 {0} 的文件路径"),
  FILE_THERE("there is a file of this name in {0}", "{0} 中有这个名字的文件"),
  FILE_WITH_FRAGMENT(
      "there is a file of the name before the {0}, and none of the whole name",
      "存在名字为 {0} 之前部分的文件，而没有名字为全部文字的文件"),
  TYPE_AS_SUPPLIED("the Content-Type holds: {0}", "以 Content-Type 为准：{0}"),
  TYPE_NOT_SNIFFED(
      "X-Content-Type-Options: nosniff, so the Content-Type holds: {0}",
      "有 X-Content-Type-Options: nosniff，因此以 Content-Type 为准：{0}"),
  TYPE_BY_SIGNATURE(
      "the first bytes are those of {0}, although the Content-Type is {1}",
      "开头的字节属于 {0}，尽管 Content-Type 是 {1}"),
  TYPE_MISSING_SIGNATURE(
      "there is no useful Content-Type, and the first bytes are those of {0}",
      "没有可用的 Content-Type，而开头的字节属于 {0}"),
  TYPE_MISSING_TEXT(
      "there is no useful Content-Type, and no binary byte at the beginning",
      "没有可用的 Content-Type，开头也没有二进制字节"),
  TYPE_MISSING_BINARY(
      "there is no useful Content-Type, and the first bytes are of no known format",
      "没有可用的 Content-Type，开头的字节也不属于已知格式"),
  TYPE_IS_TEXT(
      "old servers call everything text/plain, and this is: no binary byte at the beginning",
      "旧服务器把什么都称作 text/plain，而这个确实是：开头没有二进制字节"),
  TYPE_IS_BINARY(
      "old servers call everything text/plain, and this is not: there are binary bytes",
      "旧服务器把什么都称作 text/plain，而这个不是：其中有二进制字节"),
  TYPE_BY_CONTEXT("here it can only be {0}", "在这里只能是 {0}");

  private final String en;
  private final String zh;

  UrlReason(String en, String zh) {
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
