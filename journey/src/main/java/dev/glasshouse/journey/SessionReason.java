package dev.glasshouse.journey;

/** Reasons about the sessions of a program in a server of ours. */
public enum SessionReason implements Reason {
  KNOWN("the store has it", "存储中有此会话"),
  UNKNOWN(
      "the store has none of that id: it ended, expired, was put out, or never was",
      "存储中没有此编号：已结束、过期、被移出，或从未存在"),
  IDLE_TOO_LONG("nobody used it for {0}", "已有 {0} 未使用"),
  TOO_OLD("it began more than {0} ago", "它开始于 {0} 以前"),
  NO_ID("{0} is no id that this server gives", "{0} 不是本服务器发出的编号"),
  FIRST_VALUE("the program keeps something, and the client has no session", "程序要保存内容，而客户端还没有会话"),
  MERGED(
      "another request had stored in the meantime: the changes were made again on top",
      "其间另一请求已保存：在其上重新应用了更改"),
  CHANGED("the program changed it", "程序更改了它"),
  CONTENDED("other requests stored in between {0} times in a row", "其他请求连续 {0} 次抢先保存"),
  GONE("it was ended, or got another id, while the request was answered", "在处理请求期间它已结束或换了编号"),
  LOGIN("who learned the old id before knows the new one not", "此前得知旧编号的人不知道新编号"),
  ASKED_FOR("the program ended it", "程序结束了它"),
  FULL("the memory for sessions is full; those go that were not used longest", "会话内存已满；移出最久未用的会话"),
  STORE_AWAY("the store did not answer", "存储没有响应"),
  REFUSED("without its sessions the program answers nothing", "没有会话时程序不作回应"),
  DONE_WITHOUT("the program goes on without its sessions", "程序在没有会话的情况下继续");

  private final String en;
  private final String zh;

  SessionReason(String en, String zh) {
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
