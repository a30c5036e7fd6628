package dev.glasshouse.journey;

/** Reasons of a cache that many share. */
public enum CacheNodeReason implements Reason {
  PURGE_ORDERED("{0} ordered it", "由 {0} 下令"),
  SAYS_NOTHING(
      "it is a failure or not there, and says nothing of how long: asking again at once would not"
          + " help",
      "它是错误或不存在，且未说明时长：立即重问并无益处"),
  CAME_THROUGH("CDN-Loop names this cache already", "CDN-Loop 中已有此缓存的名字"),
  CACHE_FAILED("the cache could not answer: {0}", "缓存无法应答：{0}"),
  ORDERS_MISSED("orders to purge may have been missed: {0}", "可能错过了清除命令：{0}"),
  NODES_CAME("the group of nodes told so", "节点组如此告知"),
  NODES_OUT_OF_REACH("the nodes could not be told: {0}", "无法通知其他节点：{0}");

  private final String en;
  private final String zh;

  CacheNodeReason(String en, String zh) {
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
