package dev.glasshouse.journey;

/** Reasons why the records of two processes are joined. */
public enum TraceReason implements Reason {
  OWN_SERVER("this server runs inside of this program", "该服务器就运行在本程序内"),
  WANTED("servers are to be told which request belongs to which journey", "要求告知服务器请求属于哪一次旅程"),
  CLIENT_TOLD("the request has a traceparent", "请求带有 traceparent"),
  SERVER_TOLD("the answer has a Server-Timing", "响应带有 Server-Timing");

  private final String en;
  private final String zh;

  TraceReason(String en, String zh) {
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
